"""Files that reading or writing would wait for."""

from __future__ import annotations

import stat
from pathlib import Path


def is_special(file: Path) -> bool:
    """Whether a path leads to a pipe, a socket or a device."""
    try:
        mode = file.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
