"""Pairs of look-alikes, which grammars decide, and marks that have no place in one of them."""

import pytest

from polyglint.checker.decision import Contradiction, decide
from polyglint.checker.support import is_cleared
from polyglint.linguist.look_alike_marks import Marks
from polyglint.model.weights import GrammarRates
from tests.hook.checker.grammar_answers import GRAMMARS, RIGHT, STRICT, WRONG, found_by
from tests.hook.checker.readings import reading

AGREED = {"JavaScript": WRONG, "TypeScript": RIGHT}
EITHER = {"TypeScript": 0.6, "JavaScript": 0.25}
PAIR = {"JavaScript > TypeScript": 3.0}


@pytest.mark.parametrize(
    ("windows", "claim", "answers", "pairs", "language"),
    [
        pytest.param(["TypeScript"] * 2, "JavaScript", AGREED, PAIR, "TypeScript", id="agreed"),
        pytest.param(["TypeScript"] * 2, "JavaScript", AGREED, {}, None, id="no threshold"),
        pytest.param(["TypeScript"] * 2, "JavaScript", {}, PAIR, None, id="no grammar"),
        pytest.param([EITHER] * 4, "JavaScript", AGREED, PAIR, None, id="unsure"),
        pytest.param(
            ["TypeScript", "JavaScript", "TypeScript"],
            "JavaScript",
            AGREED,
            PAIR,
            None,
            id="a window supports the claim",
        ),
        pytest.param(
            ["TypeScript"] * 2,
            "JavaScript",
            {"JavaScript": RIGHT, "TypeScript": RIGHT},
            PAIR,
            None,
            id="accepted as claimed",
        ),
        pytest.param(["JavaScript"] * 2, "TypeScript", AGREED, PAIR, None, id="the other way"),
    ],
)
def test_look_alikes(windows, claim, answers, pairs, language):
    found = found_by(windows, claim, answers, look_alikes=pairs, min_windows=1)
    assert found == language


def test_look_alikes_are_not_cleared_by_what_the_claim_may_not_hold():
    text = reading("TypeScript")
    assert is_cleared(text, ["JavaScript"])
    text = reading("TypeScript", look_alikes=PAIR)
    assert not is_cleared(text, ["JavaScript"])
    assert is_cleared(text, ["TypeScript"])
    assert is_cleared(reading("JavaScript", look_alikes=PAIR), ["JavaScript"])


MARKED = Marks(found=frozenset(["TypeScript"]))
UNMARKED = Marks(missing=frozenset(["TypeScript"]))


def test_no_window_clears_a_text_with_marks_of_a_look_alike():
    windows = ["TypeScript", "TypeScript", "JavaScript", "TypeScript"]
    text = reading(*windows, grammars=GRAMMARS, look_alikes=PAIR)
    assert decide(text, ["JavaScript"], AGREED.get) == "lines 9 to 12 read as JavaScript (0.990)"
    found = decide(text, ["JavaScript"], AGREED.get, marks=MARKED)
    assert isinstance(found, Contradiction)
    assert found.language == "TypeScript"
    refused = decide(text, ["JavaScript"], {"TypeScript": RIGHT}.get, marks=MARKED)
    assert refused == "no two grammars agree against the claim"
    assert not is_cleared(text, ["JavaScript"], MARKED)
    assert is_cleared(reading(*windows), ["JavaScript"], MARKED)  # no such pair


def test_a_text_without_marks_of_a_look_alike_is_none():
    text = reading("TypeScript", "TypeScript", "TypeScript", grammars=GRAMMARS, look_alikes=PAIR)
    assert isinstance(decide(text, ["JavaScript"], AGREED.get), Contradiction)
    found = decide(text, ["JavaScript"], AGREED.get, marks=UNMARKED)
    assert found == "lines 1 to 4 read as TypeScript (0.990)"
    assert is_cleared(text, ["JavaScript"], UNMARKED)
    assert not is_cleared(text, ["JavaScript"])
    assert not is_cleared(text, ["Python"], UNMARKED)


PROVEN = Marks(frozenset(["TypeScript"]), proven=frozenset(["TypeScript"]))
OFTEN_WRONG = dict.fromkeys(GRAMMARS, GrammarRates(0.6, 0.1, 0.3, 0.1))


@pytest.mark.parametrize("window", ["JavaScript", {"JavaScript": 0.6, "TypeScript": 0.3}])
@pytest.mark.parametrize("pairs", [PAIR, {}])
@pytest.mark.parametrize(
    ("claim", "answers", "grammars", "is_flagged"),
    [
        pytest.param("JavaScript", AGREED, GRAMMARS, True, id="agreed"),
        pytest.param("JavaScript", AGREED, OFTEN_WRONG, False, id="grammars that often err"),
        pytest.param(
            "JavaScript", {"JavaScript": WRONG}, GRAMMARS, False, id="refused, and no more"
        ),
        pytest.param(
            "JavaScript", {"TypeScript": RIGHT}, GRAMMARS, False, id="accepted, and no more"
        ),
        pytest.param("JavaScript", {}, GRAMMARS, False, id="no grammar"),
        pytest.param(
            "JavaScript", {**AGREED, "TypeScript": WRONG}, GRAMMARS, False, id="refused as read"
        ),
        pytest.param(
            "JavaScript", {**AGREED, "JavaScript": RIGHT}, GRAMMARS, False, id="accepted as claimed"
        ),
    ],
)
def test_proofs_need_no_window_but_grammars(window, pairs, claim, answers, grammars, is_flagged):
    text = reading(*[window] * 4, grammars=grammars, look_alikes=pairs)
    found = decide(text, [claim], answers.get, marks=PROVEN)
    assert isinstance(found, Contradiction) is is_flagged
    if is_flagged:
        assert found.language == "TypeScript"
        assert found.score == pytest.approx(0.99, abs=0.1)
    assert not isinstance(decide(text, [claim], answers.get), Contradiction)
    assert not is_cleared(text, [claim], PROVEN)


def test_proofs_are_none_where_the_text_reads_as_something_else():
    text = reading("Go", "Go", "JavaScript", "Go", grammars=GRAMMARS)
    found = decide(text, ["JavaScript"], AGREED.get, marks=PROVEN)
    assert found == "lines 9 to 12 read as JavaScript (0.990)"


def test_of_what_is_proven_the_likeliest_that_a_grammar_accepts_is_named():
    proven = frozenset(["C++", "TypeScript"])
    grammars = dict.fromkeys(["C", "C++", "JavaScript", "TypeScript"], STRICT)
    text = reading(*[{"JavaScript": 0.8, "TypeScript": 0.1, "C++": 0.05}] * 4, grammars=grammars)
    answers = {"JavaScript": WRONG, "TypeScript": WRONG, "C++": RIGHT}
    marks = Marks(proven, proven=proven)
    assert isinstance(decide(text, ["JavaScript"], answers.get, marks=marks), str)  # no C++ at all
    answers["TypeScript"] = RIGHT
    found = decide(text, ["JavaScript"], answers.get, marks=marks)
    assert found.language == "TypeScript"


PLAIN = {"YAML > Markdown": 0.7}
LABELS = ("Markdown", "Python", "TOML", "YAML")


@pytest.mark.parametrize(
    ("answers", "marks", "is_flagged"),
    [
        pytest.param({"YAML": RIGHT, "Markdown": RIGHT}, ["Markdown"], True, id="takes anything"),
        pytest.param({"Markdown": RIGHT}, ["Markdown"], True, id="has no opinion"),
        pytest.param({"YAML": RIGHT, "Markdown": RIGHT}, [], False, id="no proof"),
        pytest.param({"YAML": RIGHT, "Markdown": WRONG}, ["Markdown"], False, id="refused as read"),
        pytest.param({"YAML": RIGHT}, ["Markdown"], False, id="no grammar of it"),
    ],
)
def test_a_proof_stands_for_the_refusal_of_a_grammar_that_takes_anything(
    answers, marks, is_flagged
):
    windows = ["Markdown", "Markdown", "YAML", "Markdown"]
    grammars = dict.fromkeys(["Markdown", "YAML"], GrammarRates(0.98, 0.01, 0.9, 0.05))
    text = reading(*windows, labels=LABELS, grammars=grammars, look_alikes=PLAIN)
    proven = frozenset(marks)
    found = decide(text, ["YAML"], answers.get, marks=Marks(frozenset(["Markdown"]), proven=proven))
    assert isinstance(found, Contradiction) is is_flagged
