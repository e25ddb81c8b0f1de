import html
import re

import pytest
from hypothesis import given

from polyglint.codes import page_of
from polyglint.report.markdown import BUDGET, lines
from polyglint.results import NotJudged, Result, Unreadable, in_order
from tests.hook.report.runs import CONTENT, HOSTILE, RUN, runs

ROW = re.compile(
    r"\| <code>([^|<>]*)</code> \| \[(PG\d{3})\]\(https:[^|<>() ]*/\2\.md\)(?: \(warning\))? "
    r"\| ([^|<>]*) \| ((?:[^|<>]|</?code>)*) \|"
)


def markdown(run, annotated=None):
    return "\n".join(lines(run, annotated))


def test_plain():
    assert markdown(RUN).splitlines() == [
        "### polyglint: 2 files checked, 2 violations (1 warning), 2 not judged",
        "",
        "| Where | Code | What | What to do |",
        "|---|---|---|---|",
        (
            f"| <code>src&#47;router&#46;py&#58;1</code> | [PG101]({page_of('PG101')}) "
            "| claims Python&#44; reads as JavaScript &#40;0&#46;832&#41; "
            "| <code>git mv &#45;&#45; src&#47;router&#46;py src&#47;router&#46;js</code> |"
        ),
        (
            f"| <code>&#46;gitattributes&#58;3</code> | [PG204]({page_of('PG204')}) (warning) "
            "| no attribute x | write &#42;&#46;x y&#61;Z |"
        ),
        "",
        "<details><summary>1 not judged: binary</summary>",
        "",
        "- <code>logo&#46;png</code>",
        "",
        "</details>",
        "",
        "<details><summary>1 not judged: vendored</summary>",
        "",
        "- <code>&#46;gitattributes</code>",
        "",
        "</details>",
    ]


def test_code_in_advice_is_code():
    fence = CONTENT._replace(suggestion="remove it, or run `polyglint fix`")
    text = markdown(in_order([Result("a", violations=(fence,))]))
    assert "| remove it&#44; or run <code>polyglint fix</code> |" in text


def test_a_command_without_git_is_code():
    moved = CONTENT._replace(suggestion="mv -- a.py a.js")
    text = markdown(in_order([Result("a", violations=(moved,))]))
    command = text.splitlines()[-1].split(" | ")[-1]
    assert command.startswith("<code>mv ")


def test_nothing_found():
    assert markdown(in_order([])) == "### polyglint: 0 files checked, 0 violations\n"


def test_what_could_not_be_read():
    text = markdown(in_order([])._replace(unreadable=(Unreadable("a|b", "no"),)))
    assert "\n- cannot read <code>a&#124;b&#58; no</code>\n" in text


def test_more_than_the_annotations():
    many = in_order([Result("a", violations=(CONTENT,) * 40)])
    assert "annotations" not in markdown(many)
    text = markdown(many, annotated=10)
    assert "10 of the 40 violations are annotations; these are all." in text
    assert text.count("[PG101]") == 40


def test_it_stays_below_the_limit_of_github():
    paths = [f"{number:05}{'x' * 200}" for number in range(9000)]
    found = (Result(p, violations=(CONTENT._replace(path=p),)) for p in paths)
    unread = (Result(f"y{p}", not_judged=NotJudged(p)) for p in paths)
    text = markdown(in_order([*found, *unread]))
    assert BUDGET < len(text.encode()) < 1 << 20
    assert "--format html" in text


@pytest.mark.parametrize("run", [RUN, HOSTILE], ids=["plain", "hostile"])
def test_names_stay_in_their_cells(run):
    assert_cells(run)


@given(runs)
@pytest.mark.slow
def test_names_stay_in_their_cells_whatever_the_run(run):
    assert_cells(run)


def assert_cells(run):
    text = markdown(run)
    rows = [line for line in text.split("\n") if line.startswith("| <code>")]
    assert len(rows) == len([*run.violations()])
    for row in rows:
        where, *_ = ROW.fullmatch(row).groups()
        assert not re.search(r"[!-\"$-%'-/:<-@\[-`{-~]", where)  # entities and letters alone
        assert html.unescape(row).isprintable()
    tags = set(re.findall(r"<[^>]*>", text))
    assert tags <= {
        "<code>",
        "</code>",
        "<details>",
        "</details>",
        "<summary>",
        "</summary>",
    }
