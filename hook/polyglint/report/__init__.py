"""What a run prints: nothing but text out, and no text that can speak to the terminal."""

from __future__ import annotations


def printable(text: str) -> str:
    """Escape what is not to be seen: controls, line ends, bidirectional marks, undecoded bytes.

    A repository chooses its file names, and a terminal obeys what it is shown.
    """
    return "".join(char if char.isprintable() else _escaped(ord(char)) for char in text)


def _escaped(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was not UTF-8, as os.fsdecode keeps it
        code -= 0xDC00
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
