"""What a run prints: nothing but text out, and no text that can speak to what shows it."""

from __future__ import annotations

from polyglint.lazy import lazy_pattern

# Anywhere in a line, to the log of GitHub (##[…]), Azure (##vso[…]) or TeamCity (##teamcity[…]).
LOG_COMMAND = lazy_pattern(r"##(?=\w*\[)")
# At the start of a line: the other form of GitHub's, which may be indented, and the groups of
# Buildkite's log, which may not.
LINE_COMMAND = lazy_pattern(r"\s*::|(?:---|\+\+\+|~~~|\^\^\^)(?!\S)")


def printable(text: str) -> str:
    """Escape what is not to be seen: controls, line ends, bidirectional marks, undecoded bytes.

    A repository chooses its file names, and a terminal or a CI log obeys what it is shown.
    """
    shown = visible(text)
    if LINE_COMMAND.match(shown):
        begin = len(shown) - len(shown.lstrip())
        shown = f"{shown[:begin]}{_escaped(ord(shown[begin]))}{shown[begin + 1 :]}"
    return LOG_COMMAND.sub(r"\\x23#", shown)


def visible(text: str) -> str:
    """Escape what is not to be seen, where the text is shown on a page and in no log."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(ord(char)) for char in text)


def unicode_text(text: str) -> str:
    """Escape what is no character, as `printable` does, and nothing else.

    Python keeps a path's undecoded bytes as lone surrogates, which no encoding can carry and
    strict readers of JSON refuse.
    """
    if text.isascii():
        return text
    return "".join(_escaped(ord(c)) if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)


def _escaped(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was not UTF-8, as os.fsdecode keeps it
        code -= 0xDC00
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
