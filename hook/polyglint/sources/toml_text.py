"""TOML that a repository holds, parsed in good time or not at all."""

from __future__ import annotations

import re
import sys

from polyglint.lazy import lazy_pattern
from polyglint.typed import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# tomllib takes time by the square of a key's parts: 4 s for 10,000 of them.
MAX_PARTS = 32
LONG_KEY = lazy_pattern(rf"(?<![\w-])(?:[\w-]+[ \t]*\.[ \t]*){{{MAX_PARTS + 1}}}", re.ASCII)
# Comments and strings, each as far as it goes: where the end of one is missing this still matches,
# or a search would begin anew at each quote within, which takes time by the square.
OPAQUE = lazy_pattern(
    r"""
    \#[^\n]*
    | \"{3} (?:[^"\\]+ | \\[\s\S] | "(?!""))* "{0,5}
    | '{3} (?:[^']+ | '(?!''))* '{0,5}
    | "(?:[^"\\\n]+ | \\.)* "?
    | '[^'\n]* '?
    """,
    re.VERBOSE,
)


def loads(text: str) -> dict[str, Any]:
    """Return the table that a text holds.

    Raises:
        ValueError: it is not TOML, or nobody's.
    """
    if _has_long_key(text):
        raise ValueError("a key has too many parts")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _has_long_key(text: str) -> bool:
    if all(line.count(".") < MAX_PARTS for line in text.split("\n")):  # nearly all files
        return False
    return LONG_KEY.search(OPAQUE.sub("a", text)) is not None
