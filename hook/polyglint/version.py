"""The version, alone: what asks for it needs nothing else."""

__version__ = "0.1.0"
