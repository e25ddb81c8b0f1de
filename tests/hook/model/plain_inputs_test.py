from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglint.model import plain_inputs as plain
from polyglint.model.ngrams import distinct_ngrams, ngram_ids
from polyglint.model.plain_inputs import Buckets, plain_inputs
from polyglint.model.window_rows import Rows, encode_windows

SIZE, LENGTH = 4, 8
IDS = st.lists(st.integers(0, 2**16 - 1), max_size=LENGTH)  # 0 is a token of some tokenizers


def encoded(ids):
    return array("H", ids).tobytes()


def in_arrays(rows: list[list[int]], buckets: Buckets) -> dict[str, list[int]]:
    """The same inputs by the functions for many windows."""
    lines = [line for row in rows for line in (encoded(row), b"", b"", b"")]
    some = encode_windows(lines, range(0, len(lines), 4), LENGTH)
    ids, mask = np.zeros((SIZE, LENGTH), np.uint16), np.zeros((SIZE, 1 + LENGTH), bool)
    ids[: len(rows)], mask[: len(rows)] = Rows(*some)
    mask[:, 0] = True
    return {
        "token_ids": ids.ravel().tolist(),
        "padding_mask": mask.ravel().tolist(),
        **{name: found.ravel().tolist() for name, found in ngram_ids(ids, buckets).items()},
    }


@given(
    st.lists(IDS, max_size=SIZE), st.builds(Buckets, *[st.sampled_from([2, 7, 1024, 131072])] * 3)
)
def test_they_are_those_of_arrays(rows, buckets):
    assert plain_inputs(rows, SIZE, LENGTH, buckets) == in_arrays(rows, buckets)


@pytest.mark.parametrize(
    ("buckets", "names"),
    [
        pytest.param(Buckets(0, 0, 0), set(), id="none"),
        pytest.param(Buckets(9, 0, 0), {"bigram_ids"}, id="bigrams"),
        pytest.param(Buckets(0, 9, 9), {"trigram_ids", "wide_ids"}, id="others"),
    ],
)
def test_a_model_gets_the_inputs_that_it_has(buckets, names):
    found = plain_inputs([[1, 2]], 2, 2, buckets)
    assert found.keys() == {"token_ids", "padding_mask"} | names
    assert found["token_ids"] == [1, 2, 0, 0]
    assert found["padding_mask"] == [1, 1, 1, 1, 0, 0]


@given(st.lists(IDS, max_size=SIZE), st.sampled_from([2, 7, 1024, 32768]), st.integers(1, 40))
def test_ngrams_of_a_whole_text(rows, buckets, limit):
    ids = np.zeros((len(rows), LENGTH), np.uint16)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
    expected = distinct_ngrams(ids, buckets, limit).tolist()
    assert plain.distinct_ngrams(rows, buckets, limit) == expected
