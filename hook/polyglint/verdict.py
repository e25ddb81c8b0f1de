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


def weighted_mean(
    log_probabilities: npt.NDArray[np.float32], confidence: float
) -> npt.NDArray[np.float64]:
    """Mean over windows, weighted by their best probability to the power of `confidence`.

    Args:
        log_probabilities: (windows, languages), at least one window.

    Returns:
        (languages,).
    """
    weights = np.exp(confidence * log_probabilities.max(axis=1).astype(np.float64))
    mean: npt.NDArray[np.float64] = weights @ log_probabilities / weights.sum()
    return mean


def evidence(reading: Reading) -> npt.NDArray[np.float64]:
    """Log-probabilities of the languages for the whole text, (languages,).

    Windows of one file repeat each other, so their sum would be far too sure: the mean counts
    ``windows ** exponent`` times, and a scale (temperature) makes scores match frequencies. A
    window that could be anything, such as a comment, weighs less in the mean. All three are
    fitted on validation projects.
    """
    rules = reading.calibration
    mean = weighted_mean(reading.log_probabilities, rules.confidence)
    merged = rules.scale * len(reading.windows) ** rules.exponent * mean
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
