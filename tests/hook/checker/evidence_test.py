import numpy as np
import pytest

from polyglint.checker.evidence import (
    ENOUGH_WINDOWS,
    MAX_MARGIN,
    MAX_ODDS,
    contradiction_score,
    facts,
)
from polyglint.model.weights import ContradictionWeights

# Columns: a claimed language, a compatible one, two others.
OWN = np.array([True, False, False, False])
COMPATIBLE = np.array([True, True, False, False])


def facts_of(*windows, merged=None, host=False):
    rows = np.log(np.array(windows, np.float32))
    merged = rows.mean(axis=0).astype(np.float64) if merged is None else np.log(merged)
    return ContradictionWeights(*facts(merged, rows, OWN, COMPATIBLE, host))


def test_margin_is_the_log_odds_of_the_best_over_the_best_claimed():
    assert facts_of([0.1, 0.1, 0.6, 0.2]).margin == pytest.approx(np.log(6))


def test_margin_of_a_claim_that_is_the_best_is_nothing():
    assert facts_of([0.6, 0.1, 0.2, 0.1]).margin == 0


@pytest.mark.parametrize(("count", "share"), [(1, 1 / ENOUGH_WINDOWS), (6, 1.0), (24, 1.0)])
def test_a_margin_of_few_windows_is_sustained_less(count, share):
    found = facts_of(*[[0.1, 0.1, 0.6, 0.2]] * count)
    assert found.sustained == pytest.approx(found.margin * share)


def test_outside_are_the_odds_against_the_claim_and_its_compatible_languages():
    assert facts_of([0.1, 0.3, 0.4, 0.2]).outside == pytest.approx(np.log(0.6 / 0.4))


def test_support_is_the_mean_over_windows():
    found = facts_of([0.1, 0.1, 0.5, 0.3], [0.3, 0.1, 0.3, 0.3])
    assert found.support == pytest.approx(np.log(0.3), abs=0.01)


def test_only_a_host_is_asked_for_its_best_window():
    windows = [0.1, 0.1, 0.5, 0.3], [0.3, 0.1, 0.3, 0.3]
    assert facts_of(*windows).host_support == 0
    assert facts_of(*windows, host=True).host_support == pytest.approx(np.log(0.4), abs=0.01)


def test_certainty_is_bounded():
    found = facts_of([0.25, 0.25, 0.25, 0.25], merged=[1e-30, 1e-30, 1.0, 1e-30])
    assert (found.margin, found.outside) == (MAX_MARGIN, MAX_ODDS)


def test_certainty_without_any_probability_left_is_finite():
    merged = np.array([-1e9, -1e9, 0.0, -1e9])
    windows = np.array([[-1e9, -1e9, 0.0, -1e9]], np.float32)
    assert np.isfinite(facts(merged, windows, OWN, COMPATIBLE, True)).all()


def test_contradiction_score_adds_up_what_facts_weigh():
    found = facts(
        np.log([0.1, 0.1, 0.6, 0.2]), np.log([[0.1, 0.1, 0.6, 0.2]]), OWN, COMPATIBLE, False
    )
    assert contradiction_score(found, ContradictionWeights(margin=2.0, bias=-1.0)) == pytest.approx(
        2 * np.log(6) - 1
    )
    assert contradiction_score(found, ContradictionWeights()) == pytest.approx(np.log(6))
