"""Files are opened directory by directory; what else `read_below` holds is in decode_test.py."""

import os
import shutil

import pytest

from polyglint.results import NotJudged
from polyglint.sources import opening
from polyglint.sources.opening import BEYOND_LINK, SIZE_LIMIT, State, read_below


@pytest.fixture(params=["descriptors", "paths"])
def directory(request, tmp_path, monkeypatch):
    """A repository, with and without what some systems lack, and a secret beside it."""
    if request.param == "paths":
        monkeypatch.setattr(opening, "HAS_DESCRIPTORS", False)
    inside = tmp_path / "inside"
    (inside / "a" / "b").mkdir(parents=True)
    (inside / "a" / "b" / "c.py").write_bytes(b"x")
    (tmp_path / "outside" / "b").mkdir(parents=True)
    (tmp_path / "outside" / "b" / "c.py").write_bytes(b"secret")
    return inside


def test_a_file_comes_with_the_state_of_itself(directory):
    content, state = read_below(str(directory), "a/b/c.py")
    assert content == b"x"
    assert state == State.of((directory / "a/b/c.py").stat())
    assert state.size == 1


def test_the_directory_itself_may_be_reached_through_a_link(directory, tmp_path):
    (tmp_path / "link").symlink_to(directory)
    assert read_below(str(tmp_path / "link"), "a/b/c.py").content == b"x"


@pytest.mark.parametrize("part", ["a", "a/b"])
@pytest.mark.parametrize("target", ["outside", "inside"])
def test_a_directory_that_is_a_link_is_not_followed(directory, tmp_path, part, target):
    shutil.move(directory / part, tmp_path / "moved")
    aim = tmp_path / "outside" / part[2:] if target == "outside" else tmp_path / "moved"
    (directory / part).symlink_to(aim)
    assert (directory / "a/b/c.py").exists()
    assert read_below(str(directory), "a/b/c.py") == BEYOND_LINK


def test_a_directory_that_is_swapped_on_the_way(directory, tmp_path, monkeypatch):
    real = os.stat

    def swap(path, **options):
        if path == "c.py":
            (directory / "a").rename(directory / "old")
            (directory / "a").symlink_to(tmp_path / "outside")
        return real(path, **options)

    monkeypatch.setattr(opening.os, "stat", swap)
    if opening.HAS_DESCRIPTORS:
        assert read_below(str(directory), "a/b/c.py").content == b"x"
        assert (directory / "a").is_symlink()


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("a/no/c.py", FileNotFoundError),
        ("no", FileNotFoundError),
        ("a/b/c.py/d", NotADirectoryError),
    ],
)
def test_what_is_not_there_is_told_by_its_whole_path(directory, path, error):
    with pytest.raises(error) as raised:
        read_below(str(directory), path)
    assert raised.value.filename == str(directory / path)


def test_what_is_no_regular_file(directory):
    (directory / "link.py").symlink_to("a/b/c.py")
    assert read_below(str(directory), "link.py") == NotJudged("symbolic link")
    assert read_below(str(directory), "a") == NotJudged("directory")
    (directory / "large").write_bytes(b"x" * (SIZE_LIMIT + 1))
    assert len(read_below(str(directory), "large").content) == SIZE_LIMIT
