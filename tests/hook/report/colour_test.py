import io

import pytest

from polyglint.report.colour import wanted
from tests.terminal import Terminal

STREAMS = {"terminal": Terminal, "file": io.StringIO}


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.parametrize(
    ("choice", "variables", "stream", "expected"),
    [
        ("auto", {}, "terminal", True),
        ("auto", {}, "file", False),
        ("auto", {"NO_COLOR": "1"}, "terminal", False),
        ("auto", {"NO_COLOR": ""}, "terminal", True),
        ("auto", {"FORCE_COLOR": "1"}, "file", True),
        ("auto", {"FORCE_COLOR": ""}, "file", False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, "terminal", False),
        ("auto", {"TERM": "dumb"}, "terminal", False),
        ("always", {"NO_COLOR": "1"}, "file", True),
        ("never", {"FORCE_COLOR": "1"}, "terminal", False),
    ],
    ids=str,
)
def test_wanted(monkeypatch, choice, variables, stream, expected):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert wanted(choice, STREAMS[stream]()) is expected
