"""Lines to windows: four consecutive non-blank lines each, as rows of token ids.

The same functions cut the files of a commit and the corpus of a training.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.tokenizer import PADDING_ID, Tokenizer

WINDOW_LINES = 4


class Line(NamedTuple):
    """A non-blank line of a file."""

    number: int  # from 1
    text: str
    after_blank: bool


class Window(NamedTuple):
    """The lines of a file that a window covers, from 1, both ends included."""

    first_line: int
    last_line: int


def non_blank_lines(text: str) -> list[Line]:
    """The lines of `text` that hold more than white space; CRLF and CR end a line as LF does."""
    lines: list[Line] = []
    after_blank = False
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(unified.split("\n"), start=1):
        if line.isspace() or not line:
            after_blank = True
            continue
        lines.append(Line(number, line, after_blank))
        after_blank = False
    return lines


def window_starts(line_count: int, limit: int | None = None, stride: int = 1) -> list[int]:
    """Indices of the first lines of the windows over `line_count` non-blank lines.

    With a `limit`, at most that many windows spread evenly from the first line to the last: side
    by side where they are enough for the whole file. Fewer than four lines make one short window.
    """
    if line_count == 0:
        return []
    last = max(0, line_count - WINDOW_LINES)
    if limit is None:
        return list(range(0, last + 1, stride))
    count = min(limit, -(-line_count // WINDOW_LINES))
    if count == 1:
        return [0]
    return [round(index * last / (count - 1)) for index in range(count)]


def window_at(lines: Sequence[Line], start: int) -> Window:
    """The window whose first line is `lines[start]`."""
    end = min(start + WINDOW_LINES, len(lines))
    return Window(lines[start].number, lines[end - 1].number)


class Rows(NamedTuple):
    """Windows as a model reads them."""

    token_ids: npt.NDArray[np.uint16]  # (windows, sequence_length)
    padding_mask: npt.NDArray[np.bool_]  # (windows, 1 + sequence_length), True = read it


def encode_windows(
    encoded_lines: Sequence[Sequence[int]], starts: Sequence[int], sequence_length: int
) -> Rows:
    """Rows of token ids, cut or padded to `sequence_length`.

    Args:
        encoded_lines: the token ids of each non-blank line.
        starts: index of the first line of each window.
        sequence_length: tokens a row.

    Returns:
        The ids, `PADDING_ID` where a window leaves room, and the mask, whose first column stands
        for the class token and is always True.
    """
    token_ids = np.full((len(starts), sequence_length), PADDING_ID, np.uint16)
    padding_mask = np.zeros((len(starts), 1 + sequence_length), np.bool_)
    for row, start in enumerate(starts):
        ids = [i for line in encoded_lines[start : start + WINDOW_LINES] for i in line]
        ids = ids[:sequence_length]
        token_ids[row, : len(ids)] = ids
        padding_mask[row, : 1 + len(ids)] = True
    return Rows(token_ids, padding_mask)


def encode_rows(
    tokenizer: Tokenizer, lines: Sequence[Line], starts: Sequence[int], sequence_length: int
) -> Rows:
    """`encode_windows` for lines not yet encoded; each line that a window covers is, once."""
    encoded: list[list[int]] = [[]] * len(lines)
    for index in {i for s in starts for i in range(s, min(s + WINDOW_LINES, len(lines)))}:
        encoded[index] = tokenizer.encode_line(lines[index].text, lines[index].after_blank)
    return encode_windows(encoded, starts, sequence_length)


def bigram_ids(token_ids: npt.NDArray[np.uint16], buckets: int) -> npt.NDArray[np.int32]:
    """Hash each token with the one before it into `buckets`; 0 where there is padding.

    Multiply and mix as MurmurHash3 does (Appleby, 2011), in 32 bits.

    Args:
        token_ids: (windows, sequence_length).
        buckets: rows of the bigram embedding.

    Returns:
        int32 array of the same shape, values in ``range(buckets)``.
    """
    current = token_ids.astype(np.uint32)
    mixed = _before(current, 1) * np.uint32(0x9E3779B1) + current * np.uint32(0x85EBCA6B)
    return _buckets_of(mixed, token_ids, buckets)


def trigram_ids(token_ids: npt.NDArray[np.uint16], buckets: int) -> npt.NDArray[np.int32]:
    """Hash each token with the two before it, as `bigram_ids` does with one."""
    current = token_ids.astype(np.uint32)
    mixed = _before(current, 1) * np.uint32(0x9E3779B1) + current * np.uint32(0x85EBCA6B)
    mixed += _before(current, 2) * np.uint32(0x27D4EB2F)
    return _buckets_of(mixed, token_ids, buckets)


def _before(ids: npt.NDArray[np.uint32], distance: int) -> npt.NDArray[np.uint32]:
    """The token so many places before each one; 0 where there is none."""
    previous = np.zeros_like(ids)
    previous[:, distance:] = ids[:, :-distance]
    return previous


def _buckets_of(
    mixed: npt.NDArray[np.uint32], token_ids: npt.NDArray[np.uint16], buckets: int
) -> npt.NDArray[np.int32]:
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0xC2B2AE35)
    mixed ^= mixed >> np.uint32(16)
    hashed = mixed % np.uint32(buckets - 1) + np.uint32(1)
    return np.where(token_ids == PADDING_ID, 0, hashed).astype(np.int32)
