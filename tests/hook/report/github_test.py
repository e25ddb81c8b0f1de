import re
from collections import Counter

import pytest
from hypothesis import given

from polyglint.escaping import LOG_COMMAND
from polyglint.report import github
from polyglint.results import NotJudged, Result, in_order
from tests.hook.report.runs import CONTENT, HOSTILE, RUN, SETTING, runs

COMMAND = re.compile(
    r"::(error|warning) file=([^:,]*),line=(\d+),endLine=(\d+),col=(\d+),title=([^:,]*)::(.*)"
)

NOTHING = "::notice title=polyglint::no file was checked"


def test_a_run_that_checks_nothing_says_so():
    assert [*github.lines(in_order([]))] == [NOTHING]
    assert [*github.lines(in_order([Result("a", not_judged=NotJudged("empty"))]))] == [NOTHING]


def test_commands():
    error, warning = github.lines(RUN)
    assert error == (
        "::error file=src/router.py,line=1,endLine=9,col=1,title=PG101 content-contradicts-claim::"
        "claims Python, reads as JavaScript (0.832)%0Ahelp: git mv -- src/router.py src/router.js"
    )
    assert warning == (
        "::warning file=.gitattributes,line=3,endLine=3,col=5,title=PG204 unknown-attribute::"
        "no attribute x%0Ahelp: write *.x y=Z"
    )


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("a b.py", "a b.py"),
        ("é.py", "é.py"),
        ("a:b,c.py", "a%3Ab%2Cc.py"),
        ("100%.py", "100%25.py"),
        ("%0A::error::x", "%250A%3A%3Aerror%3A%3Ax"),
        ("a\n::error::b", "a%0A%3A%3Aerror%3A%3Ab"),
        ("a\r\x1b\u202e", "a%0D\\x1b\\u202e"),
        ("##[error]x", "\\x23#[error]x"),
    ],
    ids=ascii,
)
def test_paths_are_escaped(path, told):
    line = github.command(CONTENT._replace(path=path))
    assert COMMAND.fullmatch(line)[2] == told


def test_no_more_than_github_shows_and_the_worst_of_them():
    found = [SETTING] * 30 + [CONTENT._replace(score=number / 100) for number in range(30)]
    run = in_order([Result("a", violations=tuple(found))])
    levels = Counter(line.split(" ")[0] for line in github.lines(run))
    assert levels == {"::error": 10, "::warning": 10}
    assert [v.score for v in github.annotated(found)[:10]] == [n / 100 for n in range(29, 19, -1)]


@pytest.mark.parametrize("run", [RUN, HOSTILE], ids=["plain", "hostile"])
def test_each_line_is_one_command(run):
    assert_commands(run)


@given(runs)
@pytest.mark.slow
def test_each_line_is_one_command_whatever_the_run(run):
    assert_commands(run)


def assert_commands(run):
    for line in github.lines(run):
        assert line == NOTHING or COMMAND.fullmatch(line)
        assert line.isprintable()
        assert not LOG_COMMAND.search(line)
