"""What a repository's settings silence is counted, by file and key, in every format."""

import json
from xml.etree import ElementTree as ET

import pytest

FEW = 'languages = ["Python", "Ruby"]'  # not the JavaScript that the files hold
KEYS = [
    ('ignore = ["PG1"]', "2 violations silenced by ignore in .polyglint.toml"),
    ('select = ["PG2"]', "2 violations silenced by select in .polyglint.toml"),
    ('severity.PG101 = "off"', "2 violations silenced by severity in .polyglint.toml"),
    ("min-score = 1", "2 violations silenced by min-score in .polyglint.toml"),
    (
        'per-path-languages."*.py" = ["JavaScript"]',
        "2 files allowed other languages by per-path-languages in .polyglint.toml",
    ),
    (FEW, "2 files allowed other languages by languages in .polyglint.toml"),
]
COMMANDS = [("audit",), ("check", "a.py", "tests/b.py"), ("check", "--staged")]


@pytest.mark.parametrize("command", COMMANDS, ids=str)
@pytest.mark.parametrize(("text", "words"), KEYS)
def test_the_summary_says_what_and_by_which_file(polyglint, wrong, command, text, words):
    wrong.write(".polyglint.toml", text)
    code, _, err = polyglint(*command)
    assert err == f"2 files checked, {'2' if code else '0'} violations, {words}\n"


@pytest.mark.parametrize(
    "options",
    [
        ("--ignore=PG1",),
        ("--select=PG2",),
        ("--min-score=1",),
        ("--no-config",),
        ("--languages=JavaScript,Python",),
    ],
    ids=str,
)
def test_the_command_line_is_no_news(polyglint, wrong, options):
    wrong.write(".polyglint.toml", FEW)
    err = polyglint("audit", "--languages=JavaScript,Python", *options)[2]
    assert ("silenced" in err, "allowed" in err) == (False, False)


def test_the_longest_prefix_decides_whose_it_is(polyglint, wrong):
    wrong.write(".polyglint.toml", 'select = ["PG1"]\nignore = ["PG101"]')
    assert "2 violations silenced by ignore in" in polyglint("audit")[2]


@pytest.fixture
def report(polyglint, wrong):
    wrong.write("pyproject.toml", '[tool.polyglint]\nignore = ["PG1"]\n')

    def report(form):
        code, out, _ = polyglint("audit", f"--format={form}")
        assert code == 0
        return out

    return report


WORDS = "2 violations silenced by ignore in pyproject.toml"


def test_json(report):
    silenced = [{"file": "pyproject.toml", "key": "ignore", "number": 2, "what": "violation"}]
    assert json.loads(report("json"))["silenced"] == silenced
    assert json.loads(report("jsonl").splitlines()[0])["silenced"] == silenced


def test_sarif(report):
    (run,) = json.loads(report("sarif"))["runs"]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert WORDS in [note["message"]["text"] for note in notes]
    names = [descriptor["id"] for descriptor in run["tool"]["driver"]["notifications"]]
    assert all(names[n["descriptor"]["index"]] == n["descriptor"]["id"] for n in notes)


def test_gitlab(report):
    (issue,) = json.loads(report("gitlab"))
    assert (issue["description"], issue["severity"]) == (WORDS, "info")
    assert issue["location"]["path"] == "pyproject.toml"


def test_github(report):
    assert report("github") == f"::notice file=pyproject.toml,title=polyglint::{WORDS}\n"


def test_junit(report):
    found = ET.fromstring(report("junit")).find("testsuite/properties/property")
    assert found.attrib == {"name": "silenced", "value": WORDS}


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_pages(report, form):
    text = report(form)
    assert WORDS in text or f"### polyglint: 2 files checked, 0 violations, {WORDS}" in text
