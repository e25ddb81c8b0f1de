"""Tables of numbers: they look alike in every language, so none contradicts a claim."""

from __future__ import annotations

from polyglint.checker.line_weights import shortened
from polyglint.lazy import lazy_pattern

MAX_LENGTH = 1_000_000  # characters that are looked at
WORD = lazy_pattern(r"(?<!\w)[^\W\d]\w*")
NUMBER = lazy_pattern(r"(?<!\w)\d[\w.]*")
NUMBERS_A_WORD = 3  # from here on, a text is a table
# A drawing is numbers, too. But its tags say what it is, whatever it is called.
DRAWING = lazy_pattern(r"<(?:svg|path|polyline|polygon|rect|circle)\s[^<>]{0,1000}=[\"'{]")


def is_number_table(text: str) -> bool:
    """Whether numbers outnumber words by far, and no tags say what they draw."""
    shown = shortened(text[:MAX_LENGTH])
    numbers = sum(1 for _ in NUMBER.finditer(shown))
    words = sum(1 for _ in WORD.finditer(shown))
    return numbers >= NUMBERS_A_WORD * max(1, words) and not DRAWING.search(shown)
