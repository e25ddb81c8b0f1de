import sys

import pytest

from polyglint.engine import progress
from polyglint.engine.progress import Progress, line


@pytest.mark.parametrize(
    ("done", "total", "seconds", "shown"),
    [
        (1, 4, 1.0, "[######..................] 1/4 files, 1 files/s, 0:00:03 left"),
        (4, 4, 1.0, "[########################] 4/4 files, 4 files/s, 0:00:00 left"),
        (10, 50_000, 1.0, "[........................] 10/50000 files, 10 files/s, 1:23:19 left"),
    ],
)
def test_line(done, total, seconds, shown):
    assert line(done, total, seconds) == shown


@pytest.fixture
def advanced(monkeypatch, capsys):
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "INTERVAL", 0.0)

    def run(is_terminal):
        monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
        bar = Progress(2)
        bar.advance()
        bar.advance()
        bar.close()
        return capsys.readouterr()

    return run


def test_a_terminal_sees_it_and_it_goes(advanced):
    out, err = advanced(is_terminal=True)
    assert out == ""
    drawn = err.split("\r")
    assert "1/2 files" in drawn[1]
    assert "2/2 files" in drawn[2]
    assert (drawn[-2].strip(), drawn[-1]) == ("", "")


def test_nothing_else_does(advanced):
    assert advanced(is_terminal=False) == ("", "")


def test_a_short_run_shows_nothing(advanced, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 60.0)
    assert advanced(is_terminal=True) == ("", "")
