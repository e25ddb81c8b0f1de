import os

import pytest

from polyglint.errors import FatalError
from polyglint.filesystem.named_file import read_given


@pytest.mark.parametrize(("limit", "expected"), [(2, b"abc"), (3, b"abc"), (1, b"ab")])
def test_no_more_is_read_than_shows_that_it_is_too_large(tmp_path, limit, expected):
    (tmp_path / "a").write_bytes(b"abc")
    assert read_given(tmp_path / "a", limit, "--x") == expected


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_a_link_is_followed(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "b").symlink_to("a")
    assert read_given(str(tmp_path / "b"), 9, "--x") == b"abc"


@pytest.mark.parametrize(
    ("name", "problem"),
    [("none", "No such file or directory"), ("a\0b", "embedded null")],
    ids=["missing", "no name"],
)
def test_what_cannot_be_read(name, problem):
    with pytest.raises(FatalError, match=f"^--x: cannot read {name}: {problem}"):
        read_given(name, 9, "--x")
