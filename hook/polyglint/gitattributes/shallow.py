"""Patterns such as ``dir/*``, which reach the files of a directory, and none further down."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from polyglint.codes import DIRECTORY
from polyglint.gitattributes.matching import Match
from polyglint.gitattributes.parse import AttributesLine
from polyglint.gitattributes.rules import Problem

SHALLOW, DEEP = "/*", "/**"
Pair = tuple[
    tuple[str, AttributesLine], "Collection[str] | None"
]  # a file, a line of it, what it matches


def shallow(pairs: Sequence[Pair], match: Match) -> Iterator[tuple[str, Problem]]:
    """Yield PG206 for lines whose attributes files further down lack, which no other line gives.

    Args:
        pairs: a file and a line of it, and what the line's pattern matches, None if unknown.
    """
    found = [(where, paths) for where, paths in pairs if paths and _is_shallow(where[1])]
    deep = match([(_directory(path), _deep(line)) for (path, line), _ in found])
    for ((path, line), paths), below in zip(found, deep, strict=True):
        missed = {*(below or ())}.difference(paths or (), *_given(line, pairs))
        if missed:
            yield path, _problem(line, min(missed))


def _is_shallow(line: AttributesLine) -> bool:
    bare = line.pattern.strip('"')
    return bare.endswith(SHALLOW) and bare != SHALLOW and not line.is_macro


def _deep(line: AttributesLine) -> str:
    """The pattern for all that is below."""
    end = '"' if line.pattern.endswith('"') else ""
    return line.pattern.removesuffix(end).removesuffix(SHALLOW) + DEEP + end


def _given(line: AttributesLine, pairs: Sequence[Pair]) -> Iterator[Collection[str]]:
    """What other lines match that say something about the same attributes."""
    own = {attribute.name for attribute in line.ours}
    for (_, other), paths in pairs:
        if other is not line and paths and not own.isdisjoint(a.name for a in other.ours):
            yield paths


def _problem(line: AttributesLine, missed: str) -> Problem:
    deep = _deep(line)
    words = f"{line.pattern} reaches no subdirectory: {missed} gets no attributes from it"
    corrected = line.text.replace(line.pattern, deep, 1)
    return Problem(DIRECTORY, line.number, 1, words, corrected)


def _directory(path: str) -> str:
    """The directory of a path, with a ``/`` at its end, or nothing for the root."""
    directory, slash, _ = path.rpartition("/")
    return directory + slash
