from polyglint.config.levels import ERROR, WARNING
from polyglint.report.severity import reasons, severity_of, worst_first
from polyglint.results import NotJudged, Result, in_order
from tests.hook.report.runs import CONTENT, SETTING


def test_what_fails_a_run_is_an_error():
    assert severity_of(CONTENT) == severity_of(SETTING._replace(severity=None)) == ERROR
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
