from polyglint.codes import CODES
from polyglint.report.severity import (
    ERROR,
    ERRORS,
    WARNING,
    reasons,
    severity,
    severity_of,
    worst_first,
)
from polyglint.result import Result, in_order
from polyglint.violation import NotJudged
from tests.hook.report.runs import CONTENT, SETTING


def test_severities():
    assert severity("PG101") == ERROR
    assert severity("PG204") == WARNING
    assert CODES.keys() > ERRORS


def test_settings_have_the_last_word():
    assert severity_of(CONTENT) == severity_of(SETTING._replace(severity=ERROR)) == ERROR
    assert severity_of(SETTING) == severity_of(CONTENT._replace(severity=WARNING)) == WARNING


def test_the_worst_come_first_and_the_surest_of_those():
    sure, unsure = CONTENT._replace(score=0.99), CONTENT._replace(score=0.6)
    shebang = CONTENT._replace(code="PG102", score=None)
    assert worst_first([SETTING, shebang, unsure, sure]) == [sure, unsure, shebang, SETTING]


def test_reasons_by_their_number():
    run = in_order(
        Result(path, not_judged=NotJudged(reason))
        for path, reason in [("a", "x"), ("b", "y"), ("c", "y"), ("d", "w")]
    )
    assert [*reasons(run).items()] == [("y", ["b", "c"]), ("w", ["d"]), ("x", ["a"])]
