import os
from pathlib import Path

import pytest

from polyglint.writing import replace_lines


def test_whole(tmp_path):
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o640)
    replace_lines(path, ["é", "b"])
    assert path.read_bytes() == "é\nb\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_or_not_at_all(tmp_path):
    path = tmp_path / "a"
    path.write_text("old")

    def lines():
        yield "new"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        replace_lines(path, lines())
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a", "old")]


def test_no_link_is_followed(tmp_path):
    (tmp_path / "target").write_text("precious")
    (tmp_path / "link").symlink_to("target")
    replace_lines(tmp_path / "link", ["new"])
    assert (tmp_path / "target").read_text() == "precious"
    assert (tmp_path / "link").read_text() == "new\n"


@pytest.mark.skipif(os.name == "nt", reason="no such devices")
def test_a_device_stays_one(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    replace_lines(tmp_path / "pipe", ["x"])
    assert os.read(reader, 10) == b"x\n"
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()
    replace_lines(Path(os.devnull), ["x"])
    assert Path(os.devnull).is_char_device()


@pytest.mark.skipif(os.name == "nt", reason="no such devices")
def test_a_link_to_a_device_is_no_way_to_it(tmp_path):
    (tmp_path / "link").symlink_to(os.devnull)
    replace_lines(tmp_path / "link", ["x"])
    assert (tmp_path / "link").read_text() == "x\n"
