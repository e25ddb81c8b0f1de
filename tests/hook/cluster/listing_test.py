import os

import pytest

from polyglint.cluster.listing import (
    Unit,
    is_remote,
    listed,
    repositories,
    shown,
    table_files,
)
from polyglint.errors import FatalError


@pytest.mark.parametrize(
    ("location", "remote"),
    [
        ("https://example.org/a.git", True),
        ("http://example.org/a", True),
        ("ssh://git@example.org:22/a", True),
        ("git://example.org/a", True),
        ("file:///srv/a.git", True),
        ("git@example.org:group/a.git", True),
        ("example.org:a.git", True),
        ("a", False),
        ("./a:b", False),
        ("/srv/a.git", False),
        ("../a", False),
        ("a.bundle", False),
        ("ext::sh -c id", False),
        ("fd::17", False),
        ("-oProxyCommand=id:x", False),
        ("--upload-pack=id", False),
        ("C:\\a", False),
    ],
)
def test_what_is_cloned_from_elsewhere(location, remote):
    assert is_remote(location) is remote


def test_a_password_is_shown_to_nobody():
    assert shown("https://me:secret@example.org/a") == "https://me:***@example.org/a"
    assert shown("https://me@example.org/a") == "https://me@example.org/a"
    assert shown("https://example.org/a:b@c") == "https://example.org/a:b@c"
    (unit,) = repositories(["https://me:secret@example.org/a"])
    assert unit.name == "https://me:***@example.org/a"


def test_each_repository_is_a_unit_once_and_found_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    units = repositories(["a", "./a", "b", "https://example.org/a"])
    assert [unit.location for unit in units] == [
        str(tmp_path / "a"),
        str(tmp_path / "b"),
        "https://example.org/a",
    ]
    assert len({unit.id for unit in units}) == 3
    assert repositories(["b"])[0].id == units[1].id


def test_a_unit_survives_being_packed():
    unit = Unit("repository", "a\udcff'\n", "/a\udcff", 3, 4)
    assert unit.packed().isascii()
    assert Unit.unpacked(unit.packed()) == unit


def test_a_list_is_lines_with_comments(tmp_path):
    path = tmp_path / "list"
    path.write_bytes(b"# ours\n\n a \r\nb#c\n\xff\n")
    assert listed(str(path)) == ["a", "b#c", os.fsdecode(b"\xff")]


@pytest.mark.parametrize("content", [b"", b"\n#\n"])
def test_a_list_of_nothing(tmp_path, content):
    path = tmp_path / "list"
    path.write_bytes(content)
    with pytest.raises(FatalError, match="names no repository"):
        listed(str(path))


def test_a_list_that_is_not_there():
    with pytest.raises(FatalError, match="--repos: cannot read nope: No such file"):
        listed("nope")


def test_the_files_of_a_table(tmp_path):
    for name in ("b.parquet", "deep/a.jsonl", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert table_files(str(tmp_path)) == [tmp_path / "b.parquet", tmp_path / "deep" / "a.jsonl"]
    assert table_files("x.ndjson")[0].name == "x.ndjson"
    assert table_files("list.txt") == []
    (tmp_path / "empty").mkdir()
    with pytest.raises(FatalError, match=r"without \.parquet"):
        table_files(str(tmp_path / "empty"))
