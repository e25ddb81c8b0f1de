import numpy as np
import pytest

from polyglint.decision import contradiction
from tests.train.calibrate_test import readings
from train import thresholds
from train.calibrate import START, fit_objection
from train.thresholds import (
    DISTANCE,
    LEAST_FILES,
    LOWEST,
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
        pytest.param([5.0, 2.0, *[QUIET] * 1998], 2.0 + DISTANCE, id="one in 2,000 is allowed"),
        pytest.param([5.0, 5.0, *[QUIET] * 1998], 5.0 + DISTANCE, id="two are not"),
    ],
)
def test_common_threshold(right, threshold):
    assert common_threshold(np.array(right)) == threshold


def test_own_thresholds_stand_above_the_strongest_objection():
    languages = ["Ada"] * LEAST_FILES + ["C"] * LEAST_FILES + ["D"] * (LEAST_FILES - 1)
    right = np.full(len(languages), QUIET)
    right[3], right[LEAST_FILES] = 2.0, -9.0
    assert own_thresholds(right, languages, 1.5) == {"Ada": 3.5, "C": LOWEST}


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


def test_thresholds_of_their_own_only_where_held_out_projects_stay_quiet(monkeypatch):
    rules = START._replace(objection=fit_objection(leaning(7, 11), START, 1))
    calm = readings(240, lambda index: True, np.random.default_rng(2))
    fitted = fit_thresholds(calm, rules)
    assert fitted.thresholds == dict.fromkeys(sorted(set(calm.languages)), LOWEST)
    monkeypatch.setattr(thresholds, "held_out_alarms", lambda *_: 1)
    assert fit_thresholds(calm, rules).thresholds == {}
