"""How strongly a reading speaks against a claim, as one log-odds; pure.

A logistic regression over a few facts, fitted on validation projects: files as they are, and the
same files under other languages' names. Each fact can be read off `polyglint explain`.
"""

from __future__ import annotations

from polyglint.lazy import lazy_import
from polyglint.model.weights import ContradictionWeights
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:  # the weights are read with every model, also where no window is
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
else:
    np = lazy_import("numpy")

ENOUGH_WINDOWS = 6  # from here on, more windows make a margin no more trustworthy
# Beyond these bounds, in nats, a fact says no more: one odd window must not outweigh all others.
MAX_MARGIN, MAX_ODDS, MIN_SUPPORT = 10.0, 12.0, 1e-3


def facts(
    merged: Floats,
    windows: npt.NDArray[np.float32],
    own: npt.NDArray[np.bool_],
    compatible: npt.NDArray[np.bool_],
    host: bool,
) -> Floats:
    """What `ContradictionWeights` are for, in their order; the last one is 1.

    Args:
        merged: log-probabilities of the languages for the whole text, (languages,).
        windows: log-probabilities, (windows, languages), at least one window.
        own: the claimed languages, (languages,), at least one.
        compatible: those and the ones that may stand in their place, (languages,).
        host: whether the claim is a host of other languages, or the best language a guest.

    Returns:
        (len(ContradictionWeights._fields),).
    """
    probability = np.exp(merged)
    inside, outside = probability[compatible].sum(), probability[~compatible].sum()
    tiny = np.finfo(np.float64).tiny
    odds = np.log(outside + tiny) - np.log(inside + tiny)
    support = np.exp(windows[:, compatible].astype(np.float64)).sum(axis=1)
    margin = np.clip(merged.max() - merged[own].max(), -MAX_MARGIN, MAX_MARGIN)
    share = min(len(windows), ENOUGH_WINDOWS) / ENOUGH_WINDOWS
    return np.array(
        [
            margin,
            margin * share,
            np.clip(odds, -MAX_ODDS, MAX_ODDS),
            np.log(support.mean() + MIN_SUPPORT),
            np.log(support.max() + MIN_SUPPORT) if host else 0.0,
            1.0,
        ]
    )


def contradiction_score(found: Floats, weights: ContradictionWeights) -> float:
    """Log-odds that a file with these facts is not what it claims."""
    return float(found @ np.array(weights, np.float64))
