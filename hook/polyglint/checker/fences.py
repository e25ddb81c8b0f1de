"""Markdown fences removed from around code, where nothing else is left over with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from polyglint.budget import SECONDS, fault, time_limit
from polyglint.checker.claimed_text import Decoded, Draft, PathContext, draft_of
from polyglint.checker.file_result import with_path
from polyglint.checker.leftovers import MARKS, leftover
from polyglint.checker.unmistakable import accepts
from polyglint.codes import LEFTOVER
from polyglint.errors import FatalError
from polyglint.linguist.claim import claim
from polyglint.linguist.languages import Claim
from polyglint.results import Judgement, NotJudged, Result
from polyglint.sources.correction import leave, replace, show, untouchable
from polyglint.sources.decode import text_of
from polyglint.sources.fingerprint import fingerprint
from polyglint.sources.worktree import File
from polyglint.typed import TypeVar

T = TypeVar("T")
BYTES_OF_MARKS = tuple(mark.encode() for mark in MARKS)


def remove_fences(file: File, content: bytes | NotJudged, diff: bool = False) -> bytes | None:
    """Remove the fences in a file of a work tree, and return its new content if it had some.

    Args:
        content: that was read of it.
        diff: show what would change, and change nothing.
    """
    if file.root is None or isinstance(content, NotJudged):
        return None
    if not any(mark in content for mark in BYTES_OF_MARKS):
        return None
    lines = _asked(file, partial(fence_lines, content, file))
    if not lines:
        return None
    why = untouchable(file, file.root, content)
    if why is not None:
        leave(file, why)
        return None
    kept = enumerate(content.splitlines(keepends=True), start=1)
    after = b"".join(line for number, line in kept if number not in lines)
    show(file.path, content.decode(), after.decode())
    if not diff:
        replace(Path(file.path), content, after)
    return after


def remaining_leftovers(file: File, content: bytes | NotJudged) -> Result | None:
    """The result with the leftovers (PG103) of a file of a work tree, if it has any."""
    found = _asked(file, partial(_leftovers, file, content)) if file.root is not None else None
    return with_path(found, file) if found is not None else None


def _asked(file: File, ask: Callable[[], T]) -> T | None:
    """An answer about one file; None where it takes too long or fails, which ends no run."""
    try:
        with time_limit(SECONDS):
            return ask()
    except FatalError:
        raise
    except Exception as error:
        leave(file, fault(error))
        return None


def _leftovers(file: File, content: bytes | NotJudged) -> Judgement | None:
    draft = draft_of(Decoded(content), PathContext.of(file))
    found = draft.unmistakable if isinstance(draft, Draft) else None
    if not isinstance(draft, Draft) or found is None or found.code != LEFTOVER:
        return None
    finding = found._replace(fingerprint=fingerprint(draft.text))
    return Judgement(draft.claimed.languages, draft.claimed.source, findings=(finding,))


def fence_lines(content: bytes, file: File) -> tuple[int, ...]:
    """The numbers of the lines that are fences around all of a file's code, from 1."""
    text = text_of(content)
    try:
        if isinstance(text, NotJudged) or content.decode() != text:
            return ()  # not UTF-8, or with a mark before it
    except UnicodeDecodeError:
        return ()
    claimed = claim(file.place, text, file.attributes)
    if not isinstance(claimed, Claim):
        return ()
    names = claimed.allowed
    found = leftover(text, names, lambda part: accepts(part, names))
    return found.lines if found is not None and found.is_fences else ()
