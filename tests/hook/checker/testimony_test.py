import math

import pytest

from polyglint.checker.syntax import Syntax
from polyglint.checker.testimony import (
    MAX_ODDS,
    Witnesses,
    do_agree,
    do_agree_on_proven,
    does_confirm,
    does_testify,
    facts,
    grammar_odds,
    grammar_words,
    hear,
    is_one_literal,
    is_one_sure,
    is_third_language,
    odds_of,
    reach,
)
from polyglint.model.weights import GrammarRates, GrammarWeights

STRICT = GrammarRates(0.98, 0.01, 0.02, 0.08)  # accepts its own, refuses others
LAX = GrammarRates(0.9, 0.05, 0.85, 0.1)  # accepts nearly anything
RIGHT, SLIP, WRONG = Syntax(0, 0, 0), Syntax(0.03, 0, 0), Syntax(0.6, 0, 0)
TELLINGS = {"C": STRICT, "C++": STRICT, "Go": STRICT, "TeX": LAX}


def asking(**answers):
    return lambda language: answers.get(language)


@pytest.mark.parametrize(
    ("found", "odds"),
    [
        (RIGHT, math.log(0.98 / 0.02)),
        (SLIP, math.log(0.01 / 0.08)),
        (WRONG, math.log(0.01 / 0.9)),
    ],
)
def test_odds_are_how_often_each_kind_of_text_gives_the_answer(found, odds):
    assert odds_of(STRICT, found) == pytest.approx(odds)


def test_odds_are_bounded():
    never = GrammarRates(1.0, 0.0, 0.0, 0.0)
    assert odds_of(never, RIGHT) == MAX_ODDS
    assert odds_of(never, WRONG) == -MAX_ODDS
    assert odds_of(never, SLIP) == 0  # nobody knows


def test_a_lax_grammar_is_worth_little():
    assert abs(odds_of(LAX, RIGHT)) < 0.1 < odds_of(STRICT, RIGHT)


def test_hear_takes_the_claim_that_fits_best():
    heard = hear(["C", "C++"], "Go", asking(C=WRONG, **{"C++": RIGHT}), TELLINGS)
    refused = pytest.approx(1 - STRICT.own_accepted - STRICT.own_doubted)
    assert heard == Witnesses(RIGHT, odds_of(STRICT, RIGHT), None, 0.0, refused)


@pytest.mark.parametrize("claims", [["C", "Befunge"], ["C", "Go"]])
def test_a_refusal_is_one_of_all_claims(claims):
    assert hear(claims, "TeX", asking(C=WRONG), TELLINGS)[:2] == (None, 0.0)
    assert hear(claims, "TeX", asking(C=RIGHT), TELLINGS).claimed == RIGHT


def test_a_grammar_of_unknown_worth_is_not_asked():
    heard = hear(["C"], "Go", asking(C=WRONG, Go=RIGHT), {})
    assert heard == Witnesses(None, 0.0, None, 0.0)
    assert facts(heard) == (0,) * len(GrammarWeights._fields)


@pytest.mark.parametrize("weights", [GrammarWeights(), GrammarWeights(3.0, -2.0, 1.5, -9.0, -1.0)])
def test_without_grammars_nothing_is_added(weights):
    assert grammar_odds(hear(["C"], "Go", asking(), TELLINGS), weights) == 0


NAIVE = GrammarWeights()


def said(claimed, read, weights=NAIVE):
    return grammar_odds(hear(["C"], "Go", asking(C=claimed, Go=read), TELLINGS), weights)


def test_testimony():
    assert said(WRONG, RIGHT) > said(WRONG, None) > said(None, None) > said(RIGHT, None)
    assert said(None, RIGHT) > 0 > said(None, WRONG)
    assert said(RIGHT, RIGHT) == pytest.approx(0)  # one against the other
    assert said(WRONG, WRONG) == -math.inf
    assert said(WRONG, SLIP) > -math.inf


def test_comments_and_literals_weigh():
    weights = GrammarWeights(0, 0, 0, 0, -2.0, -1.0)
    assert said(Syntax(0, 0.5, 0.25), None, weights) == -1.25
    assert said(Syntax(0.3, 0.5, 0.25), None, weights) == -0.25  # a literal of what is no C


def test_one_literal():
    assert is_one_literal(Syntax(0, 0.81, 0))
    assert not is_one_literal(Syntax(0, 0.79, 0))
    assert not is_one_literal(Syntax(0.4, 0.9, 0))
    assert not is_one_literal(None)
    assert said(Syntax(0, 0.9, 0), RIGHT) == -math.inf


def test_third_language():
    assert is_third_language(Witnesses(WRONG, 0, WRONG, -4))
    assert not is_third_language(Witnesses(WRONG, 0, WRONG, -1))  # it refuses its own as often
    assert not is_third_language(Witnesses(WRONG, 0, SLIP, -4))
    assert not is_third_language(Witnesses(WRONG, 0, None, 0))
    assert not is_third_language(Witnesses(RIGHT, 0, WRONG, -4))


@pytest.mark.parametrize(
    ("claimed", "read", "agreed"),
    [
        (WRONG, RIGHT, True),
        (Syntax(0.006, 0, 0), Syntax(0.003, 0, 0), True),
        (Syntax(0.006, 0, 0), Syntax(0.004, 0, 0), False),  # no half of it
        (Syntax(0.005, 0, 0), RIGHT, False),
        (WRONG, SLIP, False),
        (RIGHT, RIGHT, False),
        (None, RIGHT, False),
        (WRONG, None, False),
    ],
)
def test_do_agree(claimed, read, agreed):
    assert do_agree(Witnesses(claimed, 0, read, 0)) is agreed


@pytest.mark.parametrize(
    ("claims", "claimed", "read", "agreed"),
    [
        (["YAML"], RIGHT, RIGHT, True),
        (["reStructuredText"], None, RIGHT, True),
        (["YAML"], WRONG, SLIP, False),
        (["YAML"], WRONG, None, False),
        (["JavaScript"], RIGHT, RIGHT, False),
        (["JavaScript", "YAML"], RIGHT, RIGHT, False),
        (["JavaScript"], WRONG, RIGHT, True),
        (["JavaScript"], WRONG, SLIP, False),
        (["CSS"], RIGHT, RIGHT, False),
        (["CSS"], WRONG, SLIP, True),
        (["CSS"], SLIP, SLIP, False),
        (["CSS"], WRONG, WRONG, False),
    ],
)
def test_do_agree_on_proven(claims, claimed, read, agreed):
    assert do_agree_on_proven(Witnesses(claimed, 0, read, 0), claims) is agreed


@pytest.mark.parametrize(
    ("heard", "language", "is_confirmed"),
    [
        (Witnesses(WRONG, -3, RIGHT, 3), "C++", True),
        (Witnesses(WRONG, -1, RIGHT, 3), "C++", False),  # it refuses its own as often
        (Witnesses(WRONG, -3, RIGHT, 1), "C++", False),
        (Witnesses(WRONG, -3, None, 0), "C++", False),
        (Witnesses(WRONG, -1, None, 0), "D", True),
        (Witnesses(SLIP, 0, None, 0), "Objective-C", True),
        (Witnesses(SLIP, 0, WRONG, -3), "Objective-C", False),
        (Witnesses(RIGHT, 3, None, 0), "D", False),
        (Witnesses(None, 0, None, 0), "D", False),
        (Witnesses(None, 0, RIGHT, 3), "D", False),
    ],
)
def test_does_confirm(heard, language, is_confirmed):
    assert does_confirm(heard, language) is is_confirmed


@pytest.mark.parametrize(
    ("heard", "is_sure"),
    [
        (Witnesses(WRONG, -3, None, 0), True),
        (Witnesses(WRONG, -3, SLIP, -1), True),
        (Witnesses(None, 0, RIGHT, 3), True),
        (Witnesses(SLIP, 1, RIGHT, 3), True),
        (Witnesses(WRONG, -3, WRONG, -3), False),
        (Witnesses(RIGHT, 3, RIGHT, 3), False),
        (Witnesses(RIGHT, -3, None, 0), False),
        (Witnesses(WRONG, -1, RIGHT, 1), False),  # both often answer so
        (Witnesses(None, 0, None, 0), False),
    ],
)
def test_is_one_sure(heard, is_sure):
    assert is_one_sure(heard) is is_sure


@pytest.mark.parametrize("claimed", [None, RIGHT, SLIP, WRONG])
@pytest.mark.parametrize("read", [None, RIGHT, SLIP, WRONG])
def test_nothing_is_added_beyond_reach(claimed, read):
    weights = GrammarWeights(1.3, -0.4, 0.7, -1.1)
    assert said(claimed, read, weights) <= reach(["C"], "Go", weights, TELLINGS) + 1e-9
    assert reach(["C"], "Go", weights, {}) == 0


@pytest.mark.parametrize(
    ("heard", "words"),
    [
        pytest.param(Witnesses(RIGHT, 0, WRONG, -5.0), "the grammar of C accepts it", id="accepts"),
        pytest.param(Witnesses(None, 0, WRONG, 0), "the grammar of D refuses it", id="refuses"),
        pytest.param(
            Witnesses(WRONG, 0, WRONG, -5.0),
            "the grammar of C and that of D both refuse it",
            id="both refuse",
        ),
        pytest.param(
            Witnesses(RIGHT._replace(literal=0.9), 0, RIGHT, 0),
            "the grammar of C takes it for one literal",
            id="one literal",
        ),
        pytest.param(Witnesses(WRONG, 0, RIGHT, 0), None, id="against the claim"),
        pytest.param(Witnesses(None, 0, None, 0), None, id="no grammar"),
    ],
)
def test_what_grammars_say_for_a_claim(heard, words):
    assert grammar_words(heard, ["C"], "D") == words


@pytest.mark.parametrize(
    ("answers", "does"),
    [
        pytest.param({}, False, id="no grammar"),
        pytest.param({"Go": RIGHT}, True, id="the read one accepts"),
        pytest.param({"Go": SLIP}, False, id="the read one doubts"),
        pytest.param({"TeX": RIGHT}, False, id="one that accepts nearly anything"),
        pytest.param({"C": WRONG}, True, id="the claimed one refuses"),
        pytest.param({"C": Syntax(0.15, 0, 0)}, False, id="as it refuses a dialect"),
        pytest.param({"TeX": WRONG}, False, id="one that refuses some of its own"),
        pytest.param({"C": WRONG, "Go": WRONG}, False, id="a third language"),
        pytest.param({"C": RIGHT, "Go": RIGHT}, False, id="both accept"),
    ],
)
def test_grammars_testify_alone_if_they_seldom_err(answers, does):
    claim, language = ("TeX", "Lua") if "TeX" in answers else ("C", "Go")
    if answers == {"TeX": RIGHT}:
        claim, language = "Lua", "TeX"
    heard = hear([claim], language, asking(**answers), TELLINGS)
    assert does_testify(heard, language, TELLINGS) is does
