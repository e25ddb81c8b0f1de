import os
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglint.git.index_file import index_of, is_whole

BLOB = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
NAMES = ["a", "sub/.gitattributes", "sub.txt", "sub", "é", "x" * 7, "x" * 8, "long/" * 1000 + "a"]


def listed(path, cwd, options=()):
    """What git says an index of ours holds."""
    command = ["git", "ls-files", "--stage", "-z", *options]
    environment = os.environ | {"GIT_INDEX_FILE": str(path)}
    answer = subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True)
    return sorted(answer.stdout.decode().split("\0")[:-1])


@pytest.mark.parametrize("names", [[], *([name] for name in NAMES), [*NAMES[:3], *NAMES[4:]]])
def test_git_reads_what_was_written(repository, tmp_path, names):
    (tmp_path / "index").write_bytes(index_of((name, "100644", BLOB) for name in names))
    expected = sorted(f"100644 {BLOB} 0\t{name}" for name in names)
    assert listed(tmp_path / "index", repository.root) == expected
    assert is_whole(tmp_path / "index")


def test_modes_and_longer_ids(tmp_path, monkeypatch, repository):
    subprocess.run(["git", "init", "-q", "--object-format=sha256", tmp_path / "long"], check=True)
    content = index_of([("a", "100755", "ab" * 32)], "sha256")
    (tmp_path / "index").write_bytes(content)
    assert listed(tmp_path / "index", tmp_path / "long") == [f"100755 {'ab' * 32} 0\ta"]
    assert is_whole(tmp_path / "index")


@given(st.lists(st.integers(1, 5000), max_size=5, unique=True))
def test_entries_are_aligned(lengths):
    content = index_of(("x" * length, "100644", BLOB) for length in lengths)
    assert (len(content) - 12 - 20) % 8 == 0


def test_the_index_of_git_is_whole(repository):
    for name in "abc":
        repository.add(name)
    index = repository.root / ".git" / "index"
    assert is_whole(index)
    repository.git("-c", "index.skipHash=true", "update-index", "--force-write-index")
    assert is_whole(index)
    index.write_bytes(index.read_bytes()[:-20] + bytes(20))
    assert is_whole(index)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content[: len(content) // 2], id="cut"),
        pytest.param(lambda content: content[:-1], id="a byte short"),
        pytest.param(lambda content: content + b"\1", id="a byte long"),
        pytest.param(lambda content: content.replace(b"a.py", b"b.py"), id="another name"),
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: b"garbage", id="garbage"),
    ],
)
def test_a_damaged_index(repository, damage):
    repository.add("a.py")
    index = repository.root / ".git" / "index"
    index.write_bytes(damage(index.read_bytes()))
    assert not is_whole(index)
