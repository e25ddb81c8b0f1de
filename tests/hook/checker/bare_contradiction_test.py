import pytest

from polyglint.checker.bare_contradiction import MADE_INTO, bare_contradiction, is_program
from polyglint.checker.decision import Contradiction, no_grammar
from polyglint.checker.syntax import Syntax
from polyglint.linguist.compatible import TEMPLATES
from polyglint.linguist.languages import languages
from polyglint.model.weights import GrammarRates
from tests.hook.checker.readings import reading

SELDOM, OFTEN = GrammarRates(0.99, 0.01, 0.002, 0.01), GrammarRates(0.99, 0.01, 0.2, 0.2)


def accepts(_language):
    return Syntax(0.0, 0.0, 0.0)


def refuses(_language):
    return Syntax(0.3, 0.0, 0.0)


@pytest.mark.parametrize(
    ("claim", "windows", "ask", "rates"),
    [
        pytest.param("Jinja", ["Go"] * 4, accepts, SELDOM, id="a grammar testifies"),
        pytest.param("Jinja", ["Go"] * 2, accepts, SELDOM, id="of few windows"),
        pytest.param("Jinja", ["Go"] * 4, accepts, OFTEN, id="a grammar that accepts much"),
        pytest.param("Jinja", ["Go"] * 4, no_grammar, SELDOM, id="no grammar"),
        pytest.param("Markdown", ["Go"] * 4, accepts, SELDOM, id="Markdown"),
        pytest.param("Jinja", [{"C": 0.5, "C++": 0.49}] * 4, accepts, SELDOM, id="of like ones"),
    ],
)
def test_contradicted(claim, windows, ask, rates):
    grammars = dict.fromkeys(["C", "C++", "Go"], rates)
    found = bare_contradiction(reading(*windows, grammars=grammars), [claim], ask)
    assert isinstance(found, Contradiction)
    assert found.language in ("Go", "C")
    assert (found.line, found.last_line) == (1, 4 * len(windows))


@pytest.mark.parametrize(
    ("claim", "windows", "ask", "rates", "reason"),
    [
        pytest.param(
            "Jinja", ["PHP"] * 4, accepts, SELDOM, "does not contradict", id="what pages hold"
        ),
        pytest.param("Jinja", ["SQL"] * 4, accepts, SELDOM, "does not contradict", id="queries"),
        pytest.param("Jinja", ["Jinja"] * 4, accepts, SELDOM, "does not contradict", id="claim"),
        pytest.param("Jinja", ["Go"] * 4, refuses, SELDOM, "refuses it", id="its grammar refuses"),
        pytest.param("Jinja", ["Go"] * 2, no_grammar, SELDOM, "no grammar", id="few windows"),
        pytest.param("Markdown", ["Go"] * 4, no_grammar, SELDOM, "no grammar", id="Markdown"),
        pytest.param("Markdown", ["Go"] * 4, accepts, OFTEN, "no grammar", id="a lax grammar"),
        pytest.param(
            "Jinja", [*["Go"] * 7, "Jinja"], accepts, SELDOM, "not sure enough", id="one window"
        ),
        pytest.param(
            "Jinja", [{"Go": 0.5}] * 9, accepts, SELDOM, "not sure enough", id="all of them unsure"
        ),
    ],
)
def test_silent(claim, windows, ask, rates, reason):
    grammars = dict.fromkeys(["Go", "PHP", "SQL"], rates)
    found = bare_contradiction(reading(*windows, grammars=grammars), [claim], ask)
    assert isinstance(found, str)
    assert reason in found


def test_languages_that_the_model_is_not_trusted_with():
    for field in ("abstains", "untried"):
        unsure = reading(*["Go"] * 4, grammars={"Go": SELDOM}, **{field: ("Go",)})
        assert isinstance(bare_contradiction(unsure, ["Jinja"], accepts), str)


def test_programs_are_languages_that_are_no_templates():
    assert languages().keys() >= MADE_INTO
    assert not any(map(is_program, TEMPLATES))
    assert is_program("JavaScript", ["Procfile"])
    assert not is_program("JavaScript", ["Jinja"])
    assert all(map(is_program, ("Ada", "COBOL", "Go", "GDScript", "Python", "Zig")))
    assert not any(map(is_program, ("CSS", "HTML", "JSON", "SQL", "Shell", "TeX", "YAML")))
