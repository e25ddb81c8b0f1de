"""Linguist's own heuristics: which language an extension that several share stands for.

`python -m train linguist` renews the table.
"""

from typing import NamedTuple

from polyglint.linguist import heuristics


class Decision(NamedTuple):
    """The language of a text, and whether the text says so; else it is what was left."""

    language: str
    is_certain: bool


def decide(extension: str, text: str) -> Decision | None:
    """What the first rule that holds says; None where none does, or it leaves several languages."""
    answer = heuristics.ask(extension, text)
    if len(answer.languages) != 1:
        return None
    return Decision(answer.languages[0], answer.is_certain)


def extensions() -> frozenset[str]:
    """The extensions that linguist has rules for."""
    return heuristics.extensions()
