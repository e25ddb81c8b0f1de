"""TOML that a repository holds, parsed in good time or not at all."""

from __future__ import annotations

import re
import sys
from typing import Any

# tomllib takes time by the square of a key's parts: 4 s for 10,000 of them.
LONG_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*\.[ \t]*){33}""", re.ASCII
)


def loads(text: str) -> dict[str, Any]:
    """Return the table that a text holds.

    Raises:
        ValueError: it is not TOML, or nobody's.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    if LONG_KEY.search(text):
        raise ValueError("a key has too many parts")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
