from xml.etree import ElementTree as ET

from hypothesis import given

from polyglint.report import junit
from tests.hook.report.runs import RUN, runs


def suite(run):
    text = "\n".join(junit.lines(run))
    assert text.isascii()
    (only,) = ET.fromstring(text.encode("ascii"))
    return only


def test_cases():
    told = suite(RUN)
    assert (told.get("tests"), told.get("failures"), told.get("skipped")) == ("5", "2", "2")
    assert [(case.get("name"), [*case] and case[0].tag) for case in told] == [
        (".gitattributes:3:5 PG204", "failure"),
        (".gitattributes", "skipped"),
        ("lib/a.rb", []),
        ("logo.png", "skipped"),
        ("src/router.py:1:1 PG101", "failure"),
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


@given(runs)
def test_any_run_is_xml_that_counts_right(run):
    told = suite(run)
    assert int(told.get("tests")) == len(told)
    assert int(told.get("failures")) == len([*run.violations()])
    assert int(told.get("errors")) == len(run.unreadable)
    assert int(told.get("skipped")) == len([*run.not_judged()])
    for case in told:
        assert case.get("name").isprintable()
