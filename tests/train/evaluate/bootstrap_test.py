import numpy as np
import pytest

from train.evaluate.bootstrap import interval


def test_one_project_says_nothing_of_others():
    right = np.array([True, False, True, True])
    assert interval(right, ["a"] * 4) == (0.75, 0.75)


def test_cases_of_one_project_are_no_cases_of_their_own():
    right = np.repeat([True, False], 500)
    alone = interval(right, [str(n) for n in range(1000)])
    together = interval(right, [str(n // 100) for n in range(1000)])
    assert alone[0] == pytest.approx(0.47, abs=0.01)
    assert alone[1] == pytest.approx(0.53, abs=0.01)
    assert together[0] < 0.3
    assert together[1] > 0.7


def test_it_is_the_same_each_time():
    right, projects = np.arange(30) % 3 > 0, [str(n % 7) for n in range(30)]
    assert interval(right, projects) == interval(right, projects)
    assert interval(right, projects, 2) != interval(right, projects)


def test_nothing_has_no_interval():
    assert np.isnan(interval(np.empty(0, bool), [])).all()
