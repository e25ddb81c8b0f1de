"""How strongly a reading speaks against a claim, as one log-odds; pure.

A logistic regression over a few facts, fitted on validation projects: files as they are, and the
same files under other languages' names. Each fact can be read off `polyglint explain`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # the weights are read with every model, also where no window is
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

ENOUGH_WINDOWS = 6  # from here on, more windows make a margin no more trustworthy
# Beyond these bounds, in nats, a fact says no more: one odd window must not outweigh all others.
MOST_MARGIN, MOST_ODDS, LEAST_SUPPORT = 10.0, 12.0, 1e-3


class Weights(NamedTuple):
    """What each fact adds to the log-odds that a file is not what it claims."""

    margin: float = 1.0  # log-odds of the best language over the best claimed one
    sustained: float = 0.0  # the same, times the share of ENOUGH_WINDOWS that there are
    outside: float = 0.0  # log-odds of all languages outside the claim's kin over those inside
    support: float = 0.0  # log of the kin's mean probability over windows
    host_support: float = 0.0  # log of their largest one, where one language may hold the other
    bias: float = 0.0


def facts(
    merged: Floats,
    windows: npt.NDArray[np.float32],
    own: npt.NDArray[np.bool_],
    kin: npt.NDArray[np.bool_],
    host: bool,
) -> Floats:
    """What `Weights` are for, in their order; the last one is 1.

    Args:
        merged: log-probabilities of the languages for the whole text, (languages,).
        windows: log-probabilities, (windows, languages), at least one window.
        own: the claimed languages, (languages,), at least one.
        kin: those and the ones that may stand in their place, (languages,).
        host: whether the claim is a host of other languages, or the best language a guest.

    Returns:
        (len(Weights._fields),).
    """
    import numpy as np

    probability = np.exp(merged)
    inside, outside = probability[kin].sum(), probability[~kin].sum()
    tiny = np.finfo(np.float64).tiny
    odds = np.log(outside + tiny) - np.log(inside + tiny)
    support = np.exp(windows[:, kin].astype(np.float64)).sum(axis=1)
    margin = np.clip(merged.max() - merged[own].max(), -MOST_MARGIN, MOST_MARGIN)
    share = min(len(windows), ENOUGH_WINDOWS) / ENOUGH_WINDOWS
    return np.array(
        [
            margin,
            margin * share,
            np.clip(odds, -MOST_ODDS, MOST_ODDS),
            np.log(support.mean() + LEAST_SUPPORT),
            np.log(support.max() + LEAST_SUPPORT) if host else 0.0,
            1.0,
        ]
    )


def objection(found: Floats, weights: Weights) -> float:
    """Log-odds that a file with these facts is not what it claims."""
    import numpy as np

    return float(found @ np.array(weights, np.float64))
