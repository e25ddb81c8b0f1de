"""Texts that were flagged, or might be, though they are what their names say.

Run as ``python -m tests.reference.alarms FILE --path PATH --kind KIND [--lines 10-40]`` to add one.
"""

import argparse
import os
import sys
from csv import DictReader, DictWriter
from pathlib import Path
from typing import NamedTuple

from polyglint.checker.checker import Judge
from polyglint.errors import FatalError
from polyglint.sources.decode import SIZE_LIMIT, decode
from polyglint.sources.worktree import File

DIRECTORY = Path(__file__).parent / "false_alarms"
TABLE = DIRECTORY / "false_alarms.tsv"


class FalseAlarm(NamedTuple):
    """A row of the table."""

    text: str  # name of the file beside the table, without .txt
    path: str  # as it was named
    claims: str
    kind: str  # what about the text misleads
    open: str  # what it still reads as, where the shipped model flags it; else nothing


def read_table(table=TABLE):
    with table.open(encoding="utf-8", newline="") as stream:
        return [FalseAlarm(**row) for row in DictReader(stream, delimiter="\t")]


def write_table(rows, table=TABLE):
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = DictWriter(stream, FalseAlarm._fields, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(row._asdict() for row in sorted(rows))


def text_file(name, directory=DIRECTORY):
    """Under .txt, which may hold anything, no tool takes a text for a source of this project."""
    return directory / f"{name}.txt"


def judged(judge, path, content):
    """What the hook says of a file of that name with that content."""
    return judge.judge(File(path, path, {}, lambda: content))


def read_as(result):
    """The languages that a result objects with, or its codes; nothing where it does not."""
    return ", ".join(violation.language or violation.code for violation in result.violations)


def excerpt(content, lines):
    """Some lines of a text, both ends included; all of them where `lines` is None."""
    text = decode(content[:SIZE_LIMIT])
    if not isinstance(text, str):
        raise FatalError(f"not a text: {text.reason}")
    if lines is None:
        return text
    first, _, last = lines.partition("-")
    if not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last)):
        raise FatalError(f"--lines {lines}: two numbers expected, such as 10-40")
    return "".join(text.splitlines(keepends=True)[int(first) - 1 : int(last)])


def add(judge, name, path, kind, text, table=TABLE):
    """Keep a text and write its row; returns the row."""
    target = text_file(name, table.parent)
    if target.exists():
        raise FatalError(f"{target}: exists; choose another --name")
    result = judged(judge, path, text.encode())
    if result.not_judged is not None:
        raise FatalError(f"{path}: never flagged: {result.not_judged.reason}")
    row = FalseAlarm(name, path, ", ".join(result.claimed), kind, read_as(result))
    target.write_text(text, "utf-8", newline="\n")
    write_table([*read_table(table), row], table)
    return row


def parser():
    parser = argparse.ArgumentParser("python -m tests.reference.alarms", description=__doc__)
    parser.add_argument("file", type=Path, help="the text that was flagged")
    parser.add_argument("--path", required=True, help="its path where it was flagged")
    parser.add_argument("--kind", required=True, help="what about it misleads")
    parser.add_argument("--lines", help="keep these alone, such as 10-40")
    parser.add_argument("--name", help="of the text here (default: of the file)")
    return parser


def main(argv=None, table=TABLE):
    arguments = parser().parse_args(argv)
    try:
        text = excerpt(arguments.file.read_bytes(), arguments.lines)
        name = arguments.name or arguments.file.stem
        row = add(Judge(), name, arguments.path, arguments.kind, text, table)
    except (FatalError, OSError) as error:
        print(f"tests.reference.alarms: {error}", file=sys.stderr)
        return 2
    found = f"reads as {row.open}" if row.open else "not flagged"
    print(f"{os.path.relpath(text_file(name, table.parent))}: claims {row.claims}, {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
