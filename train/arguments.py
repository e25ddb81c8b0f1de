"""Types of arguments that several steps take."""

import argparse


def not_negative(text: str) -> int:
    """A whole number from 0 up."""
    return _from(0, text)


def positive(text: str) -> int:
    """A whole number from 1 up."""
    return _from(1, text)


def several(text: str) -> int:
    """A whole number from 2 up."""
    return _from(2, text)


def _from(least: int, text: str) -> int:
    number = int(text)
    if number < least:
        raise argparse.ArgumentTypeError(f"a number from {least} up expected, found {text}")
    return number
