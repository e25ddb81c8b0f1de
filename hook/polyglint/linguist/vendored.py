"""Files that are other people's work or a program's output, by linguist's rules.

Such files are kept as they came: nobody would rename them, so a violation would be noise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from polyglint.linguist import generated
from polyglint.linguist.attributes import is_false
from polyglint.linguist.languages import table
from polyglint.results import NotJudged

VENDORED = "linguist-vendored"
GENERATED = "linguist-generated"
MAX_LENGTH = 4096  # of a path on any common file system

# Paths that linguist leaves out of its statistics and that are people's own all the same: a wrong
# name is as wrong there. Each is one of linguist's expressions, as it writes it.
OWN: Mapping[str, str] = {
    r"(^|/)\.github/": "workflows",
    r"(^|/)\.teamcity/": "settings of a server that builds the project",
    r"(^|/)\.gitattributes$": "settings",
    r"(^|/)\.gitignore$": "settings",
    r"(^|/)\.gitmodules$": "settings",
    r"(^|/)\.gitpod\.Dockerfile$": "settings of a development environment",
    r"(^|/)Vagrantfile$": "settings of a virtual machine",
    r"(^|/)Jenkinsfile$": "steps of a build",
    r"(^|/)fabfile\.py$": "tasks",
    r"(^|/)[Tt]ests?/fixtures/": "what tests read",
    r"(^|/)[Ss]pecs?/fixtures/": "what tests read",
    r"(.*?)\.d\.ts$": "declarations of types",
}

# Expressions of linguist's that take time by the square of a path, as they stand and as ours, which
# match the same: where one repeat follows another on characters of both, one of them will do.
LINEAR: Mapping[str, str] = {
    r"(^|/)mootools([^.]*)\d+\.\d+.\d+([^.]*)\.js$": (
        r"(^|/)mootools[^.]*\d\.(?:\d\d\d|\d+[^\d\n]\d)[^.]*\.js$"
    ),
    r"(^|\/)d3(\.v\d+)?([^.]*)\.js$": r"(^|\/)d3(?:\.v\d)?[^.]*\.js$",
}
AT_COMPONENT = re.compile(r"^\(\^\|\\?/\)")
# What a search finds as well without; it would make the search try every start of a long path.
ANYTHING = re.compile(r"^\((?:\.\*\?|\[\^\\s\]\*)\)")


class VendoredPatterns(NamedTuple):
    """Linguist's expressions by where they may begin: anywhere, they cost a hundred times more."""

    at_start: re.Pattern[str]
    at_component: re.Pattern[str]
    anywhere: re.Pattern[str]

    def search(self, path: str) -> str | None:
        """The part of a path that one of them matches."""
        if found := self.at_start.match(path):
            return found[0]
        start = 0
        while True:
            if found := self.at_component.match(path, start):
                return found[0]
            start = path.find("/", start) + 1
            if not start:
                break
        found = self.anywhere.search(path)
        return found[0] if found else None


@cache
def _vendored() -> VendoredPatterns:
    groups: dict[str, list[str]] = {"^": [], "/": [], "": []}
    for written in table()["vendored"]:
        if written in OWN:
            continue
        pattern = LINEAR.get(written, written)
        if AT_COMPONENT.match(pattern):
            groups["/"].append(AT_COMPONENT.sub("", pattern))
        elif pattern.startswith("^"):
            groups["^"].append(pattern)
        else:
            groups[""].append(ANYTHING.sub("", pattern))
    return VendoredPatterns(*(_either(groups[place]) for place in ("^", "/", "")))


def _either(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")


def by_path(path: str) -> str | None:
    """The part of a path that linguist tells a vendored file by."""
    return _vendored().search(path)


def excluded(path: str, text: str, attributes: Mapping[str, str]) -> NotJudged | None:
    """Return why a file takes no part, unless .gitattributes says that it does.

    Paths that linguist takes for documentation do take part: their languages count for less in
    its statistics, but a wrong name is as wrong there.
    """
    if len(path) > MAX_LENGTH:
        return NotJudged("no file system has a path as long")
    if not is_false(attributes, VENDORED) and (part := by_path(path)):
        return NotJudged(f"{VENDORED} by its path: {part}")
    if is_false(attributes, GENERATED):
        return None
    if mark := generated.by_path(path):
        return NotJudged(f"{GENERATED} by its path: {mark}")
    if mark := generated.by_text(path, text):
        return NotJudged(f"{GENERATED} by its text: {mark}")
    return None
