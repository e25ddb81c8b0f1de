"""What an auditor wants to know beside findings: a claim that one short stretch of a text clears.

Any window that supports a claim clears it, so that no honest file is flagged for what it quotes.
Whoever wants to hide a text in a file of another name needs a few lines of the claimed language.
"""

from __future__ import annotations

import numpy as np

from polyglint.checker.decision import supporting
from polyglint.linguist.languages import Claim
from polyglint.model.reader import Reading
from polyglint.typed import NamedTuple

MAX_LINES = 16  # of the stretch; eight lines of a language are enough to be recognised


class Remainder(NamedTuple):
    """A reading without the one stretch of it that supports the claim."""

    reading: Reading
    first_line: int  # of the stretch, both ends included
    last_line: int


def without_one_stretch(reading: Reading, claimed: Claim) -> Remainder | None:
    """The rest of a text, where all that supports its claim is in `MAX_LINES` lines."""
    found = np.flatnonzero(supporting(reading, claimed.allowed))
    if not len(found):
        return None
    first, last = reading.windows[found[0]].first_line, reading.windows[found[-1]].last_line
    rest = [
        index
        for index, window in enumerate(reading.windows)
        if window.last_line < first or window.first_line > last
    ]
    if last - first >= MAX_LINES or not rest:
        return None
    windows = tuple(reading.windows[index] for index in rest)
    scores = reading.log_probabilities[rest]
    # What the whole text has in n-grams is heard all the same: few of them are of a few lines.
    part = reading._replace(windows=windows, log_probabilities=scores)
    return Remainder(part, first, last)
