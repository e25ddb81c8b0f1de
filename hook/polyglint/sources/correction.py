"""Files of a work tree corrected: shown line by line, written only over what was read of them."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.escaping import printable
from polyglint.filesystem.atomic import replacement
from polyglint.sources.decode import SIZE_LIMIT
from polyglint.sources.worktree import File

HEADER_LINES = 2  # of a patch, which name the file


def untouchable(file: File, root: Path, content: bytes) -> str | None:
    """Why a file is not to be written, if so.

    Args:
        root: of its repository.
        content: that was read of it.
    """
    if Path(file.path).parent.resolve() != (root.resolve() / file.place).parent:
        return "beyond a symbolic link"
    if not _is_on_disk(Path(file.path), content):
        return "the work tree has other content"
    return "too large" if len(content) >= SIZE_LIMIT else None


def leave(file: File, why: str) -> None:
    """Say that a file stays as it is."""
    print(printable(f"polyglint: {file.path}: left as it is: {why}"), file=sys.stderr)


def show(path: str, before: str, after: str) -> None:
    """Print the lines that change, as a patch; its own two lines on the file stay as they are."""
    old, new = before.split("\n"), after.split("\n")
    for number, line in enumerate(difflib.unified_diff(old, new, lineterm="")):
        print(f"{line.strip()} {printable(path)}" if number < HEADER_LINES else printable(line))


def replace(path: Path, expected: bytes, new: bytes) -> None:
    """Put a new content in a file's place, whole or not at all, and only over the one expected."""
    if not _is_on_disk(path, expected):
        raise FatalError(f"{path}: changed while it was being corrected; run again")
    with replacement(path) as temporary:
        temporary.write_bytes(new)


def _is_on_disk(path: Path, content: bytes) -> bool:
    """Whether a file is what was read of it: the index may hold something else."""
    try:
        return not path.is_symlink() and path.read_bytes() == content
    except OSError:
        return False
