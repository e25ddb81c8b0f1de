"""Who goes where: projects to splits, and how many windows each project may give."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from polyglint.errors import FatalError
from train.corpus.manifest import read_table

SPLITS = ("train", "validation", "test")
PROJECTS = "projects.tsv"  # of a data set directory: the split of every project
TRAIN, VALIDATION, TEST = range(3)
HELD_OUT_SHARE = 0.1
# Fewer held-out projects than three say little of a language: one may be like no other.
LEAST_HELD_OUT = 3
ENOUGH_PROJECTS = 15  # of which that many may be held out twice
ALL = ""  # stands for all languages where those are counted
# A project with more than this share of some language's files stays in training: held out, it
# would take most of what that language can learn from, and the figure would be that project's.
# Where there are few projects, it takes more than twice an even share.
DOMINANT_SHARE = 0.2
# Largest share of a language's training windows that one project may give; the later ones only
# where the first leaves a language with too little to learn from.
TRAINING_SHARES = (0.1, 0.15, 0.2, 0.25)
MIN_WINDOWS = 8_000

Integers = npt.NDArray[np.int64]


def project_order(project: str) -> str:
    """A place for a project that depends on its name alone."""
    return hashlib.sha256(project.encode()).hexdigest()


def split_projects(
    files: Mapping[str, Mapping[str, int]],
    known: Mapping[str, int] | None = None,
    earlier: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """Give every project one split, about 80/10/10 of each language's projects.

    A project is in one split for all its languages, so they are shared out by iterative
    stratification (Sechidis et al., On the stratification of multi-label data, 2011): the language
    with the fewest projects left goes first, and each of its projects goes where that language
    lacks most, then where projects are lacking most. A language with three projects or more has
    one in each split at the least, with fifteen or more three, if other languages leave it.

    Args:
        files: language -> project -> number of files.
        known: splits that projects keep, those of the weights that a training starts from, which
            must not be measured on what they have seen, or those of an earlier data set: without
            them, a project that is added may move others.
        earlier: language -> training projects of those weights that `files` lacks. They are of the
            language's projects, too, so that more of the new ones are held out.

    Returns:
        project -> index into `SPLITS`.
    """
    languages_of: defaultdict[str, list[str]] = defaultdict(list)
    for language, counts in files.items():
        for project in counts:
            languages_of[project].append(language)
    missing = {
        language: _wanted(len(counts), (earlier or {}).get(language, 0))
        for language, counts in files.items()
    }
    missing[ALL] = _wanted(len(languages_of))
    split: dict[str, int] = {}

    def assign(project: str, part: int) -> None:
        split[project] = part
        for name in (ALL, *languages_of[project]):
            missing[name][part] -= 1

    for project in sorted(languages_of):
        if project in (known or {}):
            assign(project, (known or {})[project])
    for project in sorted(_dominant(files) - split.keys()):
        assign(project, TRAIN)
    left = {
        language: {project for project in counts if project not in split}
        for language, counts in files.items()
    }
    while any(left.values()):
        rarest = min((name for name in left if left[name]), key=lambda n: (len(left[n]), n))
        for project in sorted(left[rarest], key=project_order):
            here, everywhere = missing[rarest], missing[ALL]
            assign(project, max(range(3), key=lambda part: (here[part], everywhere[part], -part)))
            for name in languages_of[project]:
                left[name].discard(project)
    return split


def read_splits(dataset: Path) -> dict[str, int]:
    """Project -> index into `SPLITS`, of all that a data set or the weights before it knew.

    There are none where its windows were split.

    Raises:
        FatalError: it is no data set.
    """
    table = dataset / PROJECTS
    if not table.is_file():
        raise FatalError(f"{table}: not found; make a data set with `python -m train dataset`")
    return {row["project"]: SPLITS.index(row["split"]) for row in read_table(table)}


def splits_to_keep(dataset: Path | None, known: Mapping[str, int]) -> dict[str, int]:
    """Those of an earlier data set, if any, and of weights, which go first.

    Raises:
        FatalError: it is no data set, or one that says nothing of projects.
    """
    earlier = read_splits(dataset) if dataset else {}
    if dataset and not earlier:
        raise FatalError(f"{dataset}: its windows were split, not its projects")
    return {**earlier, **known}


def _wanted(projects: int, earlier: int = 0) -> list[float]:
    """How many of so many projects each split should have, where `earlier` ones taught already."""
    known = projects + earlier
    least = LEAST_HELD_OUT if known >= ENOUGH_PROJECTS else 1
    most = max(1, (projects - 1) // 2)  # one is left to learn from
    held_out = min(max(least, round(HELD_OUT_SHARE * known)), most)
    return [projects - 2 * held_out, held_out, held_out]


def _dominant(files: Mapping[str, Mapping[str, int]]) -> set[str]:
    return {
        project
        for counts in files.values()
        for project, count in counts.items()
        if count > max(DOMINANT_SHARE, 2 / len(counts)) * sum(counts.values())
    }


def fill_level(capacities: Sequence[int] | Integers, total: int) -> Integers:
    """Share `total` out as evenly as `capacities` allow (water filling).

    Returns:
        How many each one gives: at most its capacity, together `total` or all there is.
    """
    capacity = np.asarray(capacities, np.int64)
    total = int(min(total, capacity.sum()))
    given = np.zeros_like(capacity)
    order = np.argsort(capacity, kind="stable")
    left = total
    for place, index in enumerate(order):
        given[index] = min(int(capacity[index]), left // (len(order) - place))
        left -= int(given[index])
    return given


def project_quotas(
    capacities: Sequence[int] | Integers, total: int, max_shares: Sequence[float] = (1.0,)
) -> Integers:
    """Windows that each project of one language gives.

    No project gives more than the first of `max_shares` of the sum. Where that leaves fewer than
    `MIN_WINDOWS` windows, since most projects are small, the next share is tried, and so on. Of
    few projects each may give an even share, and in the end twice that.
    """
    capacity = np.asarray(capacities, np.int64)
    quotas = np.zeros_like(capacity)
    last = max(max_shares[-1], 2 / max(2, int(np.count_nonzero(capacity))))
    for share in (*max_shares[:-1], last):
        quotas = _capped_quotas(capacity, total, share)
        if quotas.sum() >= min(MIN_WINDOWS, total, capacity.sum()):
            break
    return quotas


def _capped_quotas(capacity: Integers, total: int, share: float) -> Integers:
    """The largest sum, as evenly shared as can be, in which no project exceeds `share` of it.

    An even share is never too much.
    """
    sharers = min(1 / share, int(np.count_nonzero(capacity)))
    low, high = 0, int(capacity.max(initial=0))  # of the largest that a project may give
    while low < high:
        middle = (low + high + 1) // 2
        allowed = middle * sharers <= min(total, np.minimum(capacity, middle).sum())
        low, high = (middle, high) if allowed else (low, middle - 1)
    return fill_level(np.minimum(capacity, low), total)
