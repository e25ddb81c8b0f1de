"""Options that stand for keys of the configuration, of which they have the last word."""

from __future__ import annotations

import argparse

from polyglint.cli.grouping import SETTING
from polyglint.typed import Any


def codes(value: str) -> list[str]:
    """Codes may stand side by side."""
    return [code for code in value.split(",") if code]


def add_config(parser: argparse.ArgumentParser) -> None:
    """Where do settings come from?"""
    parser.set_defaults(settings={})
    group = parser.add_argument_group("configuration")
    either = group.add_mutually_exclusive_group()
    words = "read settings from there, not from .polyglint.toml or pyproject.toml"
    _value(either, "--config", "FILE", words)
    _flag(either, "--no-config", "no_config", True, "read no configuration file")


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Which files are judged, and which violations count?"""
    files = parser.add_argument_group("choice of files")
    _patterns(files, "--exclude", "leave these out, as .gitignore would; may be repeated")
    _patterns(files, "--include", "judge these and no others; may be repeated")
    _flag(
        files,
        "--no-force-exclude",
        "force_exclude",
        False,
        "judge files that are named even if they are excluded",
    )
    violations = parser.add_argument_group("choice of violations")
    _codes(violations, "--select", "count these and no others: PG1 stands for PG101…")
    _codes(violations, "--ignore", "do not count these")
    _value(
        violations, "--min-score", "SCORE", "count verdicts from this score up (0 to 1)", type=score
    )
    _value(violations, "--baseline", "FILE", "leave out the violations that this file knows")
    _flag(violations, "--warn-only", "warn_only", True, "exit with 0 despite violations")


def add_baseline(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--write-baseline",
        metavar="FILE",
        help="make a baseline of all that is found, and exit with 0",
    )


def score(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a number from 0 to 1, got {value!r}") from None


def _patterns(group: argparse._ActionsContainer, option: str, summary: str) -> None:
    _value(group, option, "PATTERN", summary, action="append")  # one may hold a comma


def _codes(group: argparse._ActionsContainer, option: str, summary: str) -> None:
    _value(group, option, "CODES", summary, action="extend", type=codes)


def _value(
    group: argparse._ActionsContainer, option: str, metavar: str, summary: str, **how: Any
) -> None:
    name = SETTING + option.removeprefix("--").replace("-", "_")
    suppress = argparse.SUPPRESS
    group.add_argument(option, dest=name, metavar=metavar, default=suppress, help=summary, **how)


def _flag(
    group: argparse._ActionsContainer, option: str, field: str, value: bool, summary: str
) -> None:
    group.add_argument(
        option,
        action="store_const",
        dest=SETTING + field,
        const=value,
        default=argparse.SUPPRESS,
        help=summary,
    )
