"""Windows to one verdict on a file; pure."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.reading import Reading

BEST = 3


class Verdict(NamedTuple):
    """The language that the evidence favours."""

    language: str | None  # None: not sure enough
    score: float  # calibrated probability of the best language
    best: tuple[tuple[str, float], ...]  # the three best with their scores, best first


def evidence(reading: Reading) -> npt.NDArray[np.float64]:
    """Log-probabilities of the languages for the whole text, (languages,).

    Windows of one file repeat each other, so their sum would be far too sure: the mean counts
    ``windows ** exponent`` times, and a scale (temperature) makes scores match frequencies. Both
    are fitted on validation projects.
    """
    count = len(reading.windows)
    tempered = reading.calibration.scale * count**reading.calibration.exponent
    merged = tempered * reading.log_probabilities.mean(axis=0, dtype=np.float64)
    normalised: npt.NDArray[np.float64] = merged - np.logaddexp.reduce(merged)
    return normalised


def merge(reading: Reading) -> Verdict:
    """The verdict on a reading; without windows there is none."""
    if not reading.windows:
        return Verdict(None, 0.0, ())
    scores = np.exp(evidence(reading))
    order = np.argsort(-scores, kind="stable")[:BEST]
    best = tuple((reading.labels[i], float(scores[i])) for i in order)
    language, score = best[0]
    sure = score >= reading.calibration.verdict_threshold
    return Verdict(language if sure else None, score, best)
