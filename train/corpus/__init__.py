"""Collecting and cleaning the source files that models are trained on."""

from train.corpus.command import main

__all__ = ["main"]
