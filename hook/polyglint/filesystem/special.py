"""Files that reading or writing would wait for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

WITHOUT_WAITING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def is_special(file: Path) -> bool:
    """Whether a path leads to a pipe, a socket or a device."""
    try:
        mode = file.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def read_regular(file: Path, limit: int) -> bytes | None:
    """Return the content of a regular file; None of any other, of a missing or a larger one."""
    try:
        if not stat.S_ISREG(os.stat(file).st_mode):  # noqa: PTH116 - a device may act when opened
            return None
        with open(os.open(file, WITHOUT_WAITING), "rb") as stream:  # noqa: PTH123
            content = stream.read(limit + 1)
    except OSError:
        return None
    # None of one of the kernel's files that has nothing to say yet
    return content if content is not None and len(content) <= limit else None
