"""Does what a text reads as contradict what its path claims? Pure.

Almost every file is what it says, so all of this must hold before one is flagged:

1. there are enough windows to judge by, and the verdict is a language outside the claim,
2. the merged evidence, weighed with what single windows say, objects strongly enough
   (`objection`), and it is more likely than not that language or its kin,
3. no window supports a claimed language, nor a language that may stand in its place,
4. the two languages are not ones that legitimately share or hold each other's text (`kin`), and
   the model is not known to mistake either of them.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.checker.evidence import facts, objection
from polyglint.checker.verdict import evidence, region_of
from polyglint.linguist.compatible import GUESTS, HOSTS, TEMPLATES, UNTELLING, kin_of
from polyglint.linguist.dialects import known_as
from polyglint.model.config import Calibration
from polyglint.model.reader import Reading

LEAST_SCORE = 0.5  # of the verdict and its kin together: which of them it is may be open
# A window that clears a text by less might not, scored among others: no two batches round alike.
ROUNDING = 0.01


class Contradiction(NamedTuple):
    """A language that the text reads as, against the claim."""

    language: str
    score: float  # calibrated probability
    line: int  # the region that speaks for it most, both ends included
    last_line: int


class Case(NamedTuple):
    """A reading held against a claim that it may contradict."""

    claims: frozenset[str]  # the claimed languages, as the model knows them
    best: int  # column of the language that the text reads as, a trusted one if there is one
    excused: bool  # that language is no objection to the claim, however sure it is
    score: float  # calibrated probability of it, or of the kin that it stands for
    score_of_kin: float  # of it and its kin
    support: float  # the largest probability that a window gives to the claim and its kin
    facts: npt.NDArray[np.float64]  # what `objection` weighs


def contradiction(reading: Reading, claimed: Collection[str]) -> Contradiction | None:
    """The contradiction between a reading and the claimed languages, if there is one.

    Languages that the model does not know claim nothing here; where it knows none of them, or one
    whose files may hold anything is claimed, there is no contradiction.
    """
    rules = reading.calibration
    found = case(reading, claimed)
    if found is None or strength(found, rules) < rules.threshold(found.claims):
        return None
    region = region_of(reading, found.best)
    language = reading.labels[found.best]
    return Contradiction(language, found.score, region.first_line, region.last_line)


def strength(found: Case, rules: Calibration) -> float:
    """Log-odds against the claim; minus infinity where something clears it, however strong."""
    clear = found.excused or found.score_of_kin < LEAST_SCORE
    if clear or found.support >= rules.max_claimed_support:
        return -math.inf
    return objection(found.facts, rules.objection)


def is_cleared(sample: Reading, claimed: Collection[str]) -> bool:
    """Whether a few windows of a text clear its claim, whatever its other windows say.

    `contradiction` is None for every reading of the text that has these windows among others.
    """
    claims = _claims(sample, claimed)
    if not sample.windows or not _columns(sample, claims).any():
        return False
    least = sample.calibration.max_claimed_support + ROUNDING
    return _support(sample, _columns(sample, claims | _related(claims))) >= least


def case(reading: Reading, claimed: Collection[str]) -> Case | None:
    """What a contradiction is decided by, where the claim and the text allow to judge."""
    claims = _claims(reading, claimed)
    own = _columns(reading, claims)
    rules = reading.calibration
    beyond = TEMPLATES.union(rules.abstains) & claims
    if not own.any() or beyond or len(reading.windows) < rules.min_windows:
        return None
    merged = evidence(reading)
    likeliest = int(np.argmax(merged))
    best = _trusted(merged, reading, likeliest)
    language = reading.labels[best]
    related = _related(claims)
    kin = own | _columns(reading, related)
    alike = _columns(reading, kin_of(language))
    readings = {language, reading.labels[likeliest]}
    windows = reading.log_probabilities
    return Case(
        claims,
        best,
        language in rules.abstains or not readings.isdisjoint(related.union(UNTELLING)),
        float(np.exp(merged[likeliest])),
        float(np.exp(merged[alike]).sum()),
        _support(reading, kin),
        facts(merged, windows, own, kin, bool(HOSTS & claims) or language in GUESTS),
    )


def _trusted(merged: npt.NDArray[np.float64], reading: Reading, likeliest: int) -> int:
    """The likeliest language or, if the model is not trusted with it, its likeliest trusted kin.

    What reads as Objective-C++ may be Objective-C, but neither is Python.
    """
    abstains = reading.calibration.abstains
    if reading.labels[likeliest] not in abstains:
        return likeliest
    kin = kin_of(reading.labels[likeliest]).difference(abstains)
    columns = np.flatnonzero(_columns(reading, kin))
    return max(map(int, columns), key=lambda column: merged[column], default=likeliest)


def _claims(reading: Reading, claimed: Collection[str]) -> frozenset[str]:
    return frozenset(known_as(name, reading.labels) or name for name in claimed)


def _related(claims: Collection[str]) -> frozenset[str]:
    return frozenset(name for claim in claims for name in kin_of(claim))


def _support(reading: Reading, kin: npt.NDArray[np.bool_]) -> float:
    """The largest probability that a window gives to these languages together."""
    return float(np.exp(reading.log_probabilities[:, kin]).sum(axis=1).max())


def _columns(reading: Reading, languages: Collection[str]) -> npt.NDArray[np.bool_]:
    return np.array([label in languages for label in reading.labels], bool)
