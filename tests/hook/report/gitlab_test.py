import json

import pytest
from hypothesis import given

from polyglint.report import gitlab
from tests.hook.report.runs import RUN, runs


def issues(run):
    (text,) = gitlab.lines(run)
    assert text.isascii()
    return json.loads(text)


def test_issues():
    setting, content = issues(RUN)
    fingerprint = content.pop("fingerprint")
    assert content == {
        "description": "claims Python, reads as JavaScript (0.832)",
        "check_name": "PG101",
        "severity": "major",
        "location": {"path": "src/router.py", "lines": {"begin": 1, "end": 9}},
    }
    assert setting["severity"] == "minor"
    assert setting["fingerprint"] != fingerprint


@given(runs)
@pytest.mark.slow
def test_fingerprints_are_unique_whatever_the_run(run):
    told = issues(run)
    assert len(told) == len([*run.violations()])
    assert len({issue["fingerprint"] for issue in told}) == len(told)
    for issue in told:
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["description"].isprintable()
