"""Stops files whose content contradicts the language their name claims."""

__version__ = "0.1.0"
