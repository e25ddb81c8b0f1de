"""Whether a repository has no attributes at all, so that git need not be asked for any.

Git takes as long to start as a parser's answer, and most repositories set none. Only what is sure
counts: whoever may be told of attributes by other ways than these asks git.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.filesystem.special import read_regular
from polyglint.git import program
from polyglint.git.attribute_files import (
    GITATTRIBUTES,
    may_name_attributes,
    personal_file,
    personal_settings,
)

# Git of a Linux distribution has its machine's files in /etc; others may have them anywhere. Hooks
# find the program where git keeps its commands.
DISTRIBUTED = ("/usr/bin/git", "/usr/lib/git-core/git", "/usr/libexec/git-core/git")
PROGRAM = b"\x7fELF"  # how one begins that is no script around another
MACHINE_SETTINGS, MACHINE_ATTRIBUTES = Path("/etc/gitconfig"), Path("/etc/gitattributes")
# How variables begin that name settings or attributes, and those that are heard here or harmless.
TOLD = ("GIT_CONFIG", "GIT_ATTR")
HEARD = {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_ATTR_NOSYSTEM"}
MAX_INDEX = 1 << 24  # bytes; a larger one takes as long to read as git to start
WHOLE_NAMES = (b"DIRC\0\0\0\2", b"DIRC\0\0\0\3")  # of versions that leave no part of a name out
ELSEWHERE = (b"link\0", b"sdir\0")  # extensions of an index that lacks entries


def has_none(index: Path, settings: Path, files: Iterable[Path]) -> bool:
    """Whether it is sure that no path of a repository has attributes.

    Args:
        index: the repository's.
        settings: its own.
        files: where else attributes may stand, there or not.
    """
    personal = [personal_file("attributes"), *personal_settings()]
    return (
        is_distributed()
        and not any(name.startswith(TOLD) and name not in HEARD for name in os.environ)
        and all(map(os.path.isabs, personal))  # else git looks from elsewhere, or there is no home
        and not any(map(_may_be_there, [*files, MACHINE_ATTRIBUTES, Path(personal[0])]))
        and not any(map(_may_name, [MACHINE_SETTINGS, *map(Path, personal[1:])]))
        and not may_name_attributes(settings)
        and _lists_none(index)
    )


def is_distributed() -> bool:
    """Whether it is known where git looks for the machine's own files."""
    try:
        found = os.path.realpath(program.find())
        return sys.platform == "linux" and found in DISTRIBUTED and _begin(found) == PROGRAM
    except (FatalError, OSError):
        return False


def _begin(name: str) -> bytes:
    with open(name, "rb") as stream:  # noqa: PTH123 - a Path would be made for it
        return stream.read(len(PROGRAM))


def _may_be_there(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # such as a path too long to look at from here
        return True
    return True


def _may_name(settings: Path) -> bool:
    is_there = _may_be_there(settings) and str(settings) != os.devnull
    return is_there and may_name_attributes(settings)


def _lists_none(index: Path) -> bool:
    """Whether a whole index has no entry of that name; nor have others that it leads to."""
    content = read_regular(index, MAX_INDEX)
    if content is None or not content.startswith(WHOLE_NAMES):
        return False
    content = content.lower()
    return not any(word in content for word in (GITATTRIBUTES.encode(), *ELSEWHERE))
