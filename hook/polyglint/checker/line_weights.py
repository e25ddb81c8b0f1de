"""How much of a text a part of it is, where no line counts for more than the model reads of it.

Shares of characters alone let one line outweigh all others, however long a program stands behind
it: a table on one line, a head that nobody reads, one string.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from polyglint.model.tokenizer import MAX_LINE_LENGTH

REST_OF_LINE = re.compile(rf"([^\r\n]{{{MAX_LINE_LENGTH}}})[^\r\n]+")


def shortened(text: str) -> str:
    """The text without what goes beyond `MAX_LINE_LENGTH` of its lines."""
    return REST_OF_LINE.sub(r"\1", text)


class LineWeights:
    """Weighs parts of a text: a byte weighs 1, or less where its line is a long one."""

    def __init__(self, content: bytes) -> None:
        self._starts: list[int] = []  # of the long lines alone
        self._sizes: list[int] = []
        place = 0
        for line in content.replace(b"\r", b"\n").split(b"\n"):
            if len(line) > MAX_LINE_LENGTH:
                self._starts.append(place)
                self._sizes.append(len(line))
            place += len(line) + 1
        self._left_out = [0, *accumulate(size - MAX_LINE_LENGTH for size in self._sizes)]
        self.total = self.between(0, len(content))

    def between(self, start: int, end: int) -> float:
        """What the bytes from `start` to `end`, without that one, weigh."""
        return self._up_to(end) - self._up_to(start)

    def _up_to(self, place: int) -> float:
        line = bisect_right(self._starts, place) - 1
        if line < 0:
            return place
        size = self._sizes[line]
        share = min(place - self._starts[line], size) / size
        return place - self._left_out[line] - share * (size - MAX_LINE_LENGTH)
