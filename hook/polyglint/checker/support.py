"""Which languages support a claim, and whether a few windows are enough to clear it; pure.

Without numpy: nine clean texts in ten need no more than this, and loading it takes longer.
"""

from __future__ import annotations

import math
from collections.abc import Collection

from polyglint.linguist.compatible import compatible_with
from polyglint.linguist.dialects import known_as
from polyglint.linguist.look_alike_marks import Marks
from polyglint.linguist.look_alikes import may_hold
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from polyglint.model.config import Calibration
    from polyglint.model.reader import Reading, Sample

NO_MARKS = Marks()  # of a text that is not at hand
# A window that clears a text by less might not, scored among others: no two batches round alike.
ROUNDING = 0.01
LEAD = 0.1  # in nats, by which a language is likeliest however scores are rounded


def known_claims(labels: Collection[str], claimed: Collection[str]) -> frozenset[str]:
    """The claimed languages, as the model knows them."""
    return frozenset(known_as(name, labels) or name for name in claimed)


def related_to(claims: Collection[str]) -> frozenset[str]:
    return frozenset(name for claim in claims for name in compatible_with(claim))


def held_by(claims: Collection[str]) -> frozenset[str]:
    """What a file with one of these claims may be written in."""
    return frozenset(name for claim in claims for name in may_hold(claim))


def watched_by(claims: Collection[str], rules: Calibration) -> frozenset[str]:
    """Look-alikes that a margin was fitted for under one of these claims."""
    starts = tuple(f"{claim} > " for claim in claims)
    pairs = [name for name in rules.look_alikes if name.startswith(starts)]
    return frozenset(name.partition(" > ")[2] for name in pairs)


def is_cleared(sample: Reading | Sample, claimed: Collection[str], marks: Marks = NO_MARKS) -> bool:
    """Whether a few windows of a text clear its claim, whatever its other windows say.

    `decide` has no contradiction for any reading of the text that has these windows among others.
    """
    claims = known_claims(sample.labels, claimed)
    if claims.isdisjoint(sample.labels):
        return False
    watched = watched_by(claims, sample.calibration) - marks.missing
    if marks.proven or not watched.isdisjoint(marks.found):
        return False
    held = claims | (held_by(claims) | marks.missing if watched else related_to(claims))
    columns = sorted(map(sample.labels.index, held.intersection(sample.labels)))
    least = sample.calibration.max_claimed_support + ROUNDING
    return any(
        sum(math.exp(row[column]) for column in columns) >= least
        for row in sample.log_probabilities
    )


def is_read_as_claimed(sample: Sample, claimed: Collection[str], marks: Marks = NO_MARKS) -> bool:
    """Whether a text that was read whole reads as a claimed language, which clears the claim.

    What `decide` finds of the same reading, in plain numbers (`verdict.evidence`).
    """
    claims = known_claims(sample.labels, claimed)
    if marks.proven or not sample.windows or claims.isdisjoint(sample.labels):
        return False
    merged = _evidence(sample)
    inside = max(merged[i] for i, label in enumerate(sample.labels) if label in claims)
    others = (merged[i] for i, label in enumerate(sample.labels) if label not in claims)
    return inside >= max(others, default=-math.inf) + LEAD


def _evidence(sample: Sample) -> list[float]:
    """Log-probabilities of the labels for the whole text, but for what normalises them."""
    rules, rows = sample.calibration, sample.log_probabilities
    weights = [math.exp(rules.confidence * max(row)) for row in rows]
    factor = rules.scale * len(rows) ** rules.exponent / sum(weights)
    merged = [
        factor * sum(weight * score for weight, score in zip(weights, column, strict=True))
        for column in zip(*rows, strict=True)
    ]
    of_file = sample.of_file or [0.0] * len(merged)
    return [score + rules.file_weight * other for score, other in zip(merged, of_file, strict=True)]
