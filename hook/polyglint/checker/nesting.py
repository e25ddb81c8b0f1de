"""How deeply a text nests, before a grammar is asked, whose C nobody stops in the middle.

Tree-sitter frees what it began in a call for each level that is open, until the stack is full, and
the scanner of YAML keeps its open blocks in 1024 bytes, which it writes beyond. Either would end
the whole run.
"""

from __future__ import annotations

from polyglint.lazy import lazy_import
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
else:
    np = lazy_import("numpy")

OPENING, CLOSING = b"([{", b")]}"
MAX_BRACKETS = 2000  # open at once; a hundredth of what fills a stack
# The scanner's buffer has room for 253 blocks, each of which opens at one of these marks.
MAX_BLOCKS = 250
MARKS = (b"-", b"?", b":")  # with a blank behind them


def is_too_deep(content: bytes, language: str) -> bool:
    """Whether the grammar of a language might not survive a text.

    Args:
        language: linguist's name.
    """
    # Most texts have fewer brackets than may be open, and numpy need not be imported to see that.
    has_many = sum(map(content.count, OPENING)) > MAX_BRACKETS
    if has_many and _brackets(content) > MAX_BRACKETS:
        return True
    return language == "YAML" and _blocks(content)


def _brackets(content: bytes) -> int:
    """The most brackets that are open at once, of whatever kind, also in strings."""
    steps = np.zeros(256, np.int8)
    steps[[*OPENING]], steps[[*CLOSING]] = 1, -1
    heights = np.cumsum(steps[np.frombuffer(content, np.uint8)], dtype=np.int32)
    least = np.minimum.accumulate(np.minimum(heights, 0))
    return int((heights - least).max(initial=0))


def _blocks(content: bytes) -> bool:
    """Whether more blocks of YAML may be open at once than there is room for.

    A line ends the blocks that began further in. What it opens is estimated from above: a list may
    stand as far in as the key that it belongs to, so that there are two blocks.
    """
    opened: list[tuple[int, int]] = []  # the column of a line, and what is open after it
    for line in content.replace(b"\r", b"\n").split(b"\n"):
        inside = line.lstrip()
        if not inside:
            continue
        column = len(line) - len(inside)
        while opened and opened[-1][0] >= column:
            opened.pop()
        marks = sum(word.endswith(MARKS) for word in inside.split())
        before = opened[-1][1] if opened else 0
        opened.append((column, before + marks + 1))
        if opened[-1][1] > MAX_BLOCKS:
            return True
    return False
