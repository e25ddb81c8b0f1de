"""Tables of numbers: they look alike in every language, so none contradicts a claim."""

from __future__ import annotations

from polyglint.checker.line_weights import shortened
from polyglint.lazy import lazy_pattern

MAX_LENGTH = 1_000_000  # characters that are looked at
WORD = lazy_pattern(r"(?<!\w)[^\W\d]\w*")
NUMBER = lazy_pattern(r"(?<!\w)\d[\w.]*")
NUMBERS_A_WORD = 3  # from here on, a text is a table


def is_table(text: str) -> bool:
    """Whether numbers outnumber words by far."""
    shown = shortened(text[:MAX_LENGTH])
    numbers = sum(1 for _ in NUMBER.finditer(shown))
    return numbers >= NUMBERS_A_WORD * max(1, sum(1 for _ in WORD.finditer(shown)))
