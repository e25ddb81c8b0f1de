from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglint.errors import FatalError
from train.data.split import (
    MIN_WINDOWS,
    TEST,
    TRAIN,
    TRAINING_SHARES,
    VALIDATION,
    fill_level,
    project_quotas,
    read_splits,
    split_projects,
    splits_to_keep,
)

CAPACITIES = st.lists(st.integers(0, 5000), min_size=1, max_size=40)
TOTALS = st.integers(0, 100_000)


@given(CAPACITIES, TOTALS)
def test_fill_level_gives_the_total_or_all_there_is(capacities, total):
    given = fill_level(capacities, total)
    assert (given <= capacities).all()
    assert given.sum() == min(total, sum(capacities))


@given(CAPACITIES, TOTALS)
def test_fill_level_is_even(capacities, total):
    given = fill_level(capacities, total)
    not_full = given[given < capacities]
    if len(not_full):
        assert given.max() - not_full.min() <= 1


@pytest.mark.parametrize(
    ("capacities", "total", "given"),
    [
        pytest.param([10, 10, 10], 6, [2, 2, 2], id="even"),
        pytest.param([1, 10, 10], 9, [1, 4, 4], id="a small one gives all it has"),
        pytest.param([3, 1], 9, [3, 1], id="more than there is"),
        pytest.param([5, 5], 0, [0, 0], id="nothing asked"),
    ],
)
def test_fill_level(capacities, total, given):
    assert fill_level(capacities, total).tolist() == given


@given(CAPACITIES, TOTALS)
def test_quotas_stay_within_capacity_and_total(capacities, total):
    quotas = project_quotas(capacities, total, TRAINING_SHARES)
    assert (quotas <= capacities).all()
    assert quotas.sum() <= total


@given(CAPACITIES, TOTALS)
def test_quotas_without_a_share_are_the_level(capacities, total):
    assert sorted(project_quotas(capacities, total)) == sorted(fill_level(capacities, total))


@given(CAPACITIES, TOTALS)
def test_no_project_gives_more_than_the_last_share(capacities, total):
    quotas = project_quotas(capacities, total, TRAINING_SHARES)
    share = max(TRAINING_SHARES[-1], 2 / max(2, np.count_nonzero(capacities)))
    assert quotas.max() <= share * quotas.sum() + 1e-6


@given(st.lists(st.integers(1, 5000), min_size=20, max_size=60), TOTALS)
def test_a_larger_share_is_taken_only_where_the_one_before_leaves_too_little(capacities, total):
    quotas = project_quotas(capacities, total, TRAINING_SHARES)
    for share, following in pairwise(TRAINING_SHARES):
        with_share = project_quotas(capacities, total, (share,))
        if with_share.sum() >= min(MIN_WINDOWS, total, sum(capacities)):
            assert quotas.tolist() == with_share.tolist()
            break
        assert project_quotas(capacities, total, (following,)).sum() >= with_share.sum()


@pytest.mark.parametrize(
    ("capacities", "quotas"),
    [
        pytest.param([9000] * 20, [2000] * 20, id="many projects share evenly"),
        pytest.param([90_000] + [900] * 19, [1900] + [900] * 19, id="a large one is held back"),
        pytest.param([50_000] * 4, [10_000] * 4, id="four give a quarter each"),
        pytest.param([50_000] * 3, [13_333] * 3, id="three give a third each"),
        pytest.param([2, 1000, 1000, 1000], [2, 1000, 1000, 1000], id="a tiny one holds none back"),
        pytest.param([0, 700], [0, 700], id="one with an empty one"),
        pytest.param([700], [700], id="one"),
        pytest.param([9000, 10, 10, 10], [30, 10, 10, 10], id="one large, three tiny"),
    ],
)
def test_quotas(capacities, quotas):
    assert project_quotas(capacities, 40_000, TRAINING_SHARES).tolist() == quotas


def many_projects(count=200):
    """A language of each size; every third project writes the first two of them."""
    files = {"A": {}, "B": {}, "C": {}}
    for number in range(count):
        name = f"project-{number}"
        files["A"][name] = 1 + number % 7
        if number % 3 == 0:
            files["B"][name] = 2
        if number % 9 == 0:
            files["C"][name] = 5
    return files


def test_a_tenth_of_the_projects_of_every_language_is_held_out_twice():
    files = many_projects()
    split = split_projects(files)
    for projects in files.values():
        counts = np.bincount([split[project] for project in projects], minlength=3)
        tenth = len(projects) / 10
        for held_out in (VALIDATION, TEST):
            assert tenth * 0.8 - 1 <= counts[held_out] <= tenth * 1.5 + 1


def test_every_project_has_one_split():
    files = many_projects()
    assert set(split_projects(files)) == {p for projects in files.values() for p in projects}


def test_known_projects_keep_their_split_and_count_as_held_out():
    files = {"A": {f"project-{n}": 10 for n in range(30)}}
    free = split_projects(files)
    learned = next(project for project, part in free.items() if part == TEST)
    known = {**dict.fromkeys([learned, "gone"], TRAIN), "project-3": TEST, "project-4": TEST}
    split = split_projects(files, known)
    assert split[learned] == TRAIN
    assert "gone" not in split
    assert split["project-3"] == split["project-4"] == TEST
    assert list(split.values()).count(TEST) == 3


@pytest.mark.parametrize(
    ("projects", "earlier", "held_out"), [(14, 0, 1), (15, 0, 3), (9, 6, 3), (6, 10, 2), (3, 90, 1)]
)
def test_three_projects_are_held_out_where_there_are_enough(projects, earlier, held_out):
    files = {"A": {f"project-{n}": 10 for n in range(projects)}}
    split = list(split_projects(files, earlier={"A": earlier, "B": 90}).values())
    assert split.count(VALIDATION) == split.count(TEST) == held_out


def test_projects_that_are_added_move_none_that_were_there():
    before = split_projects(many_projects(200))
    split = split_projects(many_projects(300), before)
    assert {project: split[project] for project in before} == before
    assert 25 <= list(split.values()).count(TEST) <= 35


def test_splits_of_an_earlier_data_set_are_kept(tmp_path):
    (tmp_path / "projects.tsv").write_text("project\tsplit\none\ttest\ntwo\tvalidation\n")
    assert splits_to_keep(tmp_path, {"two": TRAIN}) == {"one": TEST, "two": TRAIN}
    assert splits_to_keep(None, {"two": TRAIN}) == {"two": TRAIN}


def test_a_data_set_whose_windows_were_split_has_none(tmp_path):
    (tmp_path / "projects.tsv").write_text("project\tsplit\n")
    assert read_splits(tmp_path) == {}
    with pytest.raises(FatalError, match="its windows were split, not its projects"):
        splits_to_keep(tmp_path, {})
    with pytest.raises(FatalError, match=r"projects\.tsv: not found; make a data set"):
        splits_to_keep(tmp_path / "nowhere", {})


def test_a_split_does_not_depend_on_order():
    files = many_projects()
    backwards = {
        language: dict(reversed(counts.items())) for language, counts in reversed(files.items())
    }
    assert split_projects(files) == split_projects(backwards)


def test_a_dominant_project_stays_in_training():
    for number in range(30):  # whatever its name hashes to
        large = f"large-{number}"
        files = {"A": {large: 30, **{f"project-{n}": 2 for n in range(30)}}}
        assert split_projects(files)[large] == TRAIN


def test_a_project_that_dominates_one_language_trains_for_the_others_too():
    small = {f"project-{n}": 1 for n in range(20)}
    split = split_projects({"A": {"large": 10, **small}, "B": {"large": 1, **small}})
    assert split["large"] == TRAIN


@pytest.mark.parametrize("count", [3, 4, 5, 9, 14])
def test_few_projects_of_like_size_fill_every_split(count):
    split = split_projects({"A": {f"project-{n}": 10 + n % 2 for n in range(count)}})
    assert sorted(set(split.values())) == [TRAIN, VALIDATION, TEST]
    assert list(split.values()).count(TRAIN) == count - 2 * max(1, round(count / 10))
