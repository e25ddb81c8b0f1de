import os
from pathlib import Path

import pytest

from polyglint.filesystem.special import read_regular


def test_a_regular_file(tmp_path):
    (tmp_path / "file").write_bytes(b"x\0y")
    assert read_regular(tmp_path / "file", 3) == b"x\0y"
    assert read_regular(tmp_path / "file", 2) is None


@pytest.mark.parametrize("name", ["", "missing", "file/below"])
def test_no_regular_file(tmp_path, name):
    (tmp_path / "file").touch()
    assert read_regular(tmp_path / name, 9) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among the files")
def test_one_that_has_nothing_to_say_yet(tmp_path, monkeypatch):
    """As some of Linux's own, which are regular files by their kind."""
    os.mkfifo(tmp_path / "pipe")
    writer = os.open(tmp_path / "pipe", os.O_RDWR)
    regular = Path(__file__).stat()
    with monkeypatch.context() as patched:
        patched.setattr(os, "stat", lambda file: regular)
        assert read_regular(tmp_path / "pipe", 9) is None
    os.close(writer)
