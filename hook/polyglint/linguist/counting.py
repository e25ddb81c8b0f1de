"""Which files count for a repository's language statistics, by linguist's rules.

See https://github.com/github-linguist/linguist/blob/main/docs/overrides.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from polyglint.linguist import generated, vendored
from polyglint.linguist.attributes import DETECTABLE, is_false, is_true
from polyglint.linguist.languages import languages, table

COUNTED = frozenset(["programming", "markup"])  # of linguist's types, beside data and prose
DOCUMENTATION = "linguist-documentation"


def is_left_out(path: str, attributes: Mapping[str, str]) -> bool:
    """Whether a path is other people's, documentation or a program's output."""
    rules = {
        vendored.VENDORED: vendored.by_path,
        DOCUMENTATION: documentation,
        vendored.GENERATED: generated.by_path,
    }
    return any(
        is_true(attributes, name) if name in attributes else by_path(path) is not None
        for name, by_path in rules.items()
    )


def is_generated(path: str, text: str, attributes: Mapping[str, str]) -> bool:
    """Whether a text has the marks of a program that wrote it."""
    return vendored.GENERATED not in attributes and generated.by_text(path, text) is not None


def documentation(path: str) -> str | None:
    """The part of a path that linguist tells documentation by."""
    found = _documentation().search(path[: vendored.MAX_LENGTH])
    return found[0] if found else None


@cache
def _documentation() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in table()["documentation"]))


def is_detectable(language: str, attributes: Mapping[str, str]) -> bool:
    """Whether files in a language count: as .gitattributes says, or else by its type."""
    if DETECTABLE in attributes:
        return not is_false(attributes, DETECTABLE)
    return languages()[language]["type"] in COUNTED
