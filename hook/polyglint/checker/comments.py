"""Texts that are nothing but a comment: whatever is written in it, it contradicts no claim."""

from __future__ import annotations

from collections.abc import Collection

from polyglint.checker.line_weights import shortened
from polyglint.linguist.comment_syntax import BEGIN, C_LIKE, END

SHARE = 0.9  # of a text without its blanks, from which on it is a comment
MAX_LENGTH = 1_000_000  # characters that are looked at


def is_comment(languages: Collection[str], text: str) -> bool:
    """Whether block comments of one of the languages fill the text."""
    if C_LIKE.isdisjoint(languages):
        return False
    shown = text[:MAX_LENGTH]
    whole = _size(shortened(shown))
    rest = _size(shortened("\n".join(around_comments(shown))))
    return whole > 0 and whole - rest >= SHARE * whole


def around_comments(text: str) -> list[str]:
    """What stands before, between and behind the block comments of a text.

    One without an end begins its line: ``lib/**`` is a path.
    """
    parts, end = [], 0
    while (begin := text.find(BEGIN, end)) >= 0:
        close = text.find(END, begin + len(BEGIN))
        if close < 0 and text[text.rfind("\n", 0, begin) + 1 : begin].strip():
            break
        parts.append(text[end:begin])
        end = len(text) if close < 0 else close + len(END)
    return [*parts, text[end:]]


def _size(text: str) -> int:
    return len("".join(text.split()))
