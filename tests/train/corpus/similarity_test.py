import random

import numpy as np
import pytest

from train.corpus.similarity import MIN_SKETCH, bands, jaccard, sketch, squeeze

WORDS = [f"name{number}" for number in range(3000)]


def text_of(words):
    return squeeze(" ".join(words))


def shared_bands(one, other):
    return set(bands(one)) & set(bands(other))


def test_white_space_does_not_count():
    assert squeeze("a b\n\tc\n") == b"abc"


def test_the_sketch_of_a_text_is_the_same_in_every_run():
    found = sketch(text_of(WORDS[:200]))
    assert len(found) == 138
    assert int(np.bitwise_xor.reduce(found)) == 16375492721691560192


def test_jaccard_of_sketches_is_near_that_of_texts():
    one, other = sketch(text_of(WORDS[:2000])), sketch(text_of(WORDS[500:2500]))
    assert jaccard(one, one) == 1
    assert jaccard(one, other) == pytest.approx(1500 / 2500, abs=0.05)
    assert jaccard(one, sketch(text_of(WORDS[2500:]))) == 0


def test_like_texts_share_a_band():
    words = random.Random(1).sample(WORDS, 1000)
    changed = list(words)
    for position in range(0, 1000, 100):
        changed[position] = "something"
    one, other = sketch(text_of(words)), sketch(text_of(changed))
    assert jaccard(one, other) > 0.8
    assert shared_bands(one, other)


def test_unlike_texts_share_none():
    assert not shared_bands(sketch(text_of(WORDS[:1000])), sketch(text_of(WORDS[1000:2000])))


@pytest.mark.parametrize("text", [b"", b"a", b"a" * 31, b"a" * 32, b"short text of one line only"])
def test_a_short_text_has_no_bands(text):
    assert len(sketch(text)) < MIN_SKETCH
    assert bands(sketch(text)) == []
