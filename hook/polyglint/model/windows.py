"""Lines to windows: four consecutive non-blank lines each, as token ids.

The same functions cut the files of a commit and the corpus of a training.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress, islice

from polyglint.typed import TYPE_CHECKING, NamedTuple, overload

if TYPE_CHECKING:  # many a file is answered before there is a row of ids
    from polyglint.model.tokenizer import Tokenizer

WINDOW_LINES = 4
PADDING_ID = 0  # of no token
ID_BYTES = 2
NON_BLANK = re.compile(r"\S[^\r\n]*")  # what is left of such a line behind its indent


class NonBlankLine(NamedTuple):
    """A non-blank line of a file."""

    number: int  # from 1
    text: str
    after_blank: bool


class Window(NamedTuple):
    """The lines of a file that a window covers, from 1, both ends included."""

    first_line: int
    last_line: int


class Lines(Sequence[NonBlankLine]):
    """The lines of `text` that hold more than white space; CRLF and CR end a line as LF does.

    Each is made when it is asked for: of a long text, few are.
    """

    def __init__(self, text: str) -> None:
        unified = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        self._lines = unified.split("\n")
        stripped = map(str.strip, self._lines)  # no loop of Python's own, which takes twice as long
        self._indices = [*compress(range(len(self._lines)), stripped)]

    def __len__(self) -> int:
        return len(self._indices)

    @overload
    def __getitem__(self, place: int) -> NonBlankLine: ...
    @overload
    def __getitem__(self, place: slice) -> list[NonBlankLine]: ...
    def __getitem__(self, place: int | slice) -> NonBlankLine | list[NonBlankLine]:
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        return NonBlankLine(self._indices[place] + 1, *self.shown(place))

    def shown(self, place: int) -> tuple[str, bool]:
        """What a tokenizer reads of a line: its text, and whether it is after a blank one."""
        index = self._indices[place]
        before = self._lines[index - 1] if index else "x"
        return self._lines[index], not before or before.isspace()

    def window(self, start: int) -> Window:
        """The window whose first line is the one at `start`; no line is made for it."""
        end = min(start + WINDOW_LINES, len(self))
        return Window(self._indices[start] + 1, self._indices[end - 1] + 1)


def has_lines(text: str, count: int) -> bool:
    """Whether a text has so many of `Lines`; no more of it is looked at."""
    return sum(1 for _ in islice(NON_BLANK.finditer(text), count)) == count


def text_behind(text: str, count: int) -> str:
    """What follows so many of `Lines`."""
    ends = [line.end() for line in islice(NON_BLANK.finditer(text), count)]
    return text[ends[-1] :] if len(ends) == count else ""


def non_blank_lines(text: str) -> list[NonBlankLine]:
    """All of `Lines`."""
    return [*Lines(text)]


def window_starts(line_count: int, limit: int | None = None) -> list[int]:
    """Indices of the first lines of the windows over `line_count` non-blank lines.

    With a `limit`, at most that many windows spread evenly from the first line to the last: side
    by side where they are enough for the whole file. Fewer than four lines make one short window.
    """
    if line_count == 0:
        return []
    last = max(0, line_count - WINDOW_LINES)
    if limit is None:
        return list(range(last + 1))
    count = min(limit, -(-line_count // WINDOW_LINES))
    if count == 1:
        return [0]
    return [round(index * last / (count - 1)) for index in range(count)]


class Cut(NamedTuple):
    """A text cut into windows that are yet to be encoded."""

    lines: Lines
    starts: list[int]  # index of the first line of each window

    def windows(self) -> tuple[Window, ...]:
        return tuple(map(self.lines.window, self.starts))

    def sample(self, count: int) -> Cut:
        """At most so many of the windows: from the middle of as many equal parts of the text."""
        total = len(self.starts)
        count = min(count, total)
        return self._replace(
            starts=[self.starts[(2 * part + 1) * total // (2 * count)] for part in range(count)]
        )

    def token_ids(self, tokenizer: Tokenizer, sequence_length: int) -> list[list[int]]:
        """The token ids of each window, without padding."""
        encoded, starts = encoded_lines(tokenizer, self.lines, self.starts)
        return [*map(token_ids, joined(encoded, starts, sequence_length))]


def cut_text(text: str, limit: int | None = None) -> Cut:
    """Cut a text into windows; arguments as for `window_starts`."""
    lines = Lines(text)
    return Cut(lines, window_starts(len(lines), limit))


def token_ids(encoded: bytes) -> list[int]:
    """The ids of an encoded line or window as numbers."""
    return memoryview(encoded).cast("H").tolist()


def encoded_lines(
    tokenizer: Tokenizer, lines: Lines, starts: Sequence[int]
) -> tuple[list[bytes], list[int]]:
    """The token ids of all lines that windows cover, and where the windows start among them."""
    covered = sorted({i for s in starts for i in range(s, min(s + WINDOW_LINES, len(lines)))})
    encoded = [tokenizer.encode_line(*lines.shown(index)) for index in covered]
    place = {index: position for position, index in enumerate(covered)}
    return encoded, [place[start] for start in starts]


def joined(encoded: Sequence[bytes], starts: Sequence[int], sequence_length: int) -> list[bytes]:
    """The token ids of each window, cut to `sequence_length`."""
    most = ID_BYTES * sequence_length
    return [b"".join(encoded[start : start + WINDOW_LINES])[:most] for start in starts]
