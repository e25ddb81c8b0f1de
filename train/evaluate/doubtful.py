"""Held-out files whose label is most doubtful: for a person to read.

A model that never saw their projects has no reason to share a mistake of their labels (Northcutt et
al., Confident Learning, 2021). What turns out to be wrong goes into ``train/mislabelled.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from polyglint.checker.comparison import columns_of
from polyglint.checker.verdict import evidence
from polyglint.linguist.compatible import compatible_with
from polyglint.model.config import Calibration
from train.corpus.manifest import write_table
from train.evaluate.file_scores import FileScores

MOST = 500  # files that a person may read


class Doubtful(NamedTuple):
    """A file, and what is held against its label."""

    path: str  # inside the corpus
    language: str  # that it is labelled as
    reads_as: str
    score: float  # of the label and the languages compatible with it, as a probability


def write_doubtful(table: Path, files: Sequence[FileScores], rules: Calibration) -> None:
    """Write the most doubtful of some files, the most doubtful first."""
    found = [doubt for part in files for doubt in _doubts(part, rules)]
    worst = sorted(found, key=lambda doubt: (doubt.score, doubt.path))[:MOST]
    rows = (doubt._replace(score=round(doubt.score, 4)) for doubt in worst)
    write_table(table, Doubtful._fields, rows)


def _doubts(files: FileScores, rules: Calibration) -> Iterator[Doubtful]:
    for index, (path, language) in enumerate(zip(files.paths, files.languages, strict=True)):
        reading = files.reading(index, rules)
        scores = np.exp(evidence(reading))
        best = reading.labels[int(scores.argmax())]
        if best not in (alike := compatible_with(language)):
            own = float(scores[columns_of(reading, alike)].sum())
            yield Doubtful(path, language, best, own)
