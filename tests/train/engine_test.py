import os
import signal
import sys
from functools import partial
from itertools import pairwise

import pytest

from polyglint.errors import FatalError
from tests.hook.cluster.ray_session import local_ray as local_ray
from train.engine import LOCAL, RAY, opened, parts


def twice(number, plus=0):
    return 2 * number + plus


def killed(number):
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("chunksize", [1, 7])
def test_answers_are_in_order(chunksize):
    with opened(LOCAL) as engine:
        found = list(engine.imap(partial(twice, plus=1), range(20), chunksize))
    assert found == [2 * number + 1 for number in range(20)]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_process_that_is_killed_ends_the_step():
    with pytest.raises(FatalError, match="was killed"), opened(LOCAL) as engine:
        list(engine.imap(killed, range(100)))


def test_answers_of_ray_are_in_order(local_ray):
    with opened(RAY) as engine:
        found = list(engine.imap(partial(twice, plus=1), range(20), 3))
        assert list(engine.imap(twice, [])) == []
    assert found == [2 * number + 1 for number in range(20)]


def test_an_address_is_for_ray():
    with pytest.raises(FatalError, match="for --engine ray"), opened(LOCAL, "x:1"):
        pass


@pytest.mark.parametrize(
    ("weights", "count", "expected"),
    [
        ([1, 1, 1, 1], 2, [(0, 2), (2, 4)]),
        ([9, 1, 1, 1], 2, [(0, 1), (1, 4)]),
        ([1, 1, 9], 2, [(0, 2), (2, 3)]),
        ([1, 1], 5, [(0, 1), (1, 2)]),
        ([5], 1, [(0, 1)]),
        ([1] * 10, 3, [(0, 3), (3, 7), (7, 10)]),
    ],
)
def test_parts_weigh_about_the_same(weights, count, expected):
    found = parts(weights, count)
    assert found[0][0] == 0
    assert found[-1][1] == len(weights)
    assert all(one[1] == other[0] for one, other in pairwise(found))
    assert 1 <= len(found) <= count
    assert found == expected
