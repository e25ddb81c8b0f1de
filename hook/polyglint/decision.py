"""Does what a text reads as contradict what its path claims? Pure.

Almost every file is what it says, so all of this must hold before one is flagged:

1. there are enough windows to judge by, and the verdict is a language outside the claim,
2. the merged evidence puts it far enough above every claimed language, and it and its kin above
   the score that a verdict needs,
3. no window supports a claimed language, nor a language that may stand in its place,
4. the two languages are not ones that legitimately share or hold each other's text (`kin`).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from polyglint.dialects import known_as
from polyglint.kin import HOSTS, UNTELLING, kin_of
from polyglint.reading import Reading
from polyglint.verdict import evidence


class Contradiction(NamedTuple):
    """A language that the text reads as, against the claim."""

    language: str
    score: float  # calibrated probability
    line: int  # where it first does


def contradiction(reading: Reading, claimed: Collection[str]) -> Contradiction | None:
    """The contradiction between a reading and the claimed languages, if there is one.

    Languages that the model does not know claim nothing here; where it knows none of them, or a
    host of other languages is claimed, there is no contradiction.
    """
    claims = {known_as(name, reading.labels) or name for name in claimed}
    own = [index for index, label in enumerate(reading.labels) if label in claims]
    rules = reading.calibration
    if not own or len(reading.windows) < rules.min_windows or HOSTS & claims:
        return None
    merged = evidence(reading)
    best = int(np.argmax(merged))
    language = reading.labels[best]
    if best in own or language in UNTELLING:
        return None
    if merged[best] - max(merged[own]) < rules.contradiction_threshold:
        return None
    kin = {name for claim in claims for name in kin_of(claim)}
    if language in kin:
        return None
    # Which of several kin languages it is may be open, but not that it is one of them.
    likes = kin_of(language)
    alike = [i for i, label in enumerate(reading.labels) if label in likes]
    if np.exp(merged[alike]).sum() < rules.verdict_threshold:
        return None
    family = [i for i, label in enumerate(reading.labels) if label in kin or i in own]
    support = np.exp(reading.log_probabilities[:, family]).sum(axis=1)
    if support.max() >= rules.max_claimed_support:
        return None
    return Contradiction(language, float(np.exp(merged[best])), _first_line(reading, best))


def _first_line(reading: Reading, best: int) -> int:
    """Where the text first reads as a language, or does most if it is nowhere the best."""
    speaking = reading.log_probabilities.argmax(axis=1) == best
    likeliest = reading.log_probabilities[:, best].argmax()
    return reading.windows[speaking.argmax() if speaking.any() else likeliest].first_line
