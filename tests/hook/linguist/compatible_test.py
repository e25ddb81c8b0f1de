import itertools

import pytest

from polyglint.linguist.compatible import COMPATIBLE, HOSTS, UNINFORMATIVE, compatible_with
from polyglint.linguist.languages import languages

NAMES = sorted(frozenset().union(*(names for _, names in COMPATIBLE)))


def test_every_name_is_linguists():
    assert {*NAMES, *HOSTS, *UNINFORMATIVE} - languages().keys() == set()


@pytest.mark.parametrize(("reason", "names"), COMPATIBLE)
def test_rows_say_why_and_hold_two_at_least(reason, names):
    assert len(reason.split()) > 1
    assert len(names) >= 2


def test_no_row_or_reason_is_said_twice():
    assert len({reason for reason, _ in COMPATIBLE}) == len(COMPATIBLE)
    assert not [(a, b) for (_, a), (_, b) in itertools.permutations(COMPATIBLE, 2) if a <= b]


@pytest.mark.parametrize("name", NAMES)
def test_kin_is_mutual(name):
    assert name in compatible_with(name)
    assert all(name in compatible_with(other) for other in compatible_with(name))


@pytest.mark.parametrize(
    ("one", "other", "related"),
    [
        pytest.param("C", "C++", True, id="subset"),
        pytest.param("JavaScript", "TypeScript", True, id="superset"),
        pytest.param("CSS", "SCSS", True, id="style sheets"),
        pytest.param("CSS", "Stylus", True, id="style sheets, by one that needs no marks"),
        pytest.param("Svelte", "SVG", True, id="an icon"),
        pytest.param("Pug", "SVG", True, id="an icon, line by line"),
        pytest.param("Pug", "HTML", False, id="a page, which is to be written in Pug"),
        pytest.param("Vue", "SVG", False, id="an icon, without the tag around it"),
        pytest.param("JSON", "YAML", True, id="data"),
        pytest.param("XML", "HTML", True, id="markup"),
        pytest.param("Raku", "Perl", True, id="one the model may not know"),
        pytest.param("PureScript", "Haskell", True, id="constants, which both write alike"),
        pytest.param("Elm", "Haskell", False, id="by other signatures"),
        pytest.param("Python", "JavaScript", False, id="two scripts"),
        pytest.param("Java", "JavaScript", False, id="two names alike"),
        pytest.param("Java", "C#", False, id="look alike"),
        pytest.param("SCSS", "HTML", False, id="met in one project"),
        pytest.param("Yacc", "Java", False, id="grammar"),
        pytest.param("YAML", "TypeScript", True, id="over JSON, which is both"),
        pytest.param("Klingon", "C", False, id="unheard of"),
    ],
)
def test_compatible_pairs(one, other, related):
    assert (other in compatible_with(one)) is related


def test_unheard_of_language_is_compatible_with_itself_alone():
    assert compatible_with("Klingon") == {"Klingon"}
