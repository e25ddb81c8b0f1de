"""What the model reads of a few windows, as plain numbers: importing numpy takes far longer.

The same numbers as `windows` has in arrays, where the hashes are explained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from polyglint.model.tokenizer import PADDING_ID
from polyglint.model.windows import BEFORE, BEFORE_THAT, MIX, OWN, SALTS
from polyglint.typed import NamedTuple, TypeAlias

Row: TypeAlias = "Sequence[int]"  # the token ids of a window, without padding
BITS = (1 << 32) - 1


class Buckets(NamedTuple):
    """Rows of a model's embeddings of hashed n-grams; 0 where it has none."""

    bigram: int
    trigram: int
    wide: int


def plain_inputs(
    rows: Sequence[Row], size: int, length: int, buckets: Buckets
) -> dict[str, list[int]]:
    """The inputs of one batch by name, each of them flat.

    Args:
        rows: windows, at most `size` of at most `length` tokens.
        size: windows of the batch; those that are missing are empty.
        length: tokens of a window, filled up with padding.
    """
    rows = [*rows, *[()] * (size - len(rows))]
    inputs = {
        "token_ids": _filled(rows, length),
        # The first column stands for the class token, which is read even in empty rows.
        "padding_mask": _filled(([1] * (1 + len(row)) for row in rows), 1 + length),
    }
    hashes: dict[str, tuple[int, Callable[[Row, int], list[int]], int]] = {
        "bigram_ids": (buckets.bigram, _bigram_ids, 1),
        "trigram_ids": (buckets.trigram, _trigram_ids, 1),
        "wide_ids": (buckets.wide, _wide_ids, len(SALTS)),
    }
    for name, (count, hashed, depth) in hashes.items():
        if count:
            inputs[name] = _filled((hashed(row, count) for row in rows), length * depth)
    return inputs


def _filled(rows: Iterable[Row], length: int) -> list[int]:
    return [i for row in rows for i in (*row, *[PADDING_ID] * (length - len(row)))]


def _bigram_ids(row: Row, buckets: int) -> list[int]:
    pairs = zip(row, (0, *row), strict=False)
    return [_bucket(own, before * BEFORE + own * OWN, buckets) for own, before in pairs]


def _trigram_ids(row: Row, buckets: int) -> list[int]:
    return [
        _bucket(own, before * BEFORE + own * OWN + before_that * BEFORE_THAT, buckets)
        for own, before, before_that in _with_two_before(row)
    ]


def _wide_ids(row: Row, buckets: int) -> list[int]:
    found = []
    for own, before, before_that in _with_two_before(row):
        alone, skip = own * OWN, before_that * BEFORE_THAT
        bigram = before * BEFORE + alone
        grams = (alone, bigram, bigram + skip, skip + alone)
        found += [
            _bucket(own, gram + salt, buckets) for gram, salt in zip(grams, SALTS, strict=True)
        ]
    return found


def _with_two_before(row: Row) -> Iterable[tuple[int, int, int]]:
    return zip(row, (0, *row), (0, 0, *row), strict=False)


def _bucket(own: int, mixed: int, buckets: int) -> int:
    """The bucket of a hash, less its last mixing; none for what stands for padding."""
    if own == PADDING_ID:
        return 0
    mixed &= BITS
    mixed = (mixed ^ mixed >> 15) * MIX & BITS
    return (mixed ^ mixed >> 16) % (buckets - 1) + 1
