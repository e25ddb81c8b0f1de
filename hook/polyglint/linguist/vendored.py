"""Files that are other people's work or a program's output, by linguist's rules.

Such files are kept as they came: nobody would rename them, so a violation would be noise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

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
    r"(^|/)\.vscode/": "settings of an editor",
    r"(^|/)\.gitattributes$": "settings",
    r"(^|/)\.gitignore$": "settings",
    r"(^|/)\.gitmodules$": "settings",
    r"(^|/)\.gitpod\.Dockerfile$": "settings of a development environment",
    r"(^|/)Vagrantfile$": "settings of a virtual machine",
    r"(^|/)Jenkinsfile$": "steps of a build",
    r"(^|/)fabfile\.py$": "tasks",
    r"(^|/)[Tt]ests?/fixtures/": "what tests read",
    r"(^|/)[Ss]pecs?/fixtures/": "what tests read",
    r"(^|/)testdata/": "what tests read",
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
# What an expression begins with, where that is one character of a few and is there: c, \\. or [Cc]
BEGINNING = re.compile(r"(?:(\w)|\\(\.)|\[(\w+)\])(?![?*{])")
INSIDE = re.compile(r"\\.|\[[^][]*\]|\([^()]*\)")  # where a | is between parts of an expression


class VendoredPatterns:
    """Linguist's expressions by where they may begin: anywhere, they cost a hundred times more.

    Those that begin a path, or a part of it, are compiled for the characters that paths have there:
    a commit of a few files needs few, and all of them take longer to compile than it to judge.
    """

    def __init__(self, written: Iterable[str]) -> None:
        self._groups: dict[str, list[tuple[str, str]]] = {"^": [], "/": []}
        self._compiled: dict[tuple[str, str], re.Pattern[str]] = {}
        anywhere = []
        for expression in written:
            if AT_COMPONENT.match(expression):
                rest = AT_COMPONENT.sub("", expression)
                self._groups["/"].append((_first(rest), rest))
            elif expression.startswith("^"):
                rest = expression.removeprefix("^")
                self._groups["^"].append((_first(rest), rest))
            else:
                anywhere.append(ANYTHING.sub("", expression))
        self.anywhere = _either(anywhere)
        grouped = (*self._groups["^"], *self._groups["/"])
        self.characters = frozenset("".join(first for first, _ in grouped))

    def search(self, path: str) -> str | None:
        """The part of a path that one of them matches."""
        if found := self.beginning("^", path[:1]).match(path):
            return found[0]
        start = 0
        while True:
            if found := self.beginning("/", path[start : start + 1]).match(path, start):
                return found[0]
            start = path.find("/", start) + 1
            if not start:
                break
        found = self.anywhere.search(path)
        return found[0] if found else None

    def beginning(self, place: str, character: str) -> re.Pattern[str]:
        """Those of a place, ^ or /, that may begin with a character, in linguist's order."""
        key = place, character if character in self.characters else ""
        if key not in self._compiled:
            self._compiled[key] = _either(e for f, e in self._groups[place] if _fits(f, key[1]))
        return self._compiled[key]


def _either(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expression})" for expression in expressions) or r"(?!)")


def _first(expression: str) -> str:
    """The characters that one of may be what an expression begins with; empty for any."""
    found = BEGINNING.match(expression)
    if found is None or "|" in INSIDE.sub("", expression):
        return ""
    return "".join(filter(None, found.groups()))


def _fits(first: str, character: str) -> bool:
    return not first or (character != "" and character in first)


@cache
def _vendored() -> VendoredPatterns:
    return VendoredPatterns(LINEAR.get(e, e) for e in table()["vendored"] if e not in OWN)


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
