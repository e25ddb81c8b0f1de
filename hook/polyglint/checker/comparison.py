"""A reading held against a claim: what a contradiction is decided by; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import numpy.typing as npt

from polyglint.checker.evidence import facts
from polyglint.checker.support import NO_MARKS, held_by, known_claims, related_to
from polyglint.checker.verdict import evidence
from polyglint.linguist.compatible import GUESTS, HOSTS, TEMPLATES, UNINFORMATIVE, compatible_with
from polyglint.linguist.look_alike_marks import Marks
from polyglint.model.reader import Reading
from polyglint.typed import NamedTuple


class Comparison(NamedTuple):
    """A reading held against a claim that it may contradict."""

    claims: frozenset[str]  # the claimed languages, as the model knows them
    best: int  # column of the language that the text reads as, a trusted one if there is one
    language: str  # its name
    excused: bool  # that language never contradicts the claim, however sure it is
    needs_witness: bool  # the model is not trusted with the claim or the language
    is_look_alike: bool  # it shares text with the claim, which may not hold it all the same
    score: float  # calibrated probability of it, or of the compatible ones that it stands for
    score_of_compatible: float  # of it and the languages compatible with it
    support: float  # the largest probability of a window for the claim and what is compatible
    # The same, without those that the claimed languages may not hold; 0 where these have marks.
    support_of_held: float
    margin_of_held: float  # log-odds of the language over the best of those
    is_proven: bool  # the text has marks of the language that have no place in the claimed one
    windows: int
    facts: npt.NDArray[np.float64]  # that `contradiction_score` weighs


def compare(
    reading: Reading, claimed: Collection[str], marks: Marks = NO_MARKS
) -> Comparison | None:
    """What a contradiction is decided by, where the claim and the text allow to judge.

    Args:
        marks: as for `decide`.
    """
    claims = known_claims(reading.labels, claimed)
    own = columns_of(reading, claims)
    rules = reading.calibration
    if not own.any() or TEMPLATES & claims or len(reading.windows) < rules.min_windows:
        return None
    merged = evidence(reading)
    likeliest = int(np.argmax(merged))
    best = _trusted(merged, reading, likeliest)
    language = reading.labels[best]
    related, held = related_to(claims), held_by(claims) | marks.missing
    compatible, allowed = own | columns_of(reading, related), own | columns_of(reading, held)
    readings = {language, reading.labels[likeliest]}
    windows = reading.log_probabilities
    is_look_alike = likeliest == best and language in related and language not in held | claims
    return Comparison(
        claims,
        best,
        language,
        not readings.isdisjoint(held if is_look_alike else related),
        not {*claims, language}.isdisjoint(rules.abstains) or bool(UNINFORMATIVE & readings),
        is_look_alike,
        float(np.exp(merged[likeliest])),
        score_of_compatible(reading, merged, language),
        support_of(reading, compatible),
        0.0 if language in marks.found else support_of(reading, allowed),
        float(merged[best] - merged[allowed].max()),
        language in marks.proven,
        len(windows),
        facts(merged, windows, own, compatible, bool(HOSTS & claims) or language in GUESTS),
    )


def compare_proven(
    found: Comparison, reading: Reading, marks: Marks = NO_MARKS
) -> Iterator[Comparison]:
    """The same for languages whose marks prove that a text is not what it claims, likeliest first.

    Most of C++ may read as C, which it holds. There are none where the text reads as what has
    nothing to do with the claim.
    """
    columns = np.flatnonzero(columns_of(reading, marks.proven - found.claims))
    if not len(columns):
        return
    merged = evidence(reading)
    if reading.labels[int(np.argmax(merged))] not in related_to(found.claims):
        return
    for best in sorted(map(int, columns), key=lambda column: -merged[column]):
        language = reading.labels[best]
        alike = score_of_compatible(reading, merged, language)
        yield found._replace(
            best=best,
            language=language,
            is_look_alike=True,
            score=alike,
            score_of_compatible=alike,
            is_proven=True,
        )


def _trusted(merged: npt.NDArray[np.float64], reading: Reading, likeliest: int) -> int:
    """The likeliest language or, where it abstains, the likeliest one compatible with that.

    What reads as Objective-C++ may be Objective-C, but neither is Python.
    """
    abstains = reading.calibration.abstains
    if reading.labels[likeliest] not in abstains:
        return likeliest
    compatible = compatible_with(reading.labels[likeliest]).difference(abstains)
    columns = np.flatnonzero(columns_of(reading, compatible))
    return max(map(int, columns), key=lambda column: merged[column], default=likeliest)


def score_of_compatible(reading: Reading, merged: npt.NDArray[np.float64], language: str) -> float:
    """The probability of a language and those compatible with it, of the `evidence` merged."""
    return float(np.exp(merged[columns_of(reading, compatible_with(language))]).sum())


def support_of(reading: Reading, compatible: npt.NDArray[np.bool_]) -> float:
    """The largest probability that a window gives to these languages together."""
    return float(np.exp(reading.log_probabilities[:, compatible]).sum(axis=1).max())


def columns_of(reading: Reading, languages: Collection[str]) -> npt.NDArray[np.bool_]:
    return np.array([label in languages for label in reading.labels], bool)
