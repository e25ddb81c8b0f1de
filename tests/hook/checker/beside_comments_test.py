import numpy as np
import pytest

from polyglint.checker.beside_comments import LEAST_LINES, excuse
from polyglint.checker.checker import EVERY, FEW, SPREAD, CheckOptions, Judge
from polyglint.checker.claimed_text import PathContext
from polyglint.checker.decision import Contradiction
from polyglint.linguist.claim import Claim
from tests.hook.claims import source
from tests.hook.conftest import KeywordReader

COMMENTS = "# function x() {}\n" * 32
SCRIPT = "function x() {}\n"
ELSE = "excused: its comments read as JavaScript, the other lines as"
LITTLE = "excused: hardly more than comments"


@pytest.mark.parametrize("depth", [FEW, SPREAD, EVERY])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(COMMENTS + "func x() {\n" * 16, f"{ELSE} Go", id="another language"),
        pytest.param(COMMENTS + "func x() {\n" * LEAST_LINES, f"{ELSE} Go", id="a few lines"),
        pytest.param(COMMENTS + SCRIPT * (LEAST_LINES - 1), LITTLE, id="hardly any lines"),
        pytest.param(COMMENTS, LITTLE, id="no line"),
        pytest.param(COMMENTS[: 18 * 7] + SCRIPT * 7, None, id="half of few lines"),
        pytest.param(COMMENTS + SCRIPT * LEAST_LINES, None, id="the same beside them"),
        pytest.param(SCRIPT * 16 + COMMENTS[:144], None, id="few comments"),
    ],
)
def test_comments_alone_contradict_nothing(model, text, reason, depth):
    judge = Judge(CheckOptions(depth=depth))
    found = judge.examine(text.encode(), PathContext("a.pm", ()))
    assert found.cleared == reason
    assert bool(found.findings) is (reason is None)


@pytest.mark.parametrize(
    ("other", "is_excused"), [("Markdown", True), ("C", False), ("C++", False), ("Ruby", True)]
)
def test_lines_that_read_alike_are_no_excuse_but_prose_is(model, monkeypatch, other, is_excused):
    """Prose is alike in all languages that are made for it."""
    labels = ("C", "TeX") if other in ("C", "C++") else ("TeX", "C")
    found = Contradiction(labels[0], 1.0, 1, 4)
    reader = KeywordReader()
    reader.labels = (*reader.labels, "Markdown", "TeX")
    read = reader._reading("x\n" * 16)
    scores = np.full_like(read.log_probabilities, -9.0)
    scores[:, reader.labels.index(other)] = 0.0
    monkeypatch.setattr(reader, "read", lambda text: read._replace(log_probabilities=scores))
    claimed = Claim(("Perl",), source("extension .pm"))
    reason = excuse(COMMENTS + "x\n" * 16, claimed, found, reader)
    assert (reason is not None) is is_excused
