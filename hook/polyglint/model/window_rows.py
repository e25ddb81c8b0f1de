"""Windows as rows of token ids, in arrays: what training and longer runs read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from polyglint.model.tokenizer import Tokenizer
from polyglint.model.windows import ID_BYTES, Cut, Lines, encoded_lines, joined
from polyglint.typed import NamedTuple

PADDING = b"\0"  # each byte of `PADDING_ID`


class Rows(NamedTuple):
    """Windows as a model reads them."""

    token_ids: npt.NDArray[np.uint16]  # (windows, sequence_length)
    padding_mask: npt.NDArray[np.bool_]  # (windows, 1 + sequence_length), True = read it


def encode_windows(encoded: Sequence[bytes], starts: Sequence[int], sequence_length: int) -> Rows:
    """Rows of token ids, cut or padded to `sequence_length`.

    Args:
        encoded: the token ids of each non-blank line.
        starts: index of the first line of each window.
        sequence_length: tokens a row.

    Returns:
        The ids, `PADDING_ID` where a window leaves room, and the mask, whose first column stands
        for the class token and is always True.
    """
    windows = joined(encoded, starts, sequence_length)
    used = np.array([*map(len, windows)], np.intp) // ID_BYTES
    filled = b"".join([window.ljust(ID_BYTES * sequence_length, PADDING) for window in windows])
    ids = np.frombuffer(filled, np.uint16).reshape(len(windows), sequence_length)
    return Rows(ids, np.arange(1 + sequence_length) <= used[:, None])


def rows_of(cut: Cut, tokenizer: Tokenizer, sequence_length: int) -> Rows:
    """The windows of a text as a model reads them."""
    return encode_rows(tokenizer, cut.lines, cut.starts, sequence_length)


def encode_rows(
    tokenizer: Tokenizer, lines: Lines, starts: Sequence[int], sequence_length: int
) -> Rows:
    """`encode_windows` for lines not yet encoded; each line that a window covers is, once."""
    return encode_windows(*encoded_lines(tokenizer, lines, starts), sequence_length)
