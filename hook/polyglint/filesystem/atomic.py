"""A file put in another's place, whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from polyglint.filesystem.links import followed
from polyglint.filesystem.special import is_special

SYSTEM = tuple(Path(name) for name in ("/dev", "/proc"))  # whose links are no repository's


def replace_lines(path: Path, lines: Iterable[str]) -> None:
    """Put lines in a file's place; whoever reads it finds the old content or all of the new.

    A link is replaced, not followed: a repository may hold one. A pipe or a device is written to
    as it is, also by a link of the system's such as /dev/stdout. Raises OSError, also where links
    of a repository lead to another directory than the one named, or into ``.git``.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - keeps links
    path = _real_directory(path) / path.name
    if _is_systems(path) if path.is_symlink() else is_special(path):
        _write_lines(path, lines)
        return
    with replacement(path) as temporary:
        _write_lines(temporary, lines)


@contextlib.contextmanager
def replacement(path: Path) -> Iterator[Path]:
    """Give an empty file beside a path to write to; at the end of the block it takes its place.

    It has the permissions of the file that it replaces, and nobody reads it before that. Where the
    block raises, what was written is removed and the old file stays. The suffix is that of `path`.
    """
    temporary = path.with_name(f".polyglint-{secrets.token_hex(8)}{path.suffix}")
    mode = path.stat().st_mode & 0o777 if path.is_file() else None
    temporary.touch(0o666 if mode is None else 0o600, exist_ok=False)
    try:
        yield temporary
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{line}\n" for line in lines)


def _is_systems(link: Path) -> bool:
    return any(link.is_relative_to(directory) for directory in SYSTEM)


def _real_directory(path: Path) -> Path:
    """The directory of an absolute path, where no link of a repository is among its parts."""
    directory = Path(path.anchor)
    for part in path.parent.parts[1:]:
        inside = directory / part
        if inside.is_symlink() and _may_be_scanned(directory):
            words = f"{inside} is a link that a repository may hold; name where it leads"
            raise OSError(errno.ELOOP, words)
        directory = followed(inside)
    if any(part.lower() == ".git" for part in directory.parts):
        raise OSError(errno.EPERM, f"{directory} is git's own")
    return directory


def _may_be_scanned(directory: Path) -> bool:
    here = Path.cwd()
    is_below = here != Path(here.anchor) and directory.is_relative_to(here)
    return is_below or any((around / ".git").exists() for around in (directory, *directory.parents))
