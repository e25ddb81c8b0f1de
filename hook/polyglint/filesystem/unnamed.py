"""Files that have no name and are gone when they are closed."""

from __future__ import annotations

import contextlib
import os
import sys

from polyglint.lazy import lazy_import
from polyglint.typed import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import tempfile
else:
    tempfile = lazy_import("tempfile")

FLAGS = getattr(os, "MFD_CLOEXEC", 0) | getattr(os, "MFD_ALLOW_SEALING", 0)


def unnamed_file() -> BinaryIO:
    """A file to write and read, in memory where the system has such: to look for a place on a disk
    takes longer than most that is written there.
    """
    if hasattr(os, "memfd_create"):
        try:
            return os.fdopen(os.memfd_create("polyglint", FLAGS), "w+b")
        except OSError:  # the kernel, or whoever confines this process, has no such thing
            pass
    return tempfile.TemporaryFile()


def bounded_file(size: int) -> BinaryIO:
    """An `unnamed_file` for what another program says, of which only the beginning is read.

    One in memory takes `size` bytes and refuses what goes beyond, or whoever says enough fills the
    memory; what nobody wrote of them reads as NULs.
    """
    file = unnamed_file()
    if sys.platform == "linux":
        import fcntl

        file.truncate(size)
        with contextlib.suppress(OSError):  # on a disk it has no seals
            fcntl.fcntl(file.fileno(), fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW)
    return file
