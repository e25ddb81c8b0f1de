"""Files that are other people's work or a program's output, by linguist's rules.

Such files are kept as they came: nobody would rename them, so a violation would be noise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from polyglint.lazy import lazy_pattern
from polyglint.linguist import generated
from polyglint.linguist.attributes import is_false
from polyglint.linguist.languages import table
from polyglint.results import NotJudged

VENDORED = "linguist-vendored"
GENERATED = "linguist-generated"
MAX_LENGTH = 1024  # characters: some expressions take time by the square of a path

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
# match the same paths: where one repeat follows another on characters of both, one of them will do,
# and at the start none.
LINEAR: Mapping[str, str] = {
    r"(^|/)mootools([^.]*)\d+\.\d+.\d+([^.]*)\.js$": (
        r"(^|/)mootools[^.]*\d\.(?:\d\d\d|\d+[^\d\n]\d)[^.]*\.js$"
    ),
    r"(^|\/)d3(\.v\d+)?([^.]*)\.js$": r"(^|\/)d3(?:\.v\d)?[^.]*\.js$",
    r"([^\s]*)import\.(css|less|scss|styl)$": r"import\.(?:css|less|scss|styl)$",
}


@cache
def _vendored() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Linguist's expressions, each with what a path must have, in lower case, to match it.

    To compile them all takes longer than to judge the files of a commit, which need few.
    """
    signs = table()["vendored"].items()
    return tuple((sign, lazy_pattern(LINEAR.get(e, e))) for e, sign in signs if e not in OWN)


def by_path(path: str) -> str | None:
    """The part of a path, of as many characters as are looked at, that tells a vendored file."""
    return generated.first_match(path[:MAX_LENGTH], _vendored())


def excluded(path: str, text: str, attributes: Mapping[str, str]) -> NotJudged | None:
    """Return why a file takes no part, unless .gitattributes says that it does.

    Paths that linguist takes for documentation do take part: their languages count for less in
    its statistics, but a wrong name is as wrong there.
    """
    if len(path) > MAX_LENGTH:
        return NotJudged(f"its path has more than {MAX_LENGTH:,} characters")
    if not is_false(attributes, VENDORED) and (part := by_path(path)):
        return NotJudged(f"{VENDORED} by its path: {part}")
    if is_false(attributes, GENERATED):
        return None
    if mark := generated.by_path(path):
        return NotJudged(f"{GENERATED} by its path: {mark}")
    if mark := generated.by_text(path, text):
        return NotJudged(f"{GENERATED} by its text: {mark}")
    return None
