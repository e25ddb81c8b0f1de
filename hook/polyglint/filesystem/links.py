"""Paths with the links in them followed."""

from __future__ import annotations

import os
from pathlib import Path


def followed(path: Path) -> Path:
    """An absolute path without links.

    A loop of links leads nowhere, as any other path that is not there; `Path.resolve` raises
    RuntimeError for one before Python 3.13.
    """
    return Path(os.path.realpath(path))
