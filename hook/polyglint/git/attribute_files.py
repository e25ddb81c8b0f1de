"""The files that git reads attributes from: none may be one that it would wait for, or never end.

Git opens whatever stands at such a place, be it a pipe or a device.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.filesystem.special import is_special, read_regular

GITATTRIBUTES = ".gitattributes"
# Settings without these words name no file of attributes, nor other settings that do.
NAMING = (b"attributesfile", b"include", b"worktreeconfig")
MAX_SETTINGS = 1 << 16  # bytes; of larger ones, git is asked


def check_files(files: Iterable[Path]) -> None:
    """Raise FatalError for one that is neither a regular file nor missing."""
    for file in files:
        if is_special(file):
            raise FatalError(f"{file}: not a regular file, and git would wait for it; remove it")


def may_name_attributes(settings: Path) -> bool:
    """Whether a repository's own settings may name a file that git reads attributes from."""
    content = read_regular(settings, MAX_SETTINGS)
    return content is None or any(word in content.lower() for word in NAMING)


def directories_of(paths: Iterable[str]) -> set[str]:
    """The directories that hold paths, and those above them, "" for the topmost."""
    found = {""}
    for path in paths:
        directory = path.rpartition("/")[0]
        while directory not in found:
            found.add(directory)
            directory = directory.rpartition("/")[0]
    return found
