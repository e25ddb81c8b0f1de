import math

import numpy as np
import pytest

from polyglint.checker.syntax import Syntax
from polyglint.checker.verdict import evidence, merge, region_of, regions
from polyglint.model.weights import GrammarRates
from polyglint.results import Verdict
from tests.hook.checker.readings import LABELS, reading, with_file

TWO = ("Go", "Python")


def odds(found):
    """Log-odds of the first of two labels over the second."""
    first, second = evidence(found)
    return first - second


@pytest.mark.parametrize(
    ("count", "scale", "exponent", "times"),
    [
        pytest.param(1, 1.0, 0.5, 1.0, id="one window as it is"),
        pytest.param(9, 1.0, 0.0, 1.0, id="exponent 0 takes the mean"),
        pytest.param(9, 1.0, 1.0, 9.0, id="exponent 1 takes the sum"),
        pytest.param(9, 1.0, 0.5, 3.0, id="square root"),
        pytest.param(4, 0.7, 0.5, 1.4, id="scale"),
    ],
)
def test_evidence_is_tempered_by_the_number_of_windows(count, scale, exponent, times):
    windows = [{"Go": 0.8}] * count
    found = reading(*windows, labels=TWO, scale=scale, exponent=exponent)
    assert odds(found) == pytest.approx(times * math.log(0.8 / 0.2), rel=1e-5)


def test_evidence_is_the_mean_of_log_probabilities():
    found = reading({"Go": 0.9}, {"Go": 0.2}, labels=TWO, exponent=0.0)
    assert odds(found) == pytest.approx((math.log(9) + math.log(0.25)) / 2, rel=1e-5)


@pytest.mark.parametrize(
    ("confidence", "mean"),
    [
        pytest.param(0.0, (math.log(9) + math.log(2 / 3)) / 2, id="all weigh the same"),
        pytest.param(1.0, (0.9 * math.log(9) + 0.6 * math.log(2 / 3)) / 1.5, id="in proportion"),
        pytest.param(2.0, (0.81 * math.log(9) + 0.36 * math.log(2 / 3)) / 1.17, id="squared"),
    ],
)
def test_a_window_weighs_what_it_is_sure_of(confidence, mean):
    windows = {"Go": 0.9}, {"Go": 0.4}  # sure of 0.9 and of 0.6
    found = reading(*windows, labels=TWO, exponent=0.0, confidence=confidence)
    assert odds(found) == pytest.approx(mean, rel=1e-5)


@pytest.mark.parametrize("weight", [0.0, 0.5, 2.0])
def test_the_whole_file_is_heard_by_its_weight(weight):
    windows = reading({"Go": 0.8}, labels=TWO)
    found = with_file(windows, "Python", weight)
    assert odds(found) == pytest.approx(math.log(4) - weight * math.log(99), rel=1e-5)
    assert np.exp(evidence(found)).sum() == pytest.approx(1)


def test_evidence_adds_up_to_one():
    found = reading("Go", "Python", {"C": 0.5, "C++": 0.4}, exponent=0.3, scale=1.7, confidence=1)
    assert np.exp(evidence(found)).sum() == pytest.approx(1)


def test_evidence_of_the_least_float_is_finite():
    found = reading("Go", "Go", labels=TWO, scale=3.0, exponent=1.0)
    found.log_probabilities[:, 1] = np.finfo(np.float32).min
    assert evidence(found)[0] == 0
    assert np.isfinite(evidence(found)).all()


def test_three_best_first():
    windows = {"Python": 0.5, "C": 0.3, "SQL": 0.15, "Go": 0.04}
    verdict = merge(reading(windows, exponent=0.0, verdict_threshold=0.5))
    assert verdict.language == "Python"
    assert [name for name, _ in verdict.best] == ["Python", "C", "SQL"]
    assert [score for _, score in verdict.best] == pytest.approx([0.5, 0.3, 0.15], rel=1e-5)
    assert verdict.score == verdict.best[0][1]


def test_equal_scores_keep_the_order_of_the_labels():
    assert [name for name, _ in merge(reading({})).best] == ["C", "C++", "Go"]


def test_two_candidates_are_all_of_the_best():
    assert merge(reading({"Go": 0.25}, labels=TWO)).best[0][0] == "Python"
    assert len(merge(reading({"Go": 0.25}, labels=TWO)).best) == 2


def test_one_candidate_is_certain():
    found = reading({"Go": 0.25}, labels=TWO)
    alone = found._replace(labels=("Go",), log_probabilities=np.zeros((1, 1), np.float32))
    assert merge(alone) == Verdict("Go", 1.0, (("Go", 1.0),))


@pytest.mark.parametrize(
    ("threshold", "language"),
    [
        pytest.param(0.79, "Go", id="above the threshold"),
        pytest.param(0.81, None, id="below"),
        pytest.param(0.0, "Go", id="no threshold"),
        pytest.param(1.0, None, id="never sure"),
    ],
)
def test_verdict_below_the_threshold_is_withheld(threshold, language):
    verdict = merge(reading({"Go": 0.8}, labels=TWO, verdict_threshold=threshold))
    assert verdict.language == language
    assert verdict.score == pytest.approx(0.8)
    assert verdict.best[0][0] == "Go"


def test_no_windows_no_verdict():
    assert merge(reading()) == Verdict(None, 0.0, ())


def test_scores_are_plain_floats():
    verdict = merge(reading("Go"))
    assert type(verdict.score) is float
    assert {type(score) for _, score in verdict.best} == {float}


@pytest.mark.parametrize("trusted_less", ["abstains", "untried"])
def test_a_language_that_is_often_mistaken_is_not_asserted(trusted_less):
    verdict = merge(reading("Go", **{trusted_less: ("Go",)}))
    assert (verdict.language, verdict.best[0][0]) == (None, "Go")


def spans(*windows):
    return [(r.language, r.first_line, r.last_line, r.windows) for r in regions(reading(*windows))]


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        pytest.param([], [], id="no text"),
        pytest.param(["Go"], [("Go", 1, 4, 1)], id="one window"),
        pytest.param(["Go"] * 3, [("Go", 1, 12, 3)], id="one language"),
        pytest.param(["Go", "C", "Go"], [("Go", 1, 12, 3)], id="an odd window"),
        pytest.param(
            ["Go", "C", "C", "Go"],
            [("Go", 1, 4, 1), ("C", 5, 12, 2), ("Go", 13, 16, 1)],
            id="two windows that are sure of another",
        ),
        pytest.param(["Go", "C"], [("Go", 1, 4, 1), ("C", 5, 8, 1)], id="a last window"),
        pytest.param(["Go", {"C": 0.6, "Go": 0.3}, "Go"], [("Go", 1, 12, 3)],
                     id="a window that leans to another"),
        pytest.param(["Go", *[{"C": 0.9, "Go": 0.05}] * 3, "Go"],
                     [("Go", 1, 4, 1), ("C", 5, 16, 3), ("Go", 17, 20, 1)],
                     id="several windows that lean to another"),
        pytest.param([{}, {}, "Go", {}], [("Go", 1, 16, 4)], id="windows that say nothing"),
    ],
)  # fmt: skip
def test_regions(windows, expected):
    assert spans(*windows) == expected


def test_the_largest_region_stands_for_a_language():
    found = reading("Go", "C", "C", *["Go"] * 3)
    assert region_of(found, LABELS.index("Go")) == ("Go", 13, 24, 3, 3)


def test_a_language_without_a_region_has_its_best_window():
    found = reading("Go", {"C": 0.6, "Go": 0.3}, "Go")
    assert region_of(found, LABELS.index("C")) == ("C", 5, 8, 1, 1)


def test_windows_that_say_nothing_are_no_ends_of_a_region():
    found = reading({}, {}, "Go", {}, "Go", {})
    assert region_of(found, LABELS.index("Go")) == ("Go", 9, 20, 2, 3)


def test_a_region_in_which_no_window_reads_as_its_language_the_most():
    found = reading(*[{"Go": 0.5, "C": 0.49}, {"SQL": 0.5, "C": 0.49}] * 2)
    assert region_of(found, LABELS.index("C")) == ("C", 1, 16, 0, 4)


OPEN = {"Go": 0.5, "Python": 0.45}
STRICT = GrammarRates(0.98, 0.01, 0.02, 0.08)  # accepts its own, refuses others


def asking(*accepted):
    asked = []

    def ask(language):
        asked.append(language)
        return Syntax(0.0, 0.0, 0.0) if language in accepted else Syntax(0.6, 0.0, 0.0)

    return ask, asked


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        pytest.param("Go", "Go", id="as windows have it"),
        pytest.param("Python", "Python", id="the second one"),
        pytest.param("Ruby", None, id="refused by both"),
    ],
)
def test_grammars_are_heard_where_windows_leave_it_open(accepted, language):
    found = reading(OPEN, labels=("Go", "Python", "SQL"), grammars={"Go": STRICT, "Python": STRICT})
    ask, asked = asking(accepted)
    verdict = merge(found, ask)
    assert verdict.language == language
    assert sum(score for _, score in verdict.best) == pytest.approx(1.0)
    assert sorted(asked) == ["Go", "Python"]  # SQL has no rates


def test_no_grammar_is_asked_where_windows_are_sure():
    ask, asked = asking()
    found = reading("Go", grammars={"Go": STRICT})
    assert merge(found, ask) == merge(found)
    assert not asked


def test_a_grammar_without_an_opinion_changes_nothing():
    found = reading(OPEN, grammars={"Go": STRICT})
    assert merge(found, lambda _language: None).best[0][0] == "Go"


def test_marks_tell_alike_languages_apart():
    found = reading({"Haml": 0.6, "Slim": 0.3}, labels=("Go", "Haml", "Slim"))
    assert merge(found).best[0][0] == "Haml"
    assert merge(found, None, "%li a\n").best == merge(found).best
    marked = merge(found, None, "ul\n  li a\n")
    assert marked.best[0][0] == "Slim"
    assert sum(score for _, score in marked.best) == pytest.approx(1.0)
