"""Files that have no name and are gone when they are closed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO

from polyglint.lazy import lazy_import

if TYPE_CHECKING:
    import tempfile
else:
    tempfile = lazy_import("tempfile")


def unnamed_file() -> BinaryIO:
    """A file to write and read, in memory where the system has such: to look for a place on a disk
    takes longer than most that is written there.
    """
    if hasattr(os, "memfd_create"):
        try:
            return os.fdopen(os.memfd_create("polyglint"), "w+b")
        except OSError:  # the kernel, or whoever confines this process, has no such thing
            pass
    return tempfile.TemporaryFile()
