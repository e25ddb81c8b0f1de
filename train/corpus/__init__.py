"""Collecting and cleaning the source files that models are trained on."""
