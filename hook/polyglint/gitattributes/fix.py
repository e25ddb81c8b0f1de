"""Settings files written as they should be, line by line, and no byte of any other line changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from polyglint.git.attribute_files import GITATTRIBUTES
from polyglint.git.repository import Repository
from polyglint.gitattributes.lint import problems
from polyglint.gitattributes.matching import Match, matcher
from polyglint.gitattributes.rules import Problem
from polyglint.results import NotJudged
from polyglint.sources.correction import leave, replace, show, untouchable
from polyglint.sources.worktree import File

MAX_ROUNDS = 10  # a line with several problems is corrected for one at a time


def correct_settings(
    file: File, content: bytes | NotJudged, unsafe: bool = False, diff: bool = False
) -> bytes | None:
    """Correct a file if it is a .gitattributes, and return its new content if it has one.

    Args:
        content: that was read of it.
        unsafe: make corrections too that somebody may have meant otherwise.
        diff: show what would change, and change nothing.
    """
    root = file.root
    if root is None or file.place.rpartition("/")[2] != GITATTRIBUTES:
        return None
    why = content.reason if isinstance(content, NotJudged) else untouchable(file, root, content)
    repository = Repository.find(root)
    if isinstance(content, NotJudged) or why or repository is None:
        leave(file, why or "git has no work tree there")
        return None
    before = content.decode("utf-8", "surrogateescape")
    tracked = [entry.path for entry in repository.tracked()]
    after = corrected(file.place, before, tracked, matcher(repository, tracked), unsafe)
    if after == before:
        return None
    show(file.path, before, after)
    new = after.encode("utf-8", "surrogateescape")
    if not diff:
        replace(Path(file.path), content, new)
    return new


def corrected(place: str, text: str, tracked: list[str], match: Match, unsafe: bool = False) -> str:
    """The text of a .gitattributes with its lines corrected; line ends stay as they are."""
    for _ in range(MAX_ROUNDS):
        found = problems({place: text}, tracked, match).problems[place]
        after = _with_lines(text, (p for p in found if p.safe or unsafe))
        if after == text:
            break
        text = after
    return text


def _with_lines(text: str, found: Iterable[Problem]) -> str:
    """The text with each line corrected for its first problem."""
    lines = text.split("\n")
    seen: set[int] = set()
    for problem in found:
        index = problem.line - 1
        if problem.corrected is not None and index not in seen:
            seen.add(index)
            end = "\r" if lines[index].endswith("\r") else ""
            lines[index] = problem.corrected.replace("\n", f"{end}\n") + end
    return "\n".join(lines)
