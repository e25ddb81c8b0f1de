"""Options that stand for keys of the configuration, of which they have the last word."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

OPTIONS = "options"  # holds those that are given, by the field that each sets


class _Set(argparse.Action):
    """Put a value among the options, or its constant; patterns and codes add up."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        given = dict(getattr(namespace, OPTIONS))
        if self.nargs == 0:
            given[self.dest] = self.const
        elif self.metavar in ("PATTERN", "CODES"):
            given[self.dest] = [*given.get(self.dest, ()), *_listed(self.metavar, values)]
        else:
            given[self.dest] = values
        setattr(namespace, OPTIONS, given)


def _listed(metavar: str, values: Any) -> list[str]:
    """A pattern may hold a comma; codes may stand side by side."""
    return [values] if metavar == "PATTERN" else [code for code in values.split(",") if code]


def add_config(parser: argparse.ArgumentParser) -> None:
    """Where do settings come from?"""
    parser.set_defaults(**{OPTIONS: {}})
    group = parser.add_argument_group("configuration")
    either = group.add_mutually_exclusive_group()
    either.add_argument(
        "--config",
        action=_Set,
        metavar="FILE",
        default=argparse.SUPPRESS,
        help="read settings from there, not from .polyglint.toml or pyproject.toml",
    )
    _flag(either, "--no-config", "no_config", True, "read no configuration file")


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Which files are judged, and which violations count?"""
    files = parser.add_argument_group("choice of files")
    _value(files, "--exclude", "PATTERN", "leave these out, as .gitignore would; may be repeated")
    _value(files, "--include", "PATTERN", "judge these and no others; may be repeated")
    _flag(
        files,
        "--no-force-exclude",
        "force_exclude",
        False,
        "judge files that are named even if they are excluded",
    )
    violations = parser.add_argument_group("choice of violations")
    _value(violations, "--select", "CODES", "count these and no others: PG1 stands for PG101…")
    _value(violations, "--ignore", "CODES", "do not count these")
    _value(violations, "--min-score", "SCORE", "count verdicts from this score up (0 to 1)", score)
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


def _value(
    group: argparse._ActionsContainer,
    option: str,
    metavar: str,
    summary: str,
    kind: Callable[[str], Any] = str,
) -> None:
    group.add_argument(
        option, action=_Set, metavar=metavar, type=kind, default=argparse.SUPPRESS, help=summary
    )


def _flag(
    group: argparse._ActionsContainer, option: str, field: str, value: bool, summary: str
) -> None:
    group.add_argument(
        option,
        action=_Set,
        dest=field,
        nargs=0,
        const=value,
        default=argparse.SUPPRESS,
        help=summary,
    )
