"""Files that nothing is reported about, and the reasons."""

import pytest

from polyglint.checker.checker import (
    EVERY,
    FEW,
    SPREAD,
    CheckOptions,
    Judge,
    PathContext,
)
from polyglint.results import NotJudged

SHORT = NotJudged("too short: fewer than 9 lines that are not blank")


@pytest.mark.parametrize("depth", [FEW, SPREAD, EVERY])
@pytest.mark.parametrize(
    ("text", "is_short"),
    [
        pytest.param("x = y\n" * 8, True, id="few lines"),
        pytest.param("x = y\r\r" * 8, True, id="few lines that end with CR"),
        pytest.param("x = y\r\n" * 7 + "x" + "\n" * 40, True, id="blank lines at the end"),
        pytest.param("x = y\n" * 9, False, id="lines enough"),
        pytest.param("x = y\n\n" * 8 + "x", False, id="the last without an end"),
    ],
)
def test_a_file_that_is_too_short_is_not_judged(model, depth, text, is_short):
    judgement = Judge(CheckOptions(depth=depth)).examine(text.encode(), PathContext("a.go", ()))
    assert judgement.not_judged == (SHORT if is_short else None)


def test_no_model_is_loaded_for_what_is_too_short(model):
    Judge(CheckOptions(depth=FEW)).examine(b"x = y\n" * 8, PathContext("a.go", ()))
    assert [(reader.texts, reader.samples) for reader in model] == [([], [])]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("#!/usr/bin/env node\nx\n", "PG102", id="shebang"),
        pytest.param("# polyglint: language=Pyhton\nx\n", "PG201", id="comment"),
        pytest.param('<?xml version="1.0"?>\n<a/>\n', "PG101", id="declares itself"),
    ],
)
def test_a_short_file_with_a_finding_is_judged(model, text, code):
    judgement = Judge().examine(text.encode(), PathContext("a.py", ()))
    assert [finding.code for finding in judgement.findings] == [code]
    assert judgement.not_judged is None


def test_a_claim_beyond_the_model_is_the_reason_of_a_short_file(model):
    judgement = Judge().examine(b"x\n", PathContext("a.hs", ()))
    assert judgement.not_judged == NotJudged("claims Haskell, which the model does not know")


@pytest.mark.parametrize(
    ("place", "text", "reason"),
    [
        pytest.param(
            "a.py",
            "x y\n" * 4 + "def x(): pass\n" * 8,
            "lines 5 to 8 read as Python (0.990)",
            id="a window",
        ),
        pytest.param(
            "a.cc",
            "#include\n" * 16,
            "lines 1 to 4 read as C (0.990)",
            id="a window of a compatible language",
        ),
        pytest.param(
            "a.py", "x y\n" * 16, "reads as C (0.125) at most, which is too unsure", id="unsure"
        ),
        pytest.param("a.py", "# function x\n" * 16, "excused: nothing but comments", id="comments"),
    ],
)
def test_why_a_file_is_not_flagged(model, place, text, reason):
    judgement = Judge().examine(text.encode(), PathContext(place, ()))
    assert judgement[-3:] == ((), (), reason)
    assert judgement.not_judged is None


def test_a_flagged_file_is_not_cleared(model, javascript):
    assert Judge().examine(javascript.encode(), PathContext("a.py", ())).cleared is None
