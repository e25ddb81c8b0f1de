"""Texts of which comments alone contradict the claim: a licence, code that is commented out.

What stands in a comment of the claimed language says nothing of the text. Where comments are half
of it, the other lines are read by themselves. Prose is alike in all languages that are made for it.
"""

from __future__ import annotations

from polyglint.checker import verdict
from polyglint.checker.decision import Contradiction
from polyglint.linguist import comment_syntax
from polyglint.linguist.compatible import compatible_with
from polyglint.linguist.languages import Claim, is_prose
from polyglint.model.reader import Reader
from polyglint.model.windows import Lines

LEAST_LINES = 8  # that are read by themselves
LITTLE = 0.3  # share of lines up to which fewer are hardly anything beside comments


def excuse(text: str, claimed: Claim, found: Contradiction, reader: Reader) -> str | None:
    """Why what was found in a text is found in comments alone; None where it is not."""
    rest = comment_syntax.beside_comments(text, claimed.allowed)
    if rest is None:
        return None
    others = len(Lines(rest))
    if others < LEAST_LINES:
        is_little = others <= LITTLE * len(Lines(text))
        return "excused: hardly more than comments" if is_little else None
    reading = reader.read(rest)
    read = reading.labels[int(verdict.evidence(reading).argmax())]
    is_same = read == found.language
    if is_same or (read in compatible_with(found.language) and not is_prose(read)):
        return None
    return f"excused: its comments read as {found.language}, the other lines as {read}"
