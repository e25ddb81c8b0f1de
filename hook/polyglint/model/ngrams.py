"""Hashed n-grams of token ids, in arrays; `plain_inputs` has the hash and the same in numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from polyglint.model import plain_inputs
from polyglint.model.windows import PADDING_ID
from polyglint.typed import TypeAlias

TokenIds: TypeAlias = npt.NDArray[np.uint16]  # (windows, sequence_length)
Hashes: TypeAlias = npt.NDArray[np.uint32]
OWN, BEFORE, BEFORE_THAT, MIX = (
    np.uint32(plain_inputs.OWN),
    np.uint32(plain_inputs.BEFORE),
    np.uint32(plain_inputs.BEFORE_THAT),
    np.uint32(plain_inputs.MIX),
)
SALTS = np.array(plain_inputs.SALTS, np.uint32)
FIRST_SHIFT, LAST_SHIFT, ONE = np.uint32(15), np.uint32(16), np.uint32(1)


def bigram_ids(token_ids: TokenIds, buckets: int) -> npt.NDArray[np.int32]:
    """Hash each token with the one before it into `buckets`; 0 where there is padding.

    Args:
        token_ids: (windows, sequence_length).
        buckets: rows of the bigram embedding.

    Returns:
        int32 array of the same shape, values in ``range(buckets)``.
    """
    return _buckets_of(_bigrams(token_ids), token_ids != PADDING_ID, buckets)


def trigram_ids(token_ids: TokenIds, buckets: int) -> npt.NDArray[np.int32]:
    """Hash each token with the two before it, as `bigram_ids` does with one."""
    grams = _bigrams(token_ids) + _times(token_ids, 2, BEFORE_THAT)
    return _buckets_of(grams, token_ids != PADDING_ID, buckets)


def wide_ids(token_ids: TokenIds, buckets: int) -> npt.NDArray[np.int32]:
    """Hash the n-grams that end at each token, for the wide branch; 0 where there is padding.

    Args:
        token_ids: (windows, sequence_length).
        buckets: rows of the wide branch's embedding.

    Returns:
        int32 (windows, sequence_length, 4), values in ``range(buckets)``: the token, its bigram,
        its trigram, and the bigram that skips the token before it.
    """
    grams = np.empty((*token_ids.shape, len(SALTS)), np.uint32)
    own, skip = _times(token_ids, 0, OWN), _times(token_ids, 2, BEFORE_THAT)
    grams[..., 0] = own
    grams[..., 1] = own + _times(token_ids, 1, BEFORE)
    grams[..., 2] = grams[..., 1] + skip
    grams[..., 3] = own + skip
    grams += SALTS
    return _buckets_of(grams, (token_ids != PADDING_ID)[..., None], buckets)


def distinct_ngrams(token_ids: TokenIds, buckets: int, limit: int) -> npt.NDArray[np.int32]:
    """The different n-grams of all windows of a file, hashed as `wide_ids` does.

    Args:
        token_ids: (windows, sequence_length).
        buckets: rows of the file branch's embedding.
        limit: how many there may be; a file read with no more windows than the model's cap has
            no more.

    Returns:
        int32 (limit,), ascending, filled up with 0 where there are fewer.
    """
    is_there = np.zeros(buckets, np.bool_)
    is_there[wide_ids(token_ids, buckets).ravel()] = True
    is_there[0] = False  # padding
    ngrams = np.zeros(limit, np.int32)
    found = np.flatnonzero(is_there)[:limit]
    ngrams[: len(found)] = found
    return ngrams


def _bigrams(token_ids: TokenIds) -> Hashes:
    return _times(token_ids, 0, OWN) + _times(token_ids, 1, BEFORE)


def _times(token_ids: TokenIds, distance: int, factor: np.uint32) -> Hashes:
    """A factor times the token so many places before each one; 0 where there is none."""
    product = np.zeros(token_ids.shape, np.uint32)
    there = token_ids.shape[1] - distance
    np.multiply(token_ids[:, :there], factor, out=product[:, distance:], casting="unsafe")
    return product


def _buckets_of(
    grams: Hashes, is_token: npt.NDArray[np.bool_], buckets: int
) -> npt.NDArray[np.int32]:
    """The buckets of hashes, less their last mixing, which is done in place."""
    grams ^= grams >> FIRST_SHIFT
    grams *= MIX
    grams ^= grams >> LAST_SHIFT
    divisor = np.uint32(buckets - 1)
    grams -= grams // divisor * divisor  # for which numpy has faster code than for the remainder
    grams += ONE
    grams *= is_token
    return grams.view(np.int32)
