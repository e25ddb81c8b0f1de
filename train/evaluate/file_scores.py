"""What a model reads in files whose language is known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.model.config import Calibration
from polyglint.model.reader import Reading
from polyglint.model.windows import Window


class FileScores(NamedTuple):
    """The readings of labelled files."""

    labels: tuple[str, ...]  # names of the columns
    languages: tuple[str, ...]  # the true language of each file
    projects: tuple[str, ...]
    scores: tuple[npt.NDArray[np.float32], ...]  # (windows, languages) of each file

    def reading(self, index: int, calibration: Calibration) -> Reading:
        """The reading of one file, as the hook has it."""
        windows = tuple(Window(4 * i + 1, 4 * i + 4) for i in range(len(self.scores[index])))
        return Reading(windows, self.scores[index], self.labels, calibration)
