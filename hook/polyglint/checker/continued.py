"""Java properties whose values go on over several lines, and may hold whatever they like."""

from __future__ import annotations

import re
from collections.abc import Collection

from polyglint.model.windows import Lines

LANGUAGE = "Java Properties"
MAX_LENGTH = 1_000_000  # characters that are looked at
SHARE = 0.5  # of the lines that are neither blank nor comments
# The format allows any blank for a separator, and so any words for an entry. Hardly a file has one.
ENTRY = re.compile(r"\s*[\w.$/\[\]-]+\s*[=:]")
COMMENT = re.compile(r"\s*[#!]")


def is_continued(text: str, claimed: Collection[str]) -> bool:
    """Whether most lines continue the value of an entry, and no line is anything else.

    A line is continued where an odd number of backslashes ends it (``java.util.Properties``).
    """
    if LANGUAGE not in claimed:
        return False
    entries = continuations = 0
    is_open = False
    for _, line, after_blank in Lines(text[:MAX_LENGTH]):
        goes_on = is_open and not after_blank
        if not goes_on and COMMENT.match(line):
            is_open = False
            continue
        if not goes_on and not ENTRY.match(line):
            return False
        continuations += goes_on
        entries += not goes_on
        is_open = (len(line) - len(line.rstrip("\\"))) % 2 == 1
    return continuations >= SHARE * (entries + continuations) > 0
