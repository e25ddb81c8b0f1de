"""Values that go on over several lines behind backslashes, and may hold whatever they like.

Properties of Java are such values, and macros of a preprocessor.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from polyglint.lazy import lazy_pattern
from polyglint.linguist.dialects import model_language
from polyglint.model.windows import Lines
from polyglint.typed import NamedTuple

MAX_LENGTH = 1_000_000  # characters that are looked at
SHARE = 0.5  # of the lines that are neither blank nor comments


class Notation(NamedTuple):
    """How some languages write such values."""

    languages: frozenset[str]
    entry: re.Pattern[str]  # the line that a value begins on
    comment: re.Pattern[str]  # a line that counts for nothing


NOTATIONS = (
    # The format allows any blank for a separator, and so any words for an entry. Hardly a file has
    # one.
    Notation(
        frozenset(["Java Properties"]),
        lazy_pattern(r"\s*[\w.$/\[\]-]+\s*[=:]"),
        lazy_pattern(r"\s*[#!]"),
    ),
    Notation(
        frozenset(["C", "C++", "Cuda", "GLSL", "HLSL", "Objective-C", "Objective-C++", "OpenCL"]),
        lazy_pattern(r"\s*#\s*define\s"),
        lazy_pattern(r"\s*(?://|/\*|\*|#\s*(?:if|ifdef|ifndef|else|elif|endif|undef|pragma)\b)"),
    ),
)


def is_continued(text: str, claimed: Collection[str]) -> bool:
    """Whether most lines continue the value of an entry, and no line is anything else.

    A line is continued where an odd number of backslashes ends it (``java.util.Properties``).

    Args:
        claimed: linguist's names.
    """
    names = {model_language(name) for name in claimed}
    return any(_is_of(notation, text) for notation in NOTATIONS if names & notation.languages)


def _is_of(notation: Notation, text: str) -> bool:
    entries = continuations = 0
    is_open = False
    for _, line, after_blank in Lines(text[:MAX_LENGTH]):
        goes_on = is_open and not after_blank
        if not goes_on and notation.comment.match(line):
            is_open = False
            continue
        if not goes_on and not notation.entry.match(line):
            return False
        continuations += goes_on
        entries += not goes_on
        is_open = (len(line) - len(line.rstrip("\\"))) % 2 == 1
    return continuations >= SHARE * (entries + continuations) > 0
