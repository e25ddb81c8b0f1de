import pytest

from polyglint.checker.beside_comments import LEAST_LINES
from polyglint.checker.checker import EVERY, FEW, SPREAD, CheckOptions, Judge
from polyglint.checker.claimed_text import PathContext

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
        pytest.param(COMMENTS + SCRIPT * LEAST_LINES, None, id="the same beside them"),
        pytest.param(SCRIPT * 16 + COMMENTS[:144], None, id="few comments"),
    ],
)
def test_comments_alone_contradict_nothing(model, text, reason, depth):
    judge = Judge(CheckOptions(depth=depth))
    found = judge.examine(text.encode(), PathContext("a.pm", ()))
    assert found.cleared == reason
    assert bool(found.findings) is (reason is None)
