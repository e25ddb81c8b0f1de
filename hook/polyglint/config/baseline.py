"""Violations that are known, so that a run fails for new ones alone.

A file of one JSON object a line, sorted, so that branches merge. The path is the one inside the
repository; the fingerprint is of the text, whatever line it is on: an edited file is judged anew.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.filesystem.atomic import replace_lines
from polyglint.filesystem.named_file import read_given
from polyglint.results import Result, Violation
from polyglint.typed import Any, NamedTuple

HEADER = {"polyglint-baseline": 1}  # the version of the format
SIZE_LIMIT = 16 << 20  # a hundred thousand violations
LINE_LIMIT = 1 << 16  # bytes; JSON takes forty times its size in memory


class BaselineEntry(NamedTuple):
    """A violation as a baseline knows it."""

    path: str
    code: str
    claim: tuple[str, ...]
    fingerprint: str


def entry_of(place: str, violation: Violation) -> BaselineEntry:
    return BaselineEntry(place, violation.code, violation.claimed, violation.fingerprint)


class Baseline:
    """The entries of a file; each excuses one violation, and the rest are stale."""

    def __init__(self, entries: Iterable[BaselineEntry] = ()) -> None:
        self._left = Counter(entries)

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a file.

        Raises:
            FatalError: it cannot be read or is no baseline.
        """
        content = read_given(path, SIZE_LIMIT, "baseline")
        if len(content) > SIZE_LIMIT:
            raise FatalError(f"baseline: {path} is larger than {SIZE_LIMIT >> 20} MiB")
        return cls(entries_of(str(path), content))

    def split(self, result: Result) -> Result:
        """The result with the violations that the baseline knows apart from the others."""
        if not result.violations:
            return result
        new, known = [], []
        for violation in result.violations:
            entry = entry_of(result.place, violation)
            if self._left[entry] > 0:
                self._left[entry] -= 1
                known.append(violation)
            else:
                new.append(violation)
        return result._replace(violations=tuple(new), baselined=tuple(known))

    def stale(self, covers: Callable[[str], bool]) -> list[BaselineEntry]:
        """The entries left that no violation of a run was, sorted.

        Args:
            covers: whether a run was to judge a path, be it there or not.
        """
        return sorted(entry for entry in self._left.elements() if covers(entry.path))


def write(path: Path, entries: Iterable[BaselineEntry]) -> None:
    """Put a baseline in a file's place, whole or not at all; a link there is replaced."""
    lines = [json.dumps(HEADER), *(json.dumps(entry._asdict()) for entry in sorted(entries))]
    try:
        replace_lines(path, lines)
    except OSError as error:
        problem = error.strerror or error
        raise FatalError(f"--write-baseline: cannot write {path}: {problem}") from error


def entries_of(path: str, content: bytes) -> list[BaselineEntry]:
    """The entries that a file holds.

    Raises:
        FatalError: it is no baseline.
    """
    lines = io.BytesIO(content)
    if _json(lines.readline()) != HEADER:
        raise FatalError(f"{path}: no baseline of this version; make one by --write-baseline")
    found = []
    for number, line in enumerate(lines, start=2):
        if line.isspace():
            continue
        entry = _entry(_json(line))
        if entry is None:
            raise FatalError(f"{path}:{number}: no entry of a baseline; remove the line")
        found.append(entry)
    return found


def _entry(value: Any) -> BaselineEntry | None:
    if not isinstance(value, dict) or value.keys() != set(BaselineEntry._fields):
        return None
    claim = value["claim"]
    if not isinstance(claim, list):
        return None
    texts = [value["path"], value["code"], value["fingerprint"], *claim]
    if not all(isinstance(text, str) for text in texts):
        return None
    return BaselineEntry(**{**value, "claim": tuple(claim)})


def _json(line: bytes) -> Any:
    if len(line) > LINE_LIMIT:
        return None
    try:
        return json.loads(line)
    except (ValueError, RecursionError):  # of JSON or of UTF-8
        return None
