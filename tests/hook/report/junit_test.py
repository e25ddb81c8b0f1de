from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from polyglint.report import junit
from polyglint.report.severity import is_warning
from polyglint.results import Result, in_order
from tests.hook.report.runs import RUN, SETTING, runs


def suite(run):
    text = "\n".join(junit.lines(run))
    assert text.isascii()
    (only,) = ET.fromstring(text.encode("ascii"))
    return only


def test_cases():
    told = suite(RUN)
    assert (told.get("tests"), told.get("failures"), told.get("skipped")) == ("5", "1", "3")
    assert [(case.get("name"), [*case] and case[0].tag) for case in told] == [
        (".gitattributes PG204", "skipped"),
        (".gitattributes", "skipped"),
        ("lib/a.rb", []),
        ("logo.png", "skipped"),
        ("src/router.py PG101", "failure"),
    ]
    failure = told[4][0]
    assert failure.attrib == {
        "type": "PG101",
        "message": "claims Python, reads as JavaScript (0.832)",
    }
    assert failure.text == (
        "src/router.py:1:1: PG101 claims Python, reads as JavaScript (0.832)\n"
        "help: git mv -- src/router.py src/router.js"
    )


def test_a_warning_is_shown_and_fails_nothing():
    (skipped,) = suite(RUN)[0]
    assert skipped.attrib == {"type": "PG204", "message": "warning: no attribute x"}
    assert skipped.text == ".gitattributes:3:5: PG204 [warning] no attribute x\nhelp: write *.x y=Z"


def test_violations_of_one_code_are_one_case_whatever_their_lines():
    error = SETTING._replace(line=9, severity="error", message="no attribute y")
    (case,) = suite(in_order([Result("a", violations=(SETTING, error, SETTING))]))
    assert (case.get("name"), case[0].tag) == ("a PG204", "failure")
    assert case[0].get("message") == "no attribute y (and 2 more)"
    assert [line for line in case[0].text.splitlines() if "PG204" in line] == [
        ".gitattributes:9:5: PG204 no attribute y",
        ".gitattributes:3:5: PG204 [warning] no attribute x",
        ".gitattributes:3:5: PG204 [warning] no attribute x",
    ]


@given(runs)
@pytest.mark.slow
def test_any_run_is_xml_that_counts_right(run):
    told = suite(run)
    assert int(told.get("tests")) == len(told)
    shown = {(r.path, v.code) for r in run.results for v in r.violations}
    failing = {(r.path, v.code) for r in run.results for v in r.violations if not is_warning(v)}
    assert int(told.get("errors")) == len(run.unreadable)
    assert len(told.findall("testcase/failure")) >= len(failing)
    assert int(told.get("failures")) + int(told.get("skipped")) >= len(shown)
    for case in told:
        assert case.get("name").isprintable()
