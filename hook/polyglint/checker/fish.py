"""Scripts of fish under a name of another shell: no other shell ends its blocks as fish does."""

from __future__ import annotations

import re

from polyglint.lazy import lazy_pattern

MAX_LENGTH = 200_000  # characters that are looked at
OPENING = lazy_pattern(
    r"^[ \t]*(?:else[ \t]+)?(?:function|if|for|while|switch|begin)\b", re.MULTILINE
)
CLOSING = lazy_pattern(r"^[ \t]*end[ \t]*(?:$|[;|&#<>])", re.MULTILINE)
# What closes or opens a block in every other shell.
OTHER_SHELLS = lazy_pattern(r"^[ \t]*(?:fi|done|esac|then|do|\})[ \t]*(?:$|[;|&#])", re.MULTILINE)
# Of fish, and of no other language whose blocks end so, such as Ruby, Lua or Julia.
ONLY_FISH = lazy_pattern(
    r"^[ \t]*set[ \t]+(?:-[a-zA-Z]+|--\w+)[ \t]|\$argv\b|^[ \t]*(?:and|or)[ \t]+\w"
    r"|\bfish_\w|\bstring[ \t]+(?:match|replace|split|join|trim)\b|\bstatus[ \t]+(?:is-|--is-)"
    r"|^[ \t]*function[ \t]+[\w-]+[ \t]+(?:-\w[ \t]|--\w)",
    re.MULTILINE,
)


def is_fish(text: str) -> bool:
    """Whether all blocks of a text end as in fish, and something in it is of fish alone."""
    shown = text[:MAX_LENGTH]
    if CLOSING.search(shown) is None or ONLY_FISH.search(shown) is None:
        return False
    if OTHER_SHELLS.search(shown) is not None:
        return False
    closed = sum(1 for _ in CLOSING.finditer(shown))
    opened = sum(1 for found in OPENING.finditer(shown) if "else" not in found[0])
    return opened == closed
