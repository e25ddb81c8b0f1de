"""The files that git reads attributes from: none may be one that it would wait for, or never end.

Git opens whatever stands at such a place, be it a pipe or a device.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.filesystem.special import is_special, read_regular
from polyglint.lazy import lazy_pattern

GITATTRIBUTES = ".gitattributes"
# Settings without these words name no file or tree of attributes, nor other settings that do.
NAMING = (b"attributesfile", b"include", b"worktreeconfig", b"[attr")
MAX_SETTINGS = 1 << 16  # bytes; of larger ones, git is asked
NAMED = lazy_pattern(r'attributesfile[ \t]*=[ \t]*"?([^"#;\r\n\0]+)', re.IGNORECASE)


def check_files(files: Iterable[Path]) -> None:
    """Raise FatalError for one that is neither a regular file nor missing."""
    for file in files:
        if is_special(file):
            raise FatalError(f"{file}: not a regular file, and git would wait for it; remove it")


def may_name_attributes(settings: Path) -> bool:
    """Whether a file of settings may name what git reads attributes from."""
    content = read_regular(settings, MAX_SETTINGS)
    return content is None or any(word in content.lower() for word in NAMING)


def personal_file(name: str) -> str:
    """Where git looks for a file of a person's own, "" where there is no home."""
    home, settings = os.environ.get("HOME"), os.environ.get("XDG_CONFIG_HOME")
    return f"{settings or f'{home}/.config'}/git/{name}" if settings or home else ""


def personal_settings() -> list[str]:
    """Where a person's own settings may be."""
    home, told = os.environ.get("HOME"), os.environ.get("GIT_CONFIG_GLOBAL")
    usual = [personal_file("config"), f"{home}/.gitconfig" if home else ""]
    return usual if told is None else [told]


def personal_attributes() -> Iterator[str]:
    """Yield paths that a person's own attributes may have, as far as that shows without git.

    To ask git at each commit would take longer. It has the last word: a comment may name a file.
    What is named in other settings, which these include, is not seen.
    """
    for settings in personal_settings():
        content = read_regular(Path(settings), MAX_SETTINGS) or b""
        if NAMING[0] not in content.lower():
            continue
        for name in NAMED.findall(os.fsdecode(content)):
            yield os.path.expanduser(name.strip())  # noqa: PTH111 - Path fails without a home
    yield personal_file("attributes")


def directories_of(paths: Iterable[str]) -> set[str]:
    """The directories that hold paths, and those above them, "" for the topmost."""
    found = {""}
    for path in paths:
        directory = path.rpartition("/")[0]
        while directory not in found:
            found.add(directory)
            directory = directory.rpartition("/")[0]
    return found
