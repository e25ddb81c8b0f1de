import pytest

from polyglint.checker.decision import Contradiction
from polyglint.checker.settled import settled
from polyglint.checker.syntax import Syntax
from polyglint.results import Verdict
from tests.hook.checker.readings import CALIBRATION

ACCEPTS, REFUSES = Syntax(0.0, 0.0, 0.0), Syntax(0.4, 0.0, 0.0)
FOUND = Contradiction("JavaScript", 0.6, 1, 8)
BOTH = (("JavaScript", 0.6), ("TypeScript", 0.38), ("Go", 0.01))


def settle(best, accepted, found=FOUND, **rules):
    def ask(language):
        return ACCEPTS if language in accepted.split() else REFUSES

    best = tuple(best)
    return settled(found, Verdict(None, best[0][1], best), CALIBRATION._replace(**rules), ask)


@pytest.mark.parametrize(
    ("best", "accepted", "language"),
    [
        pytest.param(BOTH, "JavaScript TypeScript", "JavaScript", id="the plainer one first"),
        pytest.param(
            [("TypeScript", 0.6), ("JavaScript", 0.38)],
            "JavaScript TypeScript",
            "JavaScript",
            id="the plainer one second",
        ),
        pytest.param(BOTH, "TypeScript", "TypeScript", id="what the plainer grammar refuses"),
        pytest.param(BOTH, "", None, id="none accepts"),
        pytest.param(
            [("JavaScript", 0.5), ("TypeScript", 0.3), ("Go", 0.1)],
            "JavaScript TypeScript",
            None,
            id="something else is too likely",
        ),
        pytest.param([("JavaScript", 0.85), ("Go", 0.1)], "JavaScript", None, id="one alone"),
        pytest.param(
            [("JavaScript", 0.5), ("QML", 0.49)], "JavaScript QML", None, id="neither is plainer"
        ),
    ],
)
def test_settled(best, accepted, language):
    answer = settle(best, accepted)
    assert (answer and answer.language) == language


def test_alike_languages_count_together():
    assert settle(BOTH, "JavaScript TypeScript").score == pytest.approx(0.98)


@pytest.mark.parametrize("rule", ["abstains", "untried"])
def test_no_language_is_named_that_the_model_is_not_trusted_with(rule):
    assert settle(BOTH, "JavaScript TypeScript", **{rule: ("JavaScript",)}) is None


def test_no_grammar_says_nothing():
    assert settled(FOUND, Verdict(None, 0.6, BOTH), CALIBRATION, lambda _language: None) is None
