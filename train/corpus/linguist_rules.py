"""Linguist's own heuristics: which language an extension that several share stands for.

`python -m train linguist` renews the table.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("linguist_rules.json")
EXAMINED = 50 * 1024  # characters; linguist itself reads as many bytes


class Decision(NamedTuple):
    """The language of a text, and whether the text says so; else it is what was left."""

    language: str
    is_certain: bool


class _Rule(NamedTuple):
    languages: tuple[str, ...]
    all: tuple[tuple[re.Pattern[str], ...], ...]
    none: tuple[re.Pattern[str], ...]

    def holds(self, text: str) -> bool:
        found = all(any(pattern.search(text) for pattern in group) for group in self.all)
        return found and not any(pattern.search(text) for pattern in self.none)


def decide(extension: str, text: str) -> Decision | None:
    """What the first rule that holds says; None where none does, or it leaves several languages."""
    start = text[:EXAMINED]
    rule = next((rule for rule in _rules(extension) if rule.holds(start)), None)
    if rule is None or len(rule.languages) > 1:
        return None
    return Decision(rule.languages[0], bool(rule.all))


def extensions() -> frozenset[str]:
    """The extensions that linguist has rules for."""
    return frozenset(_table())


@cache
def _table() -> dict[str, list[dict[str, list[str]]]]:
    table: dict[str, list[dict[str, list[str]]]]
    table = json.loads(TABLE.read_text(encoding="utf-8"))["extensions"]
    return table


@cache
def _rules(extension: str) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            tuple(rule["languages"]),
            tuple(tuple(map(_compiled, group)) for group in rule["all"]),
            tuple(map(_compiled, rule["none"])),
        )
        for rule in _table().get(extension, ())
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)
