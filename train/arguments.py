"""Types of arguments that several steps take."""

import argparse


def positive(text: str) -> int:
    """A whole number from 1 up."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"a number from 1 up expected, found {text}")
    return number
