import os

import pytest
from hypothesis import given

from polyglint.escaping import LINE_COMMAND, LOG_COMMAND, printable
from polyglint.phrases import any_of, score
from polyglint.report.text import lines, summary_line, verdict_words, violation_line
from polyglint.results import NotJudged, Result, Verdict, Violation, in_order
from tests.hook.report.runs import runs


@pytest.mark.parametrize(
    "text",
    [
        "src/a b.py",
        "a::b",
        "#[a]",
        "## a [b]",
        "##a-b[c]",
        "café.py",
        "日本語.py",
        "e\u0301.py",
        "a\\b.py",
        "'\"`$*?.py",
        "🐍.py",
    ],
    ids=ascii,
)
def test_letters_are_left_alone(text):
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a\\x0ab"),
        ("a\rb\tc", "a\\x0db\\x09c"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x7f\x9b2J", "\\x7f\\x9b2J"),
        ("a\u202egnp.exe", "a\\u202egnp.exe"),
        ("\u2066a\u2069\u200f\u061c", "\\u2066a\\u2069\\u200f\\u061c"),
        ("\u2028\u2029\ufeff\u200b", "\\u2028\\u2029\\ufeff\\u200b"),
        (os.fsdecode(b"\xe9\xff"), "\\xe9\\xff"),
        ("\ud800", "\\ud800"),
        ("\U000e0001", "\\U000e0001"),
        ("::error::x", "\\x3a:error::x"),
        ("\t ::error::x", "\\x09 ::error::x"),
        (" ::error::x", " \\x3a:error::x"),
        ("a##[error]x", "a\\x23#[error]x"),
        ("a##vso[task.debug]x", "a\\x23#vso[task.debug]x"),
        ("###teamcity[x]", "#\\x23#teamcity[x]"),
    ],
    ids=ascii,
)
def test_everything_else_is_escaped(text, shown):
    assert printable(text) == shown


def test_violation_is_one_line_whatever_is_in_it():
    violation = Violation("a\n.py", 3, 1, "PG101", "claims \u202e")
    assert violation_line(violation) == "a\\x0a.py:3:1: PG101 claims \\u202e"


def test_a_warning_says_so():
    violation = Violation("a.py", 3, 1, "PG205", "no match", severity="warning")
    assert violation_line(violation) == "a.py:3:1: PG205 [warning] no match"
    coloured = "\x1b[1ma.py:3:1:\x1b[0m \x1b[1;33mPG205 [warning]\x1b[0m no match"
    assert violation_line(violation, coloured=True) == coloured
    assert "[" not in violation_line(violation._replace(severity="error"))


def test_summary_counts():
    violation = Violation("a", 1, 1, "PG101", "x")
    assert summary_line(in_order([Result("a", violations=(violation,))])) == (
        "1 file checked, 1 violation"
    )
    warning = violation._replace(severity="warning")
    assert summary_line(in_order([Result("a", violations=(violation, warning))])) == (
        "1 file checked, 2 violations (1 warning)"
    )
    both = Result("a", not_judged=NotJudged("x"), violations=(violation, violation))
    assert summary_line(in_order([both])) == "0 files checked, 2 violations, 1 not judged"


def test_what_to_do_stands_below_a_violation():
    violation = Violation("b", 1, 1, "PG101", "x", suggestion="git mv -- b \x1b[c")
    run = in_order([Result("b", violations=(violation,)), Result("a")])
    assert [*lines(run)] == ["b:1:1: PG101 x", "  help: git mv -- b \\x1b[c"]


@given(runs)
@pytest.mark.slow
def test_text_has_no_controls_and_no_commands(run):
    found = [*lines(run)]
    assert len(found) == sum(1 + bool(v.suggestion) for v in run.violations())
    for line in found:
        assert line.isprintable()
        assert not LINE_COMMAND.match(line)
        assert not LOG_COMMAND.search(line)


def test_any_of():
    assert any_of(["C"]) == "C"
    assert any_of(["C", "D"]) == "C or D"
    assert any_of(["C", "D", "E"]) == "C, D or E"


def test_no_score_is_a_certainty():
    assert [score(value) for value in (0.0, 0.9984, 0.9996, 1.0)] == [
        "0.000",
        "0.998",
        "0.999",
        "0.999",
    ]


def test_verdict_words():
    best = (("C", 0.5), ("D", 0.25))
    assert verdict_words(Verdict("C", 0.9, best)) == "C (0.900)"
    assert verdict_words(Verdict(None, 0.5, best)) == "unsure (C 0.500, D 0.250)"
    assert verdict_words(Verdict(None, 0.0, ())) == "too little text"
