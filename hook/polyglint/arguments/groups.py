"""Options that several commands share, a group for each question that they answer."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_judging(parser: argparse.ArgumentParser) -> None:
    """How is a text read?"""
    parser.add_argument(
        "--languages",
        type=names,
        default=(),
        metavar="A,B",
        help="tell these languages apart and no others",
    )
    parser.add_argument(
        "--model", type=Path, metavar="DIR", help="read with this model, not the one that ships"
    )


def add_output(parser: argparse.ArgumentParser) -> None:
    """What does a run of `check` or `audit` say, and with what exit code?"""
    parser.add_argument("--warn-only", action="store_true", help="exit with 0 despite violations")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="name each file that is not judged, and why"
    )


def add_format(parser: argparse.ArgumentParser) -> None:
    """How do `detect` and `claim` print their answers?"""
    parser.add_argument("--format", dest="output_format", choices=("text", "jsonl"), default="text")


def names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())
