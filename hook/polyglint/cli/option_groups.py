"""Options that several commands share, a group for each question that they answer."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from polyglint.report.options import STANDARD_OUTPUT, STATISTICS
from polyglint.report.output import FORMATS


def add_list(parser: argparse.ArgumentParser) -> None:
    """Which files are there beside those named?"""
    parser.add_argument(
        "--files-from",
        metavar="LIST",
        help="a file of paths, one per line or NUL-separated; - is standard input",
    )


def add_judging(parser: argparse.ArgumentParser) -> None:
    """How is a text read?"""
    parser.add_argument(
        "--languages",
        type=names,
        default=(),
        metavar="A,B",
        help="detect only these languages",
    )
    parser.add_argument(
        "--model", type=Path, metavar="DIR", help="read with this model, not the one that ships"
    )


def add_depth(parser: argparse.ArgumentParser) -> None:
    """How much of a text is read?"""
    parser.add_argument(
        "--exhaustive",
        action="store_true",
        help="read a window at every line, however long the file; many times slower",
    )


def add_running(parser: argparse.ArgumentParser) -> None:
    """How is a run of `check` or `audit` carried out? None of it changes an answer."""
    parser.add_argument(
        "--jobs",
        type=count,
        metavar="N",
        help="processes that read files (default: one for each CPU)",
    )
    parser.add_argument(
        "--no-cache",
        dest="cache",
        action="store_false",
        help="neither use nor keep cached results",
    )


def add_engine(parser: argparse.ArgumentParser) -> None:
    """What carries a run of `audit` out over many repositories?"""
    group = parser.add_argument_group("many repositories")
    group.add_argument(
        "--engine",
        choices=("local", "ray"),
        default="local",
        help="this machine, or Ray: a local one, or a cluster (default: %(default)s)",
    )
    group.add_argument(
        "--repos",
        metavar="LIST",
        help="a file of paths, bundles and URLs, one per line, or a table: .parquet, .jsonl",
    )
    group.add_argument(
        "--results", metavar="DIR", help="where the tables go; a run that died goes on from there"
    )
    group.add_argument(
        "--address", metavar="HOST:PORT", help="the head of a Ray cluster; auto: the one around"
    )
    group.add_argument(
        "--findings-only",
        action="store_true",
        help="report violations only; skip per-file detection (much faster)",
    )
    group.add_argument(
        "--columns",
        metavar="NAMES",
        help="of a table: repository=NAME,path=NAME,content=NAME, where they are called otherwise",
    )


def count(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, got {value!r}")
    return int(value)


def add_output(parser: argparse.ArgumentParser) -> None:
    """What does a run of `check` or `audit` say beside its report?"""
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "-v", "--verbose", action="store_true", help="say of each file that is not flagged why"
    )
    either.add_argument(
        "-q", "--quiet", action="store_true", help="print the report alone, without a summary"
    )


def add_report(parser: argparse.ArgumentParser) -> None:
    """In what form does a run of `check` or `audit` say it, and where?"""
    group = parser.add_argument_group("report")
    group.add_argument(
        "--format",
        dest="output_format",
        choices=tuple(FORMATS),
        default="text",
        metavar="FORM",
        help=f"form of the report: {', '.join(FORMATS)} (default: %(default)s)",
    )
    group.add_argument(
        "--output",
        type=_writable,
        default=STANDARD_OUTPUT,
        metavar="FILE",
        help="write the report there, whole or not at all; - is standard output (default)",
    )
    group.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour text: on a terminal, unless NO_COLOR or FORCE_COLOR is set (default: auto)",
    )


KINDS = tuple([kind] for kind in STATISTICS)


def add_statistics(parser: argparse.ArgumentParser, kinds: tuple[str, ...]) -> None:
    """What is counted in place of a report of each finding?"""
    parser.add_argument(
        "--statistics",
        nargs="?",
        const=kinds[0],
        choices=kinds,
        metavar="KIND",
        help=f"print counts in place of each finding: {' or '.join(kinds)} (default: {kinds[0]})",
    )


def with_kind(argv: Sequence[str]) -> list[str]:
    """The arguments with a kind for each `--statistics` that has none.

    argparse would take any word behind an option whose value may be left out, even a path.
    """
    end = argv.index("--") if "--" in argv else len(argv)
    return [
        f"--statistics={STATISTICS[0]}"
        if word == "--statistics" and index < end and argv[index + 1 : index + 2] not in KINDS
        else word
        for index, word in enumerate(argv)
    ]


def _writable(value: str) -> str:
    """A file that can be made: before a long run, not after it."""
    path = Path(value)
    if value != STANDARD_OUTPUT and (not value or path.is_dir() or not path.parent.is_dir()):
        problem = "a directory" if path.is_dir() else "not in a directory that exists"
        raise argparse.ArgumentTypeError(f"{value!r} is {problem}; name a file")
    return value


def add_format(parser: argparse.ArgumentParser) -> None:
    """How do `detect` and `claim` print their answers?"""
    parser.add_argument(
        "--format",
        dest="output_format",
        choices=("text", "json", "jsonl"),
        default="text",
        help="lines for people, one JSON document, or one object a line (default: %(default)s)",
    )


def names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())
