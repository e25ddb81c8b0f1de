"""Linguist's languages, looked up by name, file name, extension and interpreter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from polyglint import phrases
from polyglint.results import ClaimRule, ClaimSource
from polyglint.typed import Any, NamedTuple

# Linguist lists it under perl, which runs the script that the documentation is part of.
NOT_RUN = frozenset(["Pod"])
TABLE = Path(__file__).parent / "linguist.json"


class Claim(NamedTuple):
    """The languages that a file may hold, and what says so."""

    languages: tuple[str, ...]  # linguist's names, sorted
    source: ClaimSource
    also: tuple[str, ...] = ()  # what its name says where another rule came first
    besides: tuple[str, ...] = ()  # what the configuration allows in its place
    customary: tuple[str, ...] = ()  # what files of such names also hold
    refuted: tuple[str, ...] = ()  # what shares its extension, and its content does not bear out
    is_bare: bool = False  # it may hold anything, but has no mark of what it claims
    mark: str | None = None  # it may hold anything, and has this mark of what it claims
    named: tuple[str, ...] = ()  # what its name says where an attribute says otherwise
    around: tuple[str, ...] = ()  # documents that a literate program in the language is part of

    @property
    def allowed(self) -> tuple[str, ...]:
        """All that the file may hold without a contradiction.

        Linguist takes the first rule's word. But people borrow the mode of a like language
        (``-*- C -*-`` in D), tests quote modelines, and a shebang against an extension is a
        violation of its own: the text is held to neither alone.
        """
        return tuple(sorted({*self.started, *self.also, *self.besides, *self.customary}))

    @property
    def started(self) -> tuple[str, ...]:
        """The languages themselves, or of a shebang those that its interpreter runs."""
        if self.source.rule is not ClaimRule.SHEBANG:
            return self.languages
        return tuple(name for name in self.languages if name not in NOT_RUN)


@cache
def table() -> dict[str, Any]:
    """Return all that the hook knows of linguist's rules."""
    rules: dict[str, Any] = json.loads(TABLE.read_text(encoding="utf-8"))
    return rules


def languages() -> dict[str, Any]:
    """Return linguist's data on each language by its name."""
    of_names: dict[str, Any] = table()["languages"]
    return of_names


def is_programming(language: str) -> bool:
    """Whether linguist counts a language among those of programs."""
    return bool(languages().get(language, {}).get("type") == "programming")


def is_prose(language: str) -> bool:
    """Whether linguist counts a language among those of prose."""
    return bool(languages().get(language, {}).get("type") == "prose")


@cache
def index(field: str) -> Mapping[str, tuple[str, ...]]:
    """Return the languages that list each value of a field such as ``extensions``."""
    owners: dict[str, tuple[str, ...]] = {}
    for name, language in languages().items():  # sorted, as the names of each value then are
        for value in language.get(field, ()):
            key = value.lower() if field == "extensions" else value
            others = owners.get(key, ())
            owners[key] = others if name in others else (*others, name)
    return owners


@cache
def spellings() -> Mapping[str, str]:
    """Return linguist's names by themselves and by their aliases, as `find` looks them up."""
    aliases = {
        _normal(alias): name
        for name, language in languages().items()
        for alias in language.get("aliases", ())
    }
    return aliases | {_normal(name): name for name in languages()}


def nearest(name: str, least: float = phrases.LIKENESS) -> list[str]:
    """Return linguist's names that a misspelt name or alias is near to, as of `phrases.nearest`."""
    return phrases.nearest(_normal(name), spellings(), least)


def hint(name: str) -> str:
    """``; did you mean …?``, or nothing where none of linguist's names is near."""
    return phrases.did_you_mean(nearest(name)[:1])


def _normal(name: str) -> str:
    return "-".join(name.lower().split())


def find(name: str) -> str | None:
    """Return linguist's name for a name or alias in any case, hyphens standing for spaces.

    Of a list that commas separate, linguist takes the first.
    """
    return spellings().get(_normal(name)) or spellings().get(_normal(name.partition(",")[0]))
