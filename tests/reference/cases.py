"""Small repositories, each after a public bug report, and what the commands must say of them.

A case is a directory of `DIRECTORY`, a repository of its own; `TABLE` has a row for each file.
"""

import contextlib
import io
import json
import os
import shutil
from csv import DictReader
from pathlib import Path
from typing import NamedTuple

from polyglint.cli.run import main
from tests.repositories import git, new_repository

DIRECTORY = Path(__file__).parent / "cases"
TABLE = DIRECTORY.parent / "cases.tsv"
NOTHING = "-"
STORED_ATTRIBUTES = "_gitattributes"  # under its own name, it would bind this project's git


class Row(NamedTuple):
    """A file of a case."""

    case: str
    file: str  # its path in the repository
    expected: str  # the codes of its findings, or `NOTHING`
    open: str  # why they are not yet found, or nothing

    @property
    def codes(self):
        return () if self.expected == NOTHING else tuple(self.expected.split(","))


class Found(NamedTuple):
    """What the commands found in a case: codes by path."""

    audit: dict[str, tuple[str, ...]]  # of the repository as committed
    check: dict[str, tuple[str, ...]]  # as the hook runs it, of the index


def read_table(table=TABLE):
    with table.open(encoding="utf-8", newline="") as stream:
        return [Row(**row) for row in DictReader(stream, delimiter="\t")]


def stored(case, file):
    """Where a file of a case is kept."""
    path = DIRECTORY / case / file
    return path.with_name(STORED_ATTRIBUTES) if path.name == ".gitattributes" else path


def lay_out(case, directory):
    """Make a case a repository whose files are all staged."""
    new_repository(directory)
    git(directory, "config", "core.autocrlf", "false")
    for source in sorted(path for path in (DIRECTORY / case).rglob("*") if path.is_file()):
        target = directory / source.relative_to(DIRECTORY / case)
        if target.name == STORED_ATTRIBUTES:
            target = target.with_name(".gitattributes")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    git(directory, "add", "--all", "--force")
    return directory


def find(case, directory):
    """Run the hook and the audit on a case."""
    lay_out(case, directory)
    check = run(directory, "check", "--staged", "--format", "gitlab")
    git(directory, "commit", "--quiet", "--message", "Add all files")
    audit = run(directory, "audit", "--format", "json")
    return Found(
        _codes((r["path"], v["code"]) for r in audit["files"] for v in r["violations"]),
        _codes((entry["location"]["path"], entry["check_name"]) for entry in check),
    )


def run(directory, *arguments):
    """The report of a command in a repository.

    Raises:
        AssertionError: it failed.
    """
    out, err = io.StringIO(), io.StringIO()
    before = Path.cwd()
    os.chdir(directory)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*arguments, "--no-cache"])
    finally:
        os.chdir(before)
    assert code in (0, 1), err.getvalue()
    return json.loads(out.getvalue())


def _codes(pairs):
    found = {}
    for path, code in pairs:
        found.setdefault(path, set()).add(code)
    return {path: tuple(sorted(codes)) for path, codes in found.items()}
