"""The targets hold of their seeds and of some more, so that a fuzzer begins with what works."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.seeds import SEEDS
from tests.fuzz.targets import TARGETS


def test_every_target_has_seeds():
    assert SEEDS.keys() == TARGETS.keys()
    assert all(SEEDS.values())


@pytest.mark.parametrize("name", TARGETS)
def test_seeds(name):
    for seed in SEEDS[name]:
        TARGETS[name](seed)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_pieces_of_seeds(name, data):
    pieces = st.sampled_from(SEEDS[name]) | st.binary(max_size=20)
    TARGETS[name](b"".join(data.draw(st.lists(pieces, max_size=3))))
