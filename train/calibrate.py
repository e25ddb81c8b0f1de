"""Fit the merge of windows and the thresholds, on files of validation projects; pure.

`FileScores` keep every window's log-probabilities of many files, so that one reading of the files
serves every setting that is tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from polyglint.decision import contradiction
from polyglint.errors import FatalError
from polyglint.model import Calibration
from polyglint.reading import Reading
from polyglint.verdict import merge, weighted_mean
from polyglint.windows import Window

Floats = npt.NDArray[np.float64]
MAX_FALSE_ALARMS = 1 / 2000
VERDICT_PRECISION = 0.99
CONFIDENCES = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
SUPPORTS = (0.05, 0.1, 0.2, 0.3)
MIN_WINDOWS = 3  # less text is too little for a contradiction
THRESHOLDS = (2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 14.0, 16.0, 20.0, 30.0)
START = Calibration(1.0, 0.5, 0.0, 0.5, MIN_WINDOWS, 0.3, 3.0)


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


def fit_merge(files: FileScores) -> tuple[float, float, float]:
    """Scale, exponent and confidence that make the true languages of the files most likely."""
    column = {label: index for index, label in enumerate(files.labels)}
    truth = np.array([column[language] for language in files.languages])
    fits = [(*fit_temperature(files, truth, confidence), confidence) for confidence in CONFIDENCES]
    _, scale, exponent, confidence = min(fits)
    return scale, exponent, confidence


def fit_temperature(
    files: FileScores, truth: npt.NDArray[np.int64], confidence: float
) -> tuple[float, float, float]:
    """Least loss, and the scale and exponent that reach it, for a given confidence."""
    means = np.stack([weighted_mean(scores, confidence) for scores in files.scores])
    counts = np.array([len(scores) for scores in files.scores], np.float64)

    def loss(parameters: Floats) -> float:
        merged = np.exp(parameters[0]) * counts[:, None] ** parameters[1] * means
        normalised = merged - np.logaddexp.reduce(merged, axis=1, keepdims=True)
        return float(-normalised[np.arange(len(truth)), truth].mean())

    found = minimize(loss, np.array([0.0, 0.5]), method="Nelder-Mead")
    return float(found.fun), float(np.exp(found.x[0])), float(found.x[1])


def fit_verdict_threshold(files: FileScores, calibration: Calibration) -> float:
    """Least score at which the verdicts given are right `VERDICT_PRECISION` of the time."""
    verdicts = [merge(files.reading(i, calibration)) for i in range(len(files.scores))]
    scores = np.array([verdict.score for verdict in verdicts])
    right = np.array(
        [v.best[0][0] == language for v, language in zip(verdicts, files.languages, strict=True)]
    )
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    last_of_equals = np.append(np.diff(ranked) != 0, True)
    enough = np.flatnonzero((precision >= VERDICT_PRECISION) & last_of_equals)
    return float(ranked[enough[-1]]) if len(enough) else 1.0


def count_alarms(files: FileScores, claims: Sequence[str], calibration: Calibration) -> list[int]:
    """Numbers of the files that would be flagged if each claimed the language given for it."""
    return [
        index
        for index, claim in enumerate(claims)
        if contradiction(files.reading(index, calibration), (claim,)) is not None
    ]


def other_claims(files: FileScores, seed: int) -> list[str]:
    """For each file a language that it is not, drawn evenly from the others."""
    generator = np.random.default_rng(seed)
    claims = []
    for language in files.languages:
        others = [label for label in files.labels if label != language]
        claims.append(others[int(generator.integers(len(others)))])
    return claims


def fit_contradiction(files: FileScores, calibration: Calibration, seed: int) -> Calibration:
    """The settings that catch the most mismatches within the allowed false alarms.

    Raises:
        FatalError: none stays within them.
    """
    wrong = other_claims(files, seed)
    best, most = calibration, -1
    for support in SUPPORTS:
        tried = calibration._replace(max_claimed_support=support)
        for threshold in THRESHOLDS:  # ascending: the first that is quiet enough catches the most
            tried = tried._replace(contradiction_threshold=threshold)
            alarms = len(count_alarms(files, files.languages, tried))
            if alarms <= MAX_FALSE_ALARMS * len(files.scores):
                caught = len(count_alarms(files, wrong, tried))
                best, most = (tried, caught) if caught > most else (best, most)
                break
    if most < 0:
        raise FatalError(
            f"no threshold keeps false alarms to {MAX_FALSE_ALARMS:.2%} of {len(files.scores)} "
            "validation files: read their labels, or train longer"
        )
    return best


def calibrate(files: FileScores, seed: int) -> Calibration:
    """All of the calibration, from files of validation projects."""
    scale, exponent, confidence = fit_merge(files)
    fitted = START._replace(
        scale=round(scale, 4), exponent=round(exponent, 4), confidence=confidence
    )
    threshold = round(fit_verdict_threshold(files, fitted), 4)
    return fit_contradiction(files, fitted._replace(verdict_threshold=threshold), seed)


def expected_calibration_error(
    scores: Floats, right: npt.NDArray[np.bool_], bins: int = 15
) -> float:
    """Mean gap between score and accuracy over equal-width bins (Guo et al., 2017)."""
    place = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [
        abs(scores[place == i].mean() - right[place == i].mean()) * (place == i).mean()
        for i in range(bins)
        if (place == i).any()
    ]
    return float(sum(gaps))
