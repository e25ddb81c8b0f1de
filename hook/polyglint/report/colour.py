"""Colours of a terminal, where they are wanted."""

from __future__ import annotations

import os
import sys

from polyglint.typed import TextIO

RESET = "\x1b[0m"
BOLD, RED, YELLOW, CYAN = "\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[36m"


def wanted(choice: str, stream: TextIO) -> bool:
    """Whether to colour: as asked, or as the environment says, or on a terminal.

    See https://no-color.org and https://force-color.org; where both are set, the first wins.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    if os.environ.get("TERM") == "dumb" or (sys.platform == "win32" and not _modern_console()):
        return False
    return stream.isatty()


def _modern_console() -> bool:
    """Older consoles of Windows print the escapes."""
    return bool(os.environ.get("WT_SESSION") or os.environ.get("TERM"))


def paint(colour: str, text: str) -> str:
    return f"{colour}{text}{RESET}"
