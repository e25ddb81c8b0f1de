"""What grammars add to a decision."""

import pytest

from polyglint.checker.decision import Contradiction, contradiction, decide
from polyglint.checker.syntax import Syntax
from polyglint.model.weights import GrammarRates, GrammarWeights
from tests.hook.checker.grammar_answers import GRAMMARS, RIGHT, SLIP, WRONG, found_by
from tests.hook.checker.readings import reading

UNSURE = {"JavaScript": 0.9, "Python": 0.06}  # four are 5.4 nats against Python


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


# Together 0.56 for JavaScript, which is less than the model is believed with.
TORN = [
    {"JavaScript": 0.60, "SQL": 0.35},
    {"JavaScript": 0.35, "SQL": 0.60},
    {"JavaScript": 0.55, "SQL": 0.40},
] * 2


@pytest.mark.parametrize(
    ("answers", "language"),
    [
        pytest.param({}, None, id="the model alone"),
        pytest.param({"Python": WRONG}, None, id="refused as claimed"),
        pytest.param({"JavaScript": RIGHT}, None, id="accepted as read"),
        pytest.param({"Python": RIGHT, "JavaScript": RIGHT}, None, id="accepted as claimed"),
        pytest.param({"Python": WRONG, "JavaScript": RIGHT}, "JavaScript", id="both"),
    ],
)
def test_a_model_that_is_torn_is_believed_where_grammars_agree(answers, language):
    found = found_by(TORN, "Python", answers, contradiction_threshold=1.0)
    assert found == language
    often_wrong = dict.fromkeys(GRAMMARS, GrammarRates(0.6, 0.1, 0.3, 0.1))
    text = reading(*TORN, grammars=often_wrong, contradiction_threshold=1.0)
    assert contradiction(text, ["Python"], answers.get) is None


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


def test_a_form_needs_no_more_of_a_short_text():
    rules = {"abstains": ("Python",), "min_windows": 1, "short": (20.0,) * 3}
    text = reading(*["JavaScript"] * 2, grammars=GRAMMARS, **rules)
    found = decide(text, ["Python"], {}.get, has_form=lambda language: language == "JavaScript")
    assert isinstance(found, Contradiction)
    assert isinstance(decide(text, ["Python"], {"Python": WRONG}.get), str)
