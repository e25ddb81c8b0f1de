"""Overrides that count for nothing: linguist leaves data and prose out of its statistics."""

from __future__ import annotations

from collections.abc import Collection, Container
from functools import lru_cache

from polyglint.codes import UNDETECTABLE
from polyglint.gitattributes.parse import AttributesLine
from polyglint.gitattributes.rules import LANGUAGE, Problem
from polyglint.linguist import names, vendored
from polyglint.linguist.attributes import DETECTABLE, OPT_OUTS
from polyglint.linguist.languages import find, languages

UNCOUNTED = ("data", "prose")  # linguist's types that its statistics leave out
SETTLED = (DETECTABLE, *OPT_OUTS)


def settles(line: AttributesLine) -> bool:
    """Whether a line says that its files count, or that they do not."""
    return any(attribute.name in SETTLED for attribute in line.attributes)


def undetectable(
    line: AttributesLine, matched: Collection[str], settled: Container[str] = ()
) -> Problem | None:
    """PG208: an override after which files count for nothing, where that is not said.

    Where a file counted for nothing by its own name, the override is about highlighting.

    Args:
        matched: the paths that it matches.
        settled: those that some line settles, which are of no account.
    """
    for attribute in line.attributes:
        name = find(attribute.value or "") if attribute.name == LANGUAGE else None
        if name is None or _type(name) not in UNCOUNTED:
            continue
        if not any(path not in settled and _is_looked_for(path) for path in matched):
            continue
        words = (
            f"{name} is {_type(name)}, which linguist does not count; "
            f"add {DETECTABLE}, or -{DETECTABLE} if that is meant"
        )
        corrected = f"{line.text.rstrip()} {DETECTABLE}"
        return Problem(UNDETECTABLE, line.number, attribute.column, words, corrected)
    return None


@lru_cache(maxsize=1 << 16)  # many patterns may match one path
def _is_looked_for(path: str) -> bool:
    """Whether somebody may expect a file in the statistics: source under a name of its own."""
    if path.rpartition("/")[2].startswith(".") or vendored.excluded(path, "", {}):
        return False
    named = names.exact(path) or names.extension(path)
    return named is None or any(_type(name) not in UNCOUNTED for name in named.languages)


def _type(language: str) -> str:
    kind: str = languages()[language]["type"]
    return kind
