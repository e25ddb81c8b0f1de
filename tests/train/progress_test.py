import io
import sys

import pytest

from tests.repositories import ROOT
from tests.terminal import Terminal
from train import progress as module
from train.progress import LOG_SECONDS, LogLines, progress, say


class Clock:
    """Each look at it is half a minute later."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        self.now += LOG_SECONDS / 2
        return self.now


@pytest.mark.parametrize(("stream", "is_shown"), [(Terminal, True), (io.StringIO, False)])
def test_bars_are_for_terminals(monkeypatch, stream, is_shown):
    monkeypatch.setattr(sys, "stderr", stream())
    assert list(progress(iter("abc"), "letters", 3, unit="letter")) == ["a", "b", "c"]
    assert ("letters" in sys.stderr.getvalue()) is is_shown


def test_a_log_gets_lines(capsys, monkeypatch):
    monkeypatch.setattr(module, "LOG_SECONDS", 0)
    assert list(progress(iter("abcd"), "letters", 4, unit="letter")) == list("abcd")
    lines = capsys.readouterr().err.splitlines()
    counts = ["  0% 0/4", " 25% 1/4", " 50% 2/4", " 75% 3/4"]
    assert [line.partition(" [")[0] for line in lines] == [f"letters: {count}" for count in counts]


def test_a_log_gets_no_line_for_each_item(capsys):
    assert list(progress(range(1000), "numbers", unit="number")) == [*range(1000)]
    assert capsys.readouterr().err == ""


def test_lines_are_a_minute_apart_and_count_from_what_was_begun_before(capsys):
    lines = LogLines("stages", 10, "step", done=4, clock=Clock())
    lines.show(5, lambda _: pytest.fail("not asked for"))
    lines.show(6, lambda rate: f"{60 * rate:.0f} a minute")
    lines.show(7, lambda _: pytest.fail("not asked for"))
    said = "stages:  60% 6/10 [01:00<02:00, 30.00s/step, 2 a minute]\n"
    assert capsys.readouterr().err == said


def test_lines_where_nobody_knows_how_many(capsys):
    lines = LogLines("files", None, "file", clock=Clock())
    lines.show(1)
    lines.show(2)
    assert capsys.readouterr().err == "files: 2file [01:00, 30.00s/file]\n"


def test_what_begins_is_said(capsys):
    say("quantize: float32")
    assert capsys.readouterr() == ("quantize: float32\n", "")


def test_nothing_else_draws_bars():
    files = [*ROOT.glob("train/**/*.py"), *ROOT.glob("benchmarks/**/*.py")]
    drawing = [path.name for path in files if "import tqdm" in path.read_text("utf-8")]
    assert drawing == ["progress.py"]
