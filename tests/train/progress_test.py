import io
import sys

import pytest

from tests.repositories import ROOT
from tests.terminal import Terminal
from train.progress import progress


@pytest.mark.parametrize(("stream", "is_shown"), [(Terminal, True), (io.StringIO, False)])
def test_bars_are_for_terminals(monkeypatch, stream, is_shown):
    monkeypatch.setattr(sys, "stderr", stream())
    assert list(progress(iter("abc"), "letters", 3, unit="letter")) == ["a", "b", "c"]
    assert ("letters" in sys.stderr.getvalue()) is is_shown


def test_nothing_else_draws_bars():
    files = [*ROOT.glob("train/**/*.py"), *ROOT.glob("benchmarks/**/*.py")]
    drawing = [path.name for path in files if "import tqdm" in path.read_text("utf-8")]
    assert drawing == ["progress.py"]
