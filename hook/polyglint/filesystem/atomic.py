"""A file put in another's place, whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from polyglint.filesystem.links import followed
from polyglint.filesystem.special import is_special

SYSTEM = tuple(Path(name) for name in ("/dev", "/proc"))  # whose links are no repository's


def replace_lines(path: Path, lines: Iterable[str]) -> None:
    """Put lines in a file's place; whoever reads it finds the old content or all of the new.

    A link is replaced, not followed: a repository may hold one. A pipe or a device is written to
    as it is, also by a link of the system's such as /dev/stdout. Raises OSError, also where links
    of a repository lead to another folder than the one named, or into ``.git``.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - keeps links
    path = _real_folder(path) / path.name
    if _is_systems(path) if path.is_symlink() else is_special(path):
        write_lines(path, "w", lines)
        return
    temporary = path.parent / f".polyglint-{secrets.token_hex(8)}"
    try:
        write_lines(temporary, "x", lines)
        if path.is_file():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def write_lines(path: Path, mode: str, lines: Iterable[str]) -> None:
    with path.open(mode, encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{line}\n" for line in lines)


def _is_systems(link: Path) -> bool:
    return any(link.is_relative_to(folder) for folder in SYSTEM)


def _real_folder(path: Path) -> Path:
    """The folder of an absolute path, where no link of a repository is among its parts."""
    folder = Path(path.anchor)
    for part in path.parent.parts[1:]:
        inside = folder / part
        if inside.is_symlink() and _may_be_scanned(folder):
            words = f"{inside} is a link that a repository may hold; name where it leads"
            raise OSError(errno.ELOOP, words)
        folder = followed(inside)
    if any(part.lower() == ".git" for part in folder.parts):
        raise OSError(errno.EPERM, f"{folder} is git's own")
    return folder


def _may_be_scanned(folder: Path) -> bool:
    here = Path.cwd()
    is_below = here != Path(here.anchor) and folder.is_relative_to(here)
    return is_below or any((around / ".git").exists() for around in (folder, *folder.parents))
