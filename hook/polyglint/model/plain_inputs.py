"""What the model reads of a few windows, as plain numbers: importing numpy takes far longer.

The same numbers as `ngrams` has in arrays. N-grams of token ids are hashed by multiplying and
mixing as MurmurHash3 does (Appleby, 2011), in 32 bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from polyglint.model.windows import PADDING_ID
from polyglint.typed import NamedTuple, TypeAlias

Row: TypeAlias = "Sequence[int]"  # the token ids of a window, without padding
BITS = (1 << 32) - 1
# A factor for a token and for each of the two before it, and one for mixing.
OWN, BEFORE, BEFORE_THAT, MIX = 0x85EBCA6B, 0x9E3779B1, 0x27D4EB2F, 0xC2B2AE35
SALTS = (0x165667B1, 0x2545F491, 0x5851F42D, 0x7FEB352D)  # each kind of the wide branch's has rows


class Buckets(NamedTuple):
    """Rows of a model's embeddings of hashed n-grams; 0 where it has none."""

    bigram: int = 0
    trigram: int = 0
    wide: int = 0


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


def distinct_ngrams(rows: Sequence[Row], buckets: int, limit: int) -> list[int]:
    """What the branch for whole files reads of a text, as in `ngrams`.

    Args:
        rows: the windows of the text.
        buckets: rows of the branch's embedding.
        limit: how many numbers it takes, filled up with 0.
    """
    found = {ngram for row in rows for ngram in _wide_ids(row, buckets)} - {PADDING_ID}
    ngrams = sorted(found)[:limit]
    return ngrams + [PADDING_ID] * (limit - len(ngrams))


def _filled(rows: Iterable[Row], length: int) -> list[int]:
    return [i for row in rows for i in (*row, *[PADDING_ID] * (length - len(row)))]


def _bigram_ids(row: Row, buckets: int) -> list[int]:
    pairs = zip(row, (0, *row), strict=False)
    return _buckets_of([before * BEFORE + own * OWN for own, before in pairs], row, buckets)


def _trigram_ids(row: Row, buckets: int) -> list[int]:
    grams = [
        before * BEFORE + own * OWN + before_that * BEFORE_THAT
        for own, before, before_that in _with_two_before(row)
    ]
    return _buckets_of(grams, row, buckets)


def _wide_ids(row: Row, buckets: int) -> list[int]:
    of_token, of_bigram, of_trigram, of_skip = SALTS
    grams: list[int] = []
    for own, before, before_that in _with_two_before(row):
        alone, skip = own * OWN, before_that * BEFORE_THAT
        bigram = before * BEFORE + alone
        grams += (
            alone + of_token,
            bigram + of_bigram,
            bigram + skip + of_trigram,
            skip + alone + of_skip,
        )
    return _buckets_of(grams, row, buckets)


def _with_two_before(row: Row) -> Iterable[tuple[int, int, int]]:
    return zip(row, (0, *row), (0, 0, *row), strict=False)


def _buckets_of(grams: Sequence[int], row: Row, buckets: int) -> list[int]:
    """The buckets of hashes, less their last mixing; none for what stands for padding.

    Args:
        row: the tokens that the n-grams end at, as many of them at each.
    """
    # In one expression: a call for each of them would take half of the time.
    found = [
        ((mixed := ((low := gram & BITS) ^ low >> 15) * MIX & BITS) ^ mixed >> 16) % (buckets - 1)
        + 1
        for gram in grams
    ]
    if PADDING_ID not in row:
        return found
    each = len(grams) // len(row)
    return [0 if row[place // each] == PADDING_ID else n for place, n in enumerate(found)]
