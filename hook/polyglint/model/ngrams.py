"""Hashed n-grams of token ids, in arrays; `plain_inputs` has the hash and the same in numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from polyglint.model import plain_inputs
from polyglint.model.plain_inputs import Buckets
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
SALTS = np.array(plain_inputs.SALTS, np.uint32)  # of each kind of the wide branch
FIRST_SHIFT, LAST_SHIFT, ONE = np.uint32(15), np.uint32(16), np.uint32(1)


def ngram_ids(token_ids: TokenIds, buckets: Buckets) -> dict[str, npt.NDArray[np.int32]]:
    """What a model reads beside token ids, by name: hashed n-grams, 0 where there is padding.

    Args:
        token_ids: (windows, sequence_length).
        buckets: rows of the model's embeddings; what is read for one is in ``range`` of its rows.

    Returns:
        ``bigram_ids``, each token with the one before it, and ``trigram_ids``, with the two before
        it: int32 (windows, sequence_length). ``wide_ids``: int32 (windows, sequence_length, 4), the
        token, its bigram, its trigram, and the bigram that skips the token before it. Those that
        the model has rows for.
    """
    is_token = token_ids != PADDING_ID
    own = token_ids * OWN
    bigram = own + _behind(token_ids, 1, BEFORE)
    skip = _behind(token_ids, 2, BEFORE_THAT)
    trigram = bigram + skip
    inputs = {}
    if buckets.wide:
        grams = np.empty((*token_ids.shape, len(SALTS)), np.uint32)
        for place, kind in enumerate((own, bigram, trigram, own + skip)):
            np.add(kind, SALTS[place], out=grams[..., place])
        inputs["wide_ids"] = _buckets_of(grams, is_token[..., None], buckets.wide)
    if buckets.bigram:
        inputs["bigram_ids"] = _buckets_of(bigram, is_token, buckets.bigram)
    if buckets.trigram:
        inputs["trigram_ids"] = _buckets_of(trigram, is_token, buckets.trigram)
    return inputs


def distinct_ngrams(token_ids: TokenIds, buckets: int, limit: int) -> npt.NDArray[np.int32]:
    """The different n-grams of all windows of a file, hashed as for the wide branch.

    Args:
        token_ids: (windows, sequence_length).
        buckets: rows of the file branch's embedding.
        limit: how many there may be; a file read with no more windows than the model's cap has
            no more.

    Returns:
        int32 (limit,), ascending, filled up with 0 where there are fewer.
    """
    is_there = np.zeros(buckets, np.bool_)
    is_there[ngram_ids(token_ids, Buckets(wide=buckets))["wide_ids"]] = True
    is_there[0] = False  # padding
    ngrams = np.zeros(limit, np.int32)
    found = np.flatnonzero(is_there)[:limit]
    ngrams[: len(found)] = found
    return ngrams


def _behind(token_ids: TokenIds, distance: int, factor: np.uint32) -> Hashes:
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
