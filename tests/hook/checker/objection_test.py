import numpy as np
import pytest

from polyglint.checker.decision import Contradiction
from polyglint.checker.objection import objection
from polyglint.linguist.claim import Claim
from tests.hook.claims import source
from tests.hook.conftest import KeywordReader


@pytest.mark.parametrize(
    ("refuted", "objected"),
    [
        pytest.param((), True, id="a stranger"),
        pytest.param(("Prolog",), True, id="another shares the extension"),
        pytest.param(("JavaScript", "Prolog"), False, id="it shares the extension"),
        pytest.param(("Qt Script",), False, id="its dialect shares the extension"),
    ],
)
def test_what_shares_an_extension_does_not_contradict(refuted, objected, javascript):
    reading = KeywordReader().read(javascript)
    claimed = Claim(("Perl",), source("extension .pl"), refuted=refuted)
    assert isinstance(objection(reading, claimed, javascript), Contradiction) is objected


@pytest.mark.parametrize(("probability", "objected"), [(0.8, False), (0.95, True)])
def test_what_is_declared_takes_a_surer_reading(javascript, monkeypatch, probability, objected):
    reading = KeywordReader().read(javascript)
    scores = np.log([probability if name == "JavaScript" else 1e-9 for name in reading.labels])
    monkeypatch.setattr("polyglint.checker.objection.evidence", lambda reading: scores)
    claimed = Claim(("Perl",), source("linguist-language in .gitattributes"), named=("JavaScript",))
    assert isinstance(objection(reading, claimed, javascript), Contradiction) is objected
    by_name = Claim(("Perl",), source("extension .pl"))
    assert isinstance(objection(reading, by_name, javascript), Contradiction)


@pytest.mark.parametrize(
    ("named", "text", "objected"),
    [
        pytest.param((), "", True, id="its grammar accepts it"),
        pytest.param((), "v[0].* = <<<\n" * 16, False, id="its grammar refuses it"),
        pytest.param(("Ruby",), "v[0].* = <<<\n" * 16, False, id="nor does its name say so"),
        pytest.param(("JavaScript",), "v[0].* = <<<\n" * 16, True, id="its name says so"),
        pytest.param(("JavaScript", "Ruby"), "v[0].* = <<<\n" * 16, True, id="or may say so"),
    ],
)
def test_a_declared_language_may_lend_its_colours(javascript, monkeypatch, named, text, objected):
    """To a language that nobody else has, and that reads as another."""
    reading = KeywordReader().read(javascript)
    scores = np.log([0.95 if name == "JavaScript" else 1e-9 for name in reading.labels])
    monkeypatch.setattr("polyglint.checker.objection.evidence", lambda reading: scores)
    claimed = Claim(("Perl",), source("linguist-language in .gitattributes"), named=named)
    found = objection(reading, claimed, text or javascript)
    assert isinstance(found, Contradiction) is objected


@pytest.mark.parametrize(("probability", "objected"), [(0.95, False), (0.98, True)])
def test_where_no_grammar_can_be_asked_the_reading_must_be_surer(
    javascript, monkeypatch, probability, objected
):
    reading = KeywordReader().read(javascript)
    scores = np.log([probability if name == "JavaScript" else 1e-9 for name in reading.labels])
    monkeypatch.setattr("polyglint.checker.objection.evidence", lambda reading: scores)
    monkeypatch.setattr("polyglint.checker.objection.syntax", lambda text, language: None)
    claimed = Claim(("Perl",), source("linguist-language in .gitattributes"))
    assert isinstance(objection(reading, claimed, javascript), Contradiction) is objected


@pytest.mark.parametrize(
    ("around", "objected"),
    [((), True), (("Ruby",), True), (("JavaScript",), False), (("TypeScript",), False)],
)
def test_a_literate_program_reads_as_the_document_around_it(javascript, around, objected):
    reading = KeywordReader().read(javascript)
    claimed = Claim(("Perl",), source("extension .pl"), around=around)
    assert isinstance(objection(reading, claimed, javascript), Contradiction) is objected
