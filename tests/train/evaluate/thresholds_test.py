import numpy as np
import pytest

from polyglint.checker.decision import contradiction
from tests.train.evaluate.calibrate_test import alone, readings
from train.evaluate import thresholds
from train.evaluate.calibrate import START, fit_contradiction_weights, other_claims
from train.evaluate.file_scores import Grammars
from train.evaluate.thresholds import (
    MARGIN,
    SHORT_MARGIN,
    caught,
    fit_short,
    fit_thresholds,
    held_out_alarms,
    own_strengths,
    own_thresholds,
    shared_thresholds,
    strengths,
    thresholds_of,
)

QUIET = -np.inf


def test_own_thresholds_stand_above_the_strongest_contradiction_score():
    languages = ["Ada", "Ada", "Ada", "C", "C", "D", "D"]
    right = np.array([QUIET, 2.0, 1.0, -9.0, QUIET, 0.5, QUIET])
    # D's would be no higher than the one for all.
    assert own_thresholds(right, languages, 0.5 + MARGIN) == {"Ada": 2.0 + MARGIN}


def test_languages_of_few_projects_share_a_threshold():
    """Nineteen projects in twenty decide it; an odd one raises that of its language.

    However many files one of them has, it counts once.
    """
    projects = [f"project {n}" for n in range(40)]
    languages = ["Ada", "C"] * 20
    right = np.array([QUIET] * 37 + [1.0, 0.0, 5.0])
    for calm in (0, 60):
        found = np.append(right, [QUIET] * calm)
        of = projects + projects[:1] * calm
        least = shared_thresholds(found, languages + ["Ada"] * calm, of, ["Ada", "C", "D"])
        assert least == dict.fromkeys(["Ada", "C", "D"], 1.0 + MARGIN)
    own = own_thresholds(right, languages, 2.0, least)
    assert own == {"Ada": 1.0 + MARGIN, "C": 5.0 + MARGIN, "D": 1.0 + MARGIN}
    assert own_thresholds(right, languages, 5.0, least) == {"C": 5.0 + MARGIN}


def test_a_language_without_a_file_to_judge_by_is_not_held():
    """Half of the projects may have none of it."""
    files = leaning(7, 11)
    right = np.zeros(240)
    own = thresholds_of(right, files, 2.0, ["Ada"])
    assert own["Ada"] == np.inf
    assert thresholds_of(right, files, 9.0, ["Lua"]) == {}
    part = np.array(files.languages) != "Lua"
    assert thresholds_of(right, files, 9.0, ["Lua"], part) == {"Lua": np.inf}


# Lower than those that are tried, so that few files show what many would.
LOW = (6.0, 5.5, 5.0, 4.5, 4.0, 3.5, 3.0, 2.5, 2.0, 1.5, 1.0)


@pytest.fixture(autouse=True)
def low_thresholds(monkeypatch):
    monkeypatch.setattr(thresholds, "COMMON", LOW)


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
    rules = START._replace(
        contradiction_weights=fit_contradiction_weights(files, START, 1),
        contradiction_threshold=0.3,
    )
    found = strengths(files, alone(files.languages), rules)
    flagged = [
        contradiction(files.reading(index, rules), (claim,)) is not None
        for index, claim in enumerate(files.languages)
    ]
    assert (found >= 0.3).tolist() == flagged
    assert any(flagged)


def fitted_to(files):
    rules = START._replace(contradiction_weights=fit_contradiction_weights(files, START, 1))
    wrong = other_claims(files, 1)
    fitted, count = fit_thresholds(files, wrong, rules)
    right, against = (
        strengths(files, alone(files.languages), rules),
        strengths(files, alone(wrong), rules),
    )

    def catches(common):
        own = own_thresholds(right, files.languages, common)
        return caught(against, wrong, common, own).sum()

    assert count == catches(fitted.contradiction_threshold)
    return fitted, right, catches


def test_calm_files_need_no_thresholds_of_their_own():
    calm = readings(240, lambda index: True, np.random.default_rng(2))
    fitted, _, catches = fitted_to(calm)
    assert fitted.thresholds == {}
    assert catches(fitted.contradiction_threshold) == catches(min(LOW))


def test_the_threshold_catches_the_most_that_held_out_projects_allow(monkeypatch):
    monkeypatch.setattr(thresholds, "project_order", lambda project: project)
    odd = ["1" if index % 7 and index % 11 else "0" for index in range(240)]
    files = leaning(7, 11)._replace(projects=tuple(odd))  # all that lean are in one half
    fitted, right, catches = fitted_to(files)
    quiet = [common for common in LOW if not held_out_alarms(right, files, common)]
    assert 0 < len(quiet) < len(LOW)  # one alarm in 240 files is too many
    assert fitted.contradiction_threshold in quiet
    assert catches(fitted.contradiction_threshold) == max(map(catches, quiet))
    own = own_thresholds(right, files.languages, fitted.contradiction_threshold)
    assert fitted.thresholds == own


def test_where_no_threshold_is_quiet_the_quietest_is_taken(monkeypatch):
    monkeypatch.setattr(thresholds, "held_out_alarms", lambda _, files, common, sharing: 9 - common)
    fitted, _, _ = fitted_to(leaning(7, 11))
    assert fitted.contradiction_threshold == max(LOW)


def test_held_out_alarms_are_those_of_projects_that_thresholds_have_not_seen(monkeypatch):
    files = leaning(7, 11)._replace(languages=("Ada",) * 4, projects=("0", "1", "2", "3"))
    monkeypatch.setattr(thresholds, "project_order", lambda project: project)
    right = np.array([9.0, 2.0, QUIET, 1.0])  # projects 0 and 2 are one half, 1 and 3 the other
    assert held_out_alarms(right, files, 0.0) == 1  # 9, well above 2
    assert held_out_alarms(right, files, 9.5) == 0


def test_short_texts_need_what_their_highest_scores_need(monkeypatch):
    monkeypatch.setattr(thresholds, "MAX_FALSE_POSITIVES", 0)
    rules = START._replace(max_claimed_support=0.9, contradiction_threshold=1.0)
    calm = readings(120, lambda index: True, np.random.default_rng(3))
    assert fit_short(calm, rules, 2) == (0.0, 0.0)
    files = leaning(7, 11)
    extra = fit_short(files, rules, 2)
    for windows, more in enumerate(extra, 1):
        short = files.excerpts(windows)
        strongest = strengths(short, alone(short.languages), rules).max()
        assert more == pytest.approx(max(0, strongest - 1.0 + SHORT_MARGIN), abs=1e-3)
    assert max(extra) > 0


def test_files_are_held_to_what_their_names_allow():
    files = leaning(7, 11)
    rules = START._replace(contradiction_weights=fit_contradiction_weights(files, START, 1))
    own = own_strengths(files, rules)
    assert (own == strengths(files, alone(files.languages), rules)).all()
    (leaner,) = np.flatnonzero(own >= min(LOW))[:1]
    read = files.labels[int(files.scores[leaner].mean(axis=0).argmax())]
    held = alone(files.languages)
    held[leaner] = files.languages[leaner], read
    allowed = own_strengths(files._replace(held=tuple(held)), rules)
    held[leaner] = ()
    unheld = own_strengths(files._replace(held=tuple(held)), rules)
    assert own[leaner] > allowed[leaner]
    assert unheld[leaner] == -np.inf
    others = np.arange(len(own)) != leaner
    assert (own[others] == allowed[others]).all()


def test_what_the_hook_excuses_is_no_alarm():
    files = leaning(7, 11)
    rules = START._replace(contradiction_weights=fit_contradiction_weights(files, START, 1))
    prose, table = "x y\n" * 9, "1 2 3\n4 5 6\n" * 9
    strong = own_strengths(files, rules) >= min(LOW)
    of_text = [
        own_strengths(files._replace(grammars=Grammars((text,) * len(strong))), rules)
        for text in (prose, table)
    ]
    assert strong.any()
    assert (of_text[0] >= min(LOW)).tolist() == strong.tolist()
    assert (of_text[1][strong] == -np.inf).all()
