import numpy as np
import pytest

from polyglint.decision import contradiction
from tests.train.calibrate_test import readings
from train import thresholds
from train.calibrate import START, fit_objection
from train.thresholds import (
    DISTANCE,
    LOWEST,
    MARGINS,
    caught,
    common_threshold,
    fit_thresholds,
    own_thresholds,
    strengths,
)

QUIET = -np.inf


@pytest.mark.parametrize(
    ("right", "threshold"),
    [
        pytest.param([QUIET] * 10, LOWEST, id="nothing is objected to"),
        pytest.param([QUIET, -3.0], LOWEST, id="weakly"),
        pytest.param([QUIET, 2.0, 1.0], 2.0 + DISTANCE, id="one alarm in three files is too many"),
        pytest.param([5.0, 2.0, *[QUIET] * 3998], 2.0 + DISTANCE, id="one in 4,000 is allowed"),
        pytest.param([5.0, 5.0, *[QUIET] * 3998], 5.0 + DISTANCE, id="two are not"),
    ],
)
def test_common_threshold(right, threshold):
    assert common_threshold(np.array(right)) == threshold


def test_own_thresholds_stand_above_the_strongest_objection():
    languages = ["Ada", "Ada", "Ada", "C", "C", "D", "D"]
    right = np.array([QUIET, 2.0, 1.0, -9.0, QUIET, 0.5, QUIET])
    assert own_thresholds(right, languages, 1.5, 2.0) == {"Ada": 3.5}  # D: no higher than all


def test_caught_by_the_threshold_of_the_claim():
    found = np.array([1.0, 1.0, 3.0, QUIET])
    flagged = caught(found, ["Ada", "C", "C", "D"], 2.0, {"Ada": 0.5})
    assert flagged.tolist() == [True, False, True, False]


def leaning(weak, strong):
    """Files of one project each; some lean to another language, more or less."""
    files = readings(240, lambda index: index % weak and index % strong, np.random.default_rng(1))
    return files._replace(projects=tuple(f"project {index}" for index in range(240)))


def test_what_is_strong_is_what_contradicts():
    files = leaning(7, 11)
    rules = START._replace(objection=fit_objection(files, START, 1), contradiction_threshold=0.3)
    found = strengths(files, files.languages, rules)
    flagged = [
        contradiction(files.reading(index, rules), (claim,)) is not None
        for index, claim in enumerate(files.languages)
    ]
    assert (found >= 0.3).tolist() == flagged
    assert any(flagged)


def test_calm_files_need_no_thresholds_of_their_own():
    rules = START._replace(objection=fit_objection(leaning(7, 11), START, 1))
    calm = readings(240, lambda index: True, np.random.default_rng(2))
    fitted = fit_thresholds(calm, rules)
    assert (fitted.contradiction_threshold, fitted.thresholds) == (LOWEST, {})


@pytest.mark.parametrize("quietest", MARGINS)
def test_the_margin_is_the_one_that_keeps_held_out_projects_quietest(monkeypatch, quietest):
    files = leaning(7, 11)
    rules = START._replace(objection=fit_objection(files, START, 1))
    monkeypatch.setattr(thresholds, "common_threshold", lambda _: -5.0)
    monkeypatch.setattr(thresholds, "held_out_alarms", lambda *of: abs(of[2] - quietest))
    fitted = fit_thresholds(files, rules)
    strongest = strengths(files, files.languages, rules)[np.array(files.languages) == "Go"].max()
    assert fitted.thresholds["Go"] == round(strongest + quietest, 4)
