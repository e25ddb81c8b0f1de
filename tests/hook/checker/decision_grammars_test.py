"""What grammars add to a decision, and pairs of look-alikes, which they decide."""

import pytest

from polyglint.checker.decision import Contradiction, contradiction, decide
from polyglint.checker.support import is_cleared
from polyglint.checker.syntax import Syntax
from polyglint.linguist.look_alike_marks import Marks
from polyglint.model.weights import GrammarRates, GrammarWeights
from tests.hook.checker.readings import reading

STRICT = GrammarRates(0.98, 0.01, 0.02, 0.08)
RIGHT, SLIP, WRONG = Syntax(0, 0, 0), Syntax(0.03, 0, 0), Syntax(0.6, 0, 0)
GRAMMARS = dict.fromkeys(["JavaScript", "Python", "TypeScript"], STRICT)
UNSURE = {"JavaScript": 0.9, "Python": 0.06}  # four are 5.4 nats against Python


def found_by(windows, claim, answers, **rules):
    text = reading(*windows, grammars=GRAMMARS, **rules)
    found = contradiction(text, [claim], answers.get)
    return found and found.language


@pytest.mark.parametrize(
    ("threshold", "answers", "language"),
    [
        pytest.param(5.0, {}, "JavaScript", id="no grammar"),
        pytest.param(5.0, {"Python": RIGHT}, None, id="accepted as claimed"),
        pytest.param(5.0, {"JavaScript": WRONG}, None, id="refused as read"),
        pytest.param(5.0, {"Python": WRONG, "JavaScript": WRONG}, None, id="a third language"),
        pytest.param(6.0, {}, None, id="no grammar, and not enough"),
        pytest.param(6.0, {"Python": WRONG}, "JavaScript", id="refused as claimed"),
        pytest.param(6.0, {"JavaScript": RIGHT}, "JavaScript", id="accepted as read"),
        pytest.param(12.0, {"Python": WRONG, "JavaScript": RIGHT}, "JavaScript", id="both"),
        pytest.param(5.0, {"Python": Syntax(0, 0.9, 0)}, None, id="one literal"),
    ],
)
def test_grammars_are_heard(threshold, answers, language):
    found = found_by([UNSURE] * 4, "Python", answers, contradiction_threshold=threshold)
    assert found == language


@pytest.mark.parametrize(
    ("answers", "is_flagged"),
    [
        pytest.param({}, False, id="the model alone"),
        pytest.param({"Python": WRONG}, False, id="refused as claimed"),
        pytest.param({"JavaScript": RIGHT}, False, id="accepted as read"),
        pytest.param({"Python": WRONG, "JavaScript": RIGHT}, True, id="both"),
    ],
)
def test_of_a_few_lines_only_grammars_are_sure(answers, is_flagged):
    text = reading(*[UNSURE] * 4, grammars=GRAMMARS, contradiction_threshold=-9.0)
    found = decide(text, ["Python"], answers.get, is_scrap=True)
    assert isinstance(found, Contradiction) is is_flagged
    assert is_flagged or found.endswith("which so few lines cannot say for sure")
    assert isinstance(decide(text, ["Python"], answers.get), Contradiction)


@pytest.mark.parametrize(
    ("behind", "language"),
    [({}, None), ({"JavaScript": RIGHT}, "JavaScript"), ({"JavaScript": WRONG}, None)],
)
def test_first_lines_alone_make_no_third_language(behind, language):
    text = reading(*[UNSURE] * 4, grammars=GRAMMARS, contradiction_threshold=5.0)
    answers = {"Python": WRONG, "JavaScript": WRONG}
    found = contradiction(text, ["Python"], answers.get, behind.get)
    assert (found and found.language) == language


def test_grammars_are_asked_about_what_they_can_change():
    asked = []
    for threshold in (20.0, 5.0):
        text = reading(*[UNSURE] * 4, grammars=GRAMMARS, contradiction_threshold=threshold)
        contradiction(text, ["Python"], asked.append)
        assert asked == (["Python", "JavaScript"] if threshold == 5.0 else [])
    assert contradiction(reading(*["Python"] * 4), ["Python"], lambda _: 1 / 0) is None


@pytest.mark.parametrize(
    ("threshold", "answers", "language"),
    [
        pytest.param(2.0, {}, None, id="no grammar"),
        pytest.param(3.5, {"Python": WRONG, "JavaScript": RIGHT}, "JavaScript", id="both"),
        pytest.param(2.0, {"Python": WRONG}, "JavaScript", id="refused as claimed"),
        pytest.param(2.0, {"JavaScript": RIGHT}, "JavaScript", id="accepted as read"),
        pytest.param(3.5, {"Python": WRONG}, None, id="refused, and not enough"),
        pytest.param(3.5, {"JavaScript": RIGHT}, None, id="accepted, and not enough"),
        pytest.param(2.0, {"Python": RIGHT, "JavaScript": RIGHT}, None, id="accepted as claimed"),
        pytest.param(3.5, {"Python": SLIP, "JavaScript": RIGHT}, "JavaScript", id="doubt"),
    ],
)
def test_a_short_text_needs_less_where_grammars_are_sure(threshold, answers, language):
    alone = {"grammar_weights": GrammarWeights(0.0, -1.0, 0.0, -1.0, 0.0, 0.0)}  # add nothing
    rules = {"contradiction_threshold": threshold, "short": (20.0,) * 3, "min_windows": 1}
    assert found_by([UNSURE] * 2, "Python", answers, **rules, **alone) == language
    rules["grammars"] = dict.fromkeys(GRAMMARS, GrammarRates(0.6, 0.1, 0.3, 0.1))
    text = reading(*[UNSURE] * 2, **rules, **alone)
    assert contradiction(text, ["Python"], answers.get) is None  # they often err


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


@pytest.mark.parametrize(
    ("answers", "language"),
    [
        pytest.param({}, None, id="no grammar"),
        pytest.param({"Python": WRONG}, "JavaScript", id="refused as claimed"),
        pytest.param({"JavaScript": RIGHT}, "JavaScript", id="accepted as read"),
        pytest.param({"Python": RIGHT, "JavaScript": RIGHT}, None, id="accepted as claimed"),
    ],
)
@pytest.mark.parametrize("mistaken", [["Python"], ["JavaScript", "TypeScript"]])
def test_what_the_model_mistakes_is_held_where_a_grammar_testifies(mistaken, answers, language):
    rules = {"abstains": tuple(mistaken), "exponent": 0.0, "contradiction_threshold": 2.0}
    assert found_by(["JavaScript"] * 4, "Python", answers, **rules) == language
    rules["contradiction_threshold"] = 7.0  # 7 ln 10 = 6.9: the model is asked, too
    assert found_by(["JavaScript"] * 4, "Python", answers, **rules) is None


@pytest.mark.parametrize(
    ("claim", "answers", "is_found"),
    [
        pytest.param("Python", {"C": RIGHT}, True, id="of another family"),
        pytest.param("PHP", {"C": RIGHT}, False, id="both with braces"),
        pytest.param("PHP", {"C": RIGHT, "PHP": WRONG}, True, id="refused as claimed, too"),
    ],
)
def test_braces_alone_are_no_witness(claim, answers, is_found):
    """The constants of a class are in C as well, by C's grammar."""
    grammars = dict.fromkeys(("C", "PHP"), GRAMMARS["JavaScript"])
    text = reading(*["C"] * 4, grammars=grammars, abstains=(claim,))
    assert isinstance(decide(text, [claim], answers.get), Contradiction) is is_found


@pytest.mark.parametrize(("answers", "language"), [({}, None), ({"Python": WRONG}, "Text")])
def test_a_list_of_words_is_no_code_by_its_grammar(answers, language):
    assert found_by(["Text"] * 4, "Python", answers) == language


def test_a_silence_for_want_of_a_witness_is_explained():
    text = reading(*["JavaScript"] * 4, grammars=GRAMMARS, abstains=("Python",))
    found = decide(text, ["Python"], {}.get)
    assert "which no grammar confirms" in found


@pytest.mark.parametrize(
    ("form", "answers", "is_found"),
    [
        pytest.param("JavaScript", {}, True, id="of what it reads as"),
        pytest.param("Python", {}, False, id="of another language"),
        pytest.param(None, {}, False, id="of none"),
        pytest.param("JavaScript", {"Python": RIGHT}, False, id="accepted as claimed"),
        pytest.param("JavaScript", {"JavaScript": WRONG}, True, id="refused as read"),
    ],
)
def test_a_form_testifies_as_a_grammar_does(form, answers, is_found):
    text = reading(*["JavaScript"] * 4, grammars=GRAMMARS, abstains=("Python",))
    found = decide(text, ["Python"], answers.get, has_form=lambda language: language == form)
    assert isinstance(found, Contradiction) is is_found
