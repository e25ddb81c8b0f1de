"""Texts that are mostly encoded bytes or bare words: they look alike in every language."""

from __future__ import annotations

from polyglint.checker.line_weights import shortened
from polyglint.lazy import lazy_pattern
from polyglint.model.windows import non_blank_lines

MAX_LENGTH = 1_000_000  # characters that are looked at
SHARE = 0.5  # of the characters in blobs, from which on a text says nothing
WORDS_SHARE, FEWEST_WORDS = 0.8, 12  # of the lines that are one word each, and lines that there are
WORDS_LENGTH = 0.5  # of the characters that these words have
# A run of base64 or hexadecimal digits that no identifier or path is as long as.
RUN = lazy_pattern(r"[A-Za-z0-9+/=_-]{40,}")
DIGIT, UPPER, LOWER = lazy_pattern(r"\d"), lazy_pattern(r"[A-Z]"), lazy_pattern(r"[a-z]")
HEX = lazy_pattern(r"[0-9a-f]+|[0-9A-F]+")
WORD = lazy_pattern(r"\s*[\[(]?[\"']?[^\W\d_][\w.'-]*[\"']?[,;\])\\]*\s*")


def is_encoded(text: str) -> bool:
    """Whether most of a text is base64, hexadecimal digits and the like."""
    shown = shortened(text[:MAX_LENGTH])
    encoded = sum(len(run[0]) for run in RUN.finditer(shown) if _is_blob(run[0]))
    return encoded >= SHARE * len("".join(shown.split())) > 0


def _is_blob(run: str) -> bool:
    sample = run[:200]
    if DIGIT.search(sample) is None:
        return False
    mixed = UPPER.search(sample) is not None and LOWER.search(sample) is not None
    return mixed or HEX.fullmatch(sample) is not None


def is_word_list(text: str) -> bool:
    """Whether nearly all lines are one word each, many of them, and the others hold less."""
    shown = shortened(text[:MAX_LENGTH])
    lines = [line.text.strip() for line in non_blank_lines(shown)]
    words = [line for line in lines if WORD.fullmatch(line)]
    if len(lines) < FEWEST_WORDS or len(words) < WORDS_SHARE * len(lines):
        return False
    return sum(map(len, words)) >= WORDS_LENGTH * sum(map(len, lines))
