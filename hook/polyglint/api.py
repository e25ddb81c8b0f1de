"""The interface for other programs: detect the language of a text, check files.

Both are what the commands of these names do. They start no process of git in a repository that
could run something of it, and raise `FatalError` where a command would exit with 2.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

from polyglint.checker.checker import EVERY, SPREAD, STRICT
from polyglint.checker.readable import open_reader
from polyglint.engine.check import Check
from polyglint.engine.options import RunOptions
from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.results import NotJudged, Result, Run, Unreadable, Verdict, Violation
from polyglint.sources.decode import SIZE_LIMIT, decode
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from polyglint.checker import verdict
    from polyglint.model.reader import Reader
else:
    verdict = lazy_import("polyglint.checker.verdict")

__all__ = [
    "FatalError",
    "NotJudged",
    "Result",
    "Run",
    "RunOptions",
    "Unreadable",
    "Verdict",
    "Violation",
    "check",
    "detect",
]
DEFAULT = RunOptions()
READERS = 4  # that stay loaded, by languages and model


def detect(
    text: str | bytes, *, languages: Sequence[str] = (), model: Path | None = None
) -> Verdict | NotJudged:
    """Return the language that a text reads as, by its content alone.

    Args:
        text: what a file holds; of bytes the encoding is found out. The first MiB is read.
        languages: the only ones to tell apart; none for all.
        model: directory of a model other than the one that ships. Models stay loaded, for one
            thread at a time; others wait.

    Returns:
        The verdict, whose language is None where it is unsure; or why there is none, as for
        binary content.

    Raises:
        FatalError: the model does not know a language, or cannot be read.
    """
    with _turn.lock:
        return detect_with(_reader(tuple(languages), model), text)


def detect_with(reader: Reader, text: str | bytes) -> Verdict | NotJudged:
    """`detect` with a reader that is open already."""
    source = decode(text[:SIZE_LIMIT]) if isinstance(text, bytes) else text[:SIZE_LIMIT]
    if isinstance(source, NotJudged):
        return source
    if not source.strip():
        return NotJudged("empty")
    return verdict.of_text(reader.read(source), source)


class _Turn:
    """Whose turn it is: two threads would write into the same memory of a model."""

    def __init__(self) -> None:
        self.renew()
        if hasattr(os, "register_at_fork"):  # the thread that has it stays behind
            os.register_at_fork(after_in_child=self.renew)

    def renew(self) -> None:
        self.lock = Lock()


_turn = _Turn()


@lru_cache(READERS)
def _reader(languages: tuple[str, ...], model: Path | None) -> Reader:
    return open_reader(languages, model)


def check(
    paths: Iterable[str | os.PathLike[str]] = (".",),
    *,
    revision: str | None = None,
    options: RunOptions = DEFAULT,
) -> Run:
    """Check files, and the files below directories, under the settings of their repositories.

    Args:
        paths: files as they are on the disk, and directories for all that git tracks below.
        revision: read the directories as this revision has them.
        options: how files are checked.

    Returns:
        A result for each file; `Run.violations` are what a command would report, and
        `Run.unreadable` the files that could not be read.

    Raises:
        FatalError: a path, a setting or the model is wrong.
    """
    checked = Check(options)
    checked.add_named([os.fspath(path) for path in paths], revision)
    depth = STRICT if options.strict else EVERY if options.exhaustive else SPREAD
    return checked.run(depth, Path.cwd())
