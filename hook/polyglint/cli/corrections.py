"""Files of work trees corrected, each read once: lines of settings files, and Markdown fences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from polyglint.checker.fences import remove_fences
from polyglint.errors import UnreadableFileError
from polyglint.gitattributes.fix import correct_settings
from polyglint.results import NotJudged
from polyglint.sources.worktree import File
from polyglint.typed import NamedTuple


class Corrected(NamedTuple):
    """A file after its correction, if it had anything to correct."""

    file: File
    content: bytes | NotJudged
    has_changed: bool
    had_fences: bool


def corrected_files(
    files: Iterable[File], unreadable: list[object], unsafe: bool = False, diff: bool = False
) -> Iterator[Corrected]:
    """Correct one file after the other.

    Args:
        unreadable: where those that cannot be read are named.
        unsafe: make corrections too that somebody may have meant otherwise.
        diff: show what would change, and change nothing.
    """
    for file in files:
        try:
            content = file.content()
        except UnreadableFileError as error:
            unreadable.append(error)
            continue
        settings = correct_settings(file, content, unsafe, diff)
        if settings is not None and not diff:
            content = settings
        code = remove_fences(file, content, diff)
        if code is not None and not diff:
            content = code
        has_changed = settings is not None or code is not None
        yield Corrected(file, content, has_changed, code is not None)
