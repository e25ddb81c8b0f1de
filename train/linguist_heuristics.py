"""Linguist's `heuristics.yml` as a table of expressions for RE2, whose time is linear in a text."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import yaml

from polyglint.errors import FatalError
from polyglint.linguist.heuristics import compiled
from polyglint.linguist.languages import find

# Patterns in Ruby's own syntax, by a part that only they have, and what does the same in RE2.
REWRITTEN: dict[str, Callable[[str], str]] = {
    "(?-m)": lambda pattern: pattern.replace("(?-m)", ""),  # Ruby's name for what is the default
    r"[\s&&[^\r\n]]": lambda pattern: pattern.replace(r"[\s&&[^\r\n]]", r"[ \t\f\v]"),
    "(?<ipv4>": lambda _: r"^(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?[ \t]+\w[-\w]*(?:\.\w[-\w]*)*\s*$",
    "(?=:": lambda _: r"(?:^|[ \t])(?:ex|vim?):.*[ \t:](?:filetype|ft|syntax)=help(?:$|\s|:)",
    r"\g<version>": lambda _: r"\A\[(?:[Aa]d[Bb]lock|u[Bb]lock|[Aa]d[Gg]uard)[^\]\n]*\]",
}


def convert(text: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rules of each extension, in order.

    A rule names languages; of each list in ``all`` some pattern is found in a text that it holds
    for, and none of ``none``.
    """
    try:
        source = yaml.safe_load(text)
        named = {name: _listed(found) for name, found in source["named_patterns"].items()}
        groups = [(g["extensions"], g["rules"]) for g in source["disambiguations"]]
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise FatalError(f"ext/heuristics.yml: not linguist's heuristics: {error!r}") from error
    return {
        extension: [_rule(rule, named) for rule in rules]
        for extensions, rules in groups
        for extension in extensions
    }


def _rule(rule: Mapping[str, Any], named: Mapping[str, list[str]]) -> dict[str, Any]:
    languages = [_language(name) for name in _listed(rule["language"])]
    conditions = [*_conditions(rule, named)]
    for part in rule.get("and", ()):
        conditions += _conditions(part, named)
    return {
        "languages": languages,
        "all": [patterns for wanted, patterns in conditions if wanted],
        "none": [pattern for wanted, patterns in conditions if not wanted for pattern in patterns],
    }


def _conditions(
    rule: Mapping[str, Any], named: Mapping[str, list[str]]
) -> Iterator[tuple[bool, list[str]]]:
    if "pattern" in rule:
        yield True, _searchable(_listed(rule["pattern"]))
    if "named_pattern" in rule:
        yield True, _searchable(named[rule["named_pattern"]])
    if "negative_pattern" in rule:
        yield False, _searchable(_listed(rule["negative_pattern"]))


def _searchable(patterns: Iterable[str]) -> list[str]:
    found = []
    for pattern in patterns:
        for mark, rewrite in REWRITTEN.items():
            if mark in pattern:
                pattern = rewrite(pattern)
        try:
            compiled(pattern)
        except ValueError as error:
            raise FatalError(f"ext/heuristics.yml: not for RE2: {pattern}: {error}") from error
        found.append(pattern)
    return found


def _language(name: str) -> str:
    """The name in the hook's table, which may be of another version of linguist."""
    renamed = {"Mathematica": "Wolfram Language"}.get(name, name)
    return find(renamed) or name


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
