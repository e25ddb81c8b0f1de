"""What a model reads in files whose language is known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.model.config import Calibration
from polyglint.model.reader import Reading
from polyglint.model.windows import Window
from train.corpus.layout import CHECKOUT, GIT

SOURCES = ("packages", "repositories")


def source_of(path: str) -> str:
    """Where a file of the corpus comes from, by its path ``<Language>/<registry>__<package>/…``."""
    registry = path.split("/")[1].partition("__")[0]
    return SOURCES[registry in (CHECKOUT, GIT)]


class FileScores(NamedTuple):
    """The readings of labelled files."""

    labels: tuple[str, ...]  # names of the columns
    languages: tuple[str, ...]  # the true language of each file
    projects: tuple[str, ...]
    scores: tuple[npt.NDArray[np.float32], ...]  # (windows, languages) of each file
    sources: tuple[str, ...] = ()  # of each file, one of `SOURCES`

    def of_source(self, source: str) -> FileScores:
        """The files of packages, or those of repositories."""
        kept = [index for index, own in enumerate(self.sources) if own == source]
        return FileScores(
            self.labels,
            tuple(self.languages[index] for index in kept),
            tuple(self.projects[index] for index in kept),
            tuple(self.scores[index] for index in kept),
            (source,) * len(kept),
        )

    def reading(self, index: int, calibration: Calibration) -> Reading:
        """The reading of one file, as the hook has it."""
        windows = tuple(Window(4 * i + 1, 4 * i + 4) for i in range(len(self.scores[index])))
        return Reading(windows, self.scores[index], self.labels, calibration)
