"""Regular files of a disk, opened so that no link on the way is followed.

A repository chooses its paths, and whoever else writes there may put a link in a directory's place
between two looks. So each directory is opened from the one that holds it.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from polyglint.results import NotJudged
from polyglint.typed import NamedTuple

# The first MiB decides: a language shows long before its end, and a data file of a gigabyte
# must not fill the memory of a commit.
SIZE_LIMIT = 1 << 20
HAS_DESCRIPTORS = os.open in os.supports_dir_fd  # of directories; Windows has none
BEYOND_LINK = NotJudged("beyond a symbolic link")
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
DIRECTORY = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_PATH", os.O_RDONLY)
FILE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | NO_FOLLOW


class State(NamedTuple):
    """What changes whenever a regular file does; a program may set one time back, but not both."""

    device: int
    inode: int
    size: int  # in bytes
    modified: int  # in nanoseconds, as the next
    changed: int

    @classmethod
    def of(cls, found: os.stat_result) -> State:
        times = found.st_mtime_ns, found.st_ctime_ns
        return cls(found.st_dev, found.st_ino, found.st_size, *times)


class Opened(NamedTuple):
    """The start of a file, and the state of the very file that it was read from."""

    content: bytes
    state: State


def read_below(directory: str, path: str) -> Opened | NotJudged:
    """Return the first `SIZE_LIMIT` bytes of a regular file; opens nothing that blocks or acts.

    Args:
        directory: absolute, where the way begins; links that lead to it are followed.
        path: of the file in it, parts separated by ``/``.

    Raises:
        OSError: there is no such file, or it may not be read.
    """
    *parents, name = path.split("/")
    try:
        with _opened_directory(directory, parents) as base:
            return _read(base, name, Path(directory, path))
    except OSError as error:
        if beyond_link(directory, path):
            return BEYOND_LINK
        if error.filename:  # of one part; people know the path
            error.filename = str(Path(directory, path))
        raise


def beyond_link(directory: str, path: str) -> bool:
    """Whether one of the directories of a path is a link."""
    part = Path(directory)
    return any((part := part / name).is_symlink() for name in path.split("/")[:-1])


@contextmanager
def _opened_directory(directory: str, parents: list[str]) -> Iterator[int | None]:
    """Open a directory below another; None on systems that know no descriptors of directories."""
    if not HAS_DESCRIPTORS:
        if beyond_link(directory, "/".join([*parents, ""])):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        yield None
        return
    descriptor = os.open(directory, DIRECTORY)
    try:
        for name in parents:
            inner = os.open(name, DIRECTORY | NO_FOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)


def _read(base: int | None, name: str, path: Path) -> Opened | NotJudged:
    where = str(path) if base is None else name
    mode = os.stat(where, dir_fd=base, follow_symlinks=False).st_mode
    if not stat.S_ISREG(mode):
        return NotJudged(kind_of(path, mode))
    # The file may be swapped for a FIFO or a link between the question and the opening.
    descriptor = os.open(where, FILE, dir_fd=base)
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            return NotJudged("not a regular file")
        return Opened(file.read(SIZE_LIMIT), State.of(found))


def kind_of(path: Path, mode: int) -> str:
    """Name what a path holds that is not a regular file."""
    if stat.S_ISLNK(mode):
        return "symbolic link"
    if stat.S_ISDIR(mode):
        return "submodule" if (path / ".git").exists() else "directory"
    return "not a regular file"
