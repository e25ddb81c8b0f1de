"""Confidence intervals of shares, by project: files of one project are right or wrong together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

SAMPLES = 2000
LEVEL = 0.95


def interval(
    right: npt.NDArray[np.bool_], projects: Sequence[str], seed: int = 1
) -> tuple[float, float]:
    """The interval that holds 95 % of the shares when projects are drawn anew, with replacement.

    Args:
        right: (cases,), whether each case is right.
        projects: the project of each case.
    """
    if not len(right):
        return float("nan"), float("nan")
    names, places = np.unique(np.asarray(projects), return_inverse=True)
    counts = np.bincount(places, minlength=len(names))
    hits = np.bincount(places, weights=right, minlength=len(names))
    generator = np.random.default_rng(seed)
    shares = np.empty(SAMPLES)
    for sample in range(SAMPLES):
        drawn = generator.integers(len(names), size=len(names))
        shares[sample] = hits[drawn].sum() / counts[drawn].sum()
    low, high = np.quantile(shares, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(low), float(high)
