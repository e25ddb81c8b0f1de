"""Which windows of which file go to which split."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.errors import FatalError
from train.data.documents import Document
from train.data.split import (
    SPLITS,
    TRAIN,
    TRAINING_SHARES,
    fill_level,
    project_quotas,
    split_projects,
)
from train.model.settings import TrainingSettings


class WindowTask(NamedTuple):
    """Windows to cut from one file; one split for all of them, or one for each."""

    document: Document
    path: Path
    starts: tuple[int, ...]
    splits: tuple[int, ...]


def plan(
    documents: Sequence[Document],
    capacities: Sequence[int],
    quota: int,
    max_shares: Sequence[float],
    generator: np.random.Generator,
) -> list[npt.NDArray[np.int64]]:
    """Choose windows of one language and split: balanced over projects, then over files.

    Returns:
        For each document the numbers of its windows, sorted, each below its capacity.
    """
    by_project: defaultdict[str, list[int]] = defaultdict(list)
    for index, document in enumerate(documents):
        by_project[document.project].append(index)
    totals = [sum(capacities[i] for i in indices) for indices in by_project.values()]
    chosen: list[npt.NDArray[np.int64]] = [np.empty(0, np.int64)] * len(documents)
    for indices, share in zip(
        by_project.values(), project_quotas(totals, quota, max_shares), strict=True
    ):
        given = fill_level([capacities[i] for i in indices], int(share))
        for index, count in zip(indices, given, strict=True):
            chosen[index] = np.sort(generator.choice(capacities[index], int(count), replace=False))
    return chosen


def plan_tasks(
    corpus: Path,
    documents: Sequence[Document],
    candidates: Sequence[npt.NDArray[np.int32]],
    settings: TrainingSettings,
    split_by: str,
    seed: int,
    known: Mapping[str, int] | None = None,
    earlier: Mapping[str, int] | None = None,
) -> list[WindowTask]:
    """Which windows of which file go to which split.

    Args:
        candidates: first lines of the windows that each document may give.
        known: splits that projects keep.
        earlier: training projects of each language that taught weights and are not here.
    """
    generator = np.random.default_rng(seed)
    files: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for document in documents:
        files[document.language][document.project] += 1
    split_of = split_projects(files, known, earlier)
    quotas = (settings.windows_per_language, *[settings.held_out_windows_per_language] * 2)
    groups: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for index, document in enumerate(documents):
        part = split_of[document.project] if split_by == "project" else TRAIN
        groups[document.language, part].append(index)
    tasks: list[WindowTask] = []
    for (_, part), indices in sorted(groups.items()):
        quota = quotas[part] if split_by == "project" else sum(quotas)
        capacities = [len(candidates[i]) for i in indices]
        shares = TRAINING_SHARES if part == TRAIN else (1.0,)
        chosen = plan([documents[i] for i in indices], capacities, quota, shares, generator)
        for index, numbers in zip(indices, chosen, strict=True):
            if not len(numbers):
                continue
            splits = np.full(len(numbers), part)
            if split_by == "window":
                splits = generator.choice(3, len(numbers), p=(0.8, 0.1, 0.1))
            starts = tuple(int(start) for start in candidates[index][numbers])
            path = corpus / documents[index].path
            tasks.append(WindowTask(documents[index], path, starts, tuple(int(s) for s in splits)))
    return tasks


def kept_splits(
    tasks: Iterable[WindowTask], split_by: str, known: Mapping[str, int]
) -> list[tuple[str, str]]:
    """Every project that any training up to this one saw or held out, and its split.

    Those of the weights to start from stay, though this corpus may lack them: the next one may
    have them again. There are none where windows were split.
    """
    if split_by != "project":
        return []
    here = {task.document.project: task.splits[0] for task in tasks}
    return [(project, SPLITS[part]) for project, part in sorted({**known, **here}.items())]


def check_splits(tasks: Iterable[WindowTask], languages: Iterable[str]) -> None:
    """Every language must have something to learn from, and something must be held out.

    Raises:
        FatalError: the corpus has too few projects for that.
    """
    found = {(task.document.language, part) for task in tasks for part in set(task.splits)}
    untaught = [language for language in languages if (language, TRAIN) not in found]
    if untaught:
        raise FatalError(
            f"no training windows of {', '.join(untaught)}: split by project, a language needs "
            "three projects or more; add some, or leave it out of --languages"
        )
    if {part for _, part in found} != set(range(len(SPLITS))):
        raise FatalError("no windows are left to validate or test on; add projects to the corpus")
