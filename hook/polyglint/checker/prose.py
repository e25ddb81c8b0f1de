"""Texts that are sentences and nothing else: an answer or notes, saved under the name of code."""

from __future__ import annotations

from polyglint.lazy import lazy_pattern

MAX_LENGTH = 100_000  # characters that are looked at
FEWEST_LINES, FEWEST_SENTENCES = 3, 2
SHARE = 0.8  # of the lines, from which on a text is prose
LOOK, CODE, MAX_CODE = 2000, "=(){}[];_#/<>|$@", 0.02  # nearly all code shows at once that it is
# A line of prose: words with single blanks and light punctuation, perhaps an item of a list.
LINE = lazy_pattern(
    r"[ \t]*(?:(?:[-*•]|\d{1,3}[.)])[ \t]+)?[^\W\d_][^\W_]*[,;:.!?']*"
    r"(?:[ \t]+[\"'(]?[^\W_]+(?:[-'\u2019/.][^\W_]+)*[\"')]?[,;:.!?]*){0,60}[ \t]*"
)
# What stands before a colon in data, and now and then in prose.
LABEL = lazy_pattern(r"[ \t]*(?:-[ \t]+)?[\w./-]+:(?:[ \t]|$)")
MAX_LABELS = 0.2  # of the lines
SENTENCE = lazy_pattern(r"[^\W\d_]{2}[.!?]\s")


def is_prose(text: str) -> bool:
    """Whether nearly all of the lines are words, and some of them sentences."""
    if sum(map(text[:LOOK].count, CODE)) > MAX_CODE * min(len(text), LOOK):
        return False
    shown = text[:MAX_LENGTH] + "\n"
    lines = [line for line in shown.splitlines() if line.strip()]
    if len(lines) < FEWEST_LINES or sum(1 for _ in SENTENCE.finditer(shown)) < FEWEST_SENTENCES:
        return False
    if sum(LABEL.match(line) is not None for line in lines) > MAX_LABELS * len(lines):
        return False
    return sum(LINE.fullmatch(line[:2000]) is not None for line in lines) >= SHARE * len(lines)
