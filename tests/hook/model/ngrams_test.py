import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polyglint.model.ngrams import distinct_ngrams, ngram_ids
from polyglint.model.plain_inputs import Buckets
from polyglint.model.windows import PADDING_ID


def bigram_ids(token_ids, buckets):
    return ngram_ids(token_ids, Buckets(bigram=buckets))["bigram_ids"]


def trigram_ids(token_ids, buckets):
    return ngram_ids(token_ids, Buckets(trigram=buckets))["trigram_ids"]


def wide_ids(token_ids, buckets):
    return ngram_ids(token_ids, Buckets(wide=buckets))["wide_ids"]


def test_bigram_ids_are_the_ones_that_models_were_trained_with():
    token_ids = np.array([[1, 2, 3, 2, 1, 0], [16383, 16383, 5, 0, 0, 0]], np.uint16)
    assert bigram_ids(token_ids, 65536).tolist() == [
        [3092, 16435, 58932, 48030, 31261, 0],
        [13944, 6977, 42674, 0, 0, 0],
    ]


def murmur(previous, current, first=0):
    """The same hash in Python's integers."""
    mixed = (previous * 0x9E3779B1 + current * 0x85EBCA6B + first * 0x27D4EB2F) % 2**32
    mixed = (mixed ^ mixed >> 15) * 0xC2B2AE35 % 2**32
    return mixed ^ mixed >> 16


@given(
    st.lists(st.integers(0, 2**16 - 1), min_size=1, max_size=64),
    st.sampled_from([2, 7, 1024, 65536]),
)
def test_bigram_ids(row, buckets):
    pairs = zip([0, *row], row, strict=False)
    expected = [murmur(*pair) % (buckets - 1) + 1 if pair[1] else 0 for pair in pairs]
    found = bigram_ids(np.array([row], np.uint16), buckets)
    assert found.tolist() == [expected]
    assert found.dtype == np.int32
    assert max(expected) < buckets


@given(
    st.lists(st.integers(0, 2**16 - 1), min_size=1, max_size=64),
    st.sampled_from([2, 7, 1024, 49152]),
)
def test_trigram_ids(row, buckets):
    triples = zip([0, 0, *row], [0, *row], row, strict=False)
    expected = [
        murmur(previous, current, first) % (buckets - 1) + 1 if current else 0
        for first, previous, current in triples
    ]
    assert trigram_ids(np.array([row], np.uint16), buckets).tolist() == [expected]


def test_trigram_ids_see_two_tokens_back():
    near, far = trigram_ids(np.array([[3, 7, 9, 4], [5, 7, 9, 4]], np.uint16), 65536)
    assert (near == far).tolist() == [False, False, False, True]


def test_wide_ids():
    rows = np.array([[3, 7, 9, 0], [5, 7, 9, 0], [3, 8, 9, 0]], np.uint16)
    ids = wide_ids(rows, 65536)
    assert (ids.shape, ids.dtype) == ((3, 4, 4), np.int32)
    assert not ids[:, 3].any()  # padding
    assert ((ids[:, :3] > 0) & (ids[:, :3] < 65536)).all()
    first, other_start, other_middle = ids[:, 2]  # n-grams that end at the 9
    # The token, its bigram, its trigram, and the bigram that skips one.
    assert (first == other_start).tolist() == [True, True, False, False]
    assert (first == other_middle).tolist() == [True, False, False, True]
    assert len(set(first.tolist())) == 4


def test_bigram_ids_depend_on_the_order():
    forth, back = bigram_ids(np.array([[7, 9], [9, 7]], np.uint16), 65536)
    assert len({*forth.tolist(), *back.tolist()}) == 4


def test_distinct_ngrams_are_those_of_all_windows_each_once():
    ids = np.array([[5, 6, 5, 6, PADDING_ID], [5, 6, 7, PADDING_ID, PADDING_ID]], np.uint16)
    found = distinct_ngrams(ids, 1024, 40)
    assert found.shape == (40,)
    assert found.dtype == np.int32
    there = found[found > 0].tolist()
    assert there == sorted(set(wide_ids(ids, 1024).ravel().tolist()) - {0})
    assert found[len(there) :].tolist() == [0] * (40 - len(there))
    assert distinct_ngrams(ids[::-1], 1024, 40).tolist() == found.tolist()


def test_distinct_ngrams_are_no_more_than_the_limit():
    ids = np.arange(1, 65, dtype=np.uint16)[None]
    assert (distinct_ngrams(ids, 1 << 16, 10) > 0).all()
    assert len(distinct_ngrams(ids, 1 << 16, 10)) == 10
    assert distinct_ngrams(ids[:0], 1 << 16, 3).tolist() == [0, 0, 0]
