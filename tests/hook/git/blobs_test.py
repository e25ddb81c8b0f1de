import os
import sys

import pytest

from polyglint.errors import FatalError
from polyglint.git import blobs, limits
from polyglint.git.blobs import Blobs
from polyglint.results import NotJudged
from tests.hook.git.packs import delta_bomb


@pytest.fixture
def stored(repository):
    """The ids of three blobs, and the files that hold them."""
    names = {}
    for content in ("first\n", "second\n" * 999, "third\n"):
        path = repository.write("file", content)
        names[path.read_bytes()] = repository.git("hash-object", "-w", "file").decode().strip()
    objects = repository.root / ".git" / "objects"
    return [(name, objects / name[:2] / name[2:], content) for content, name in names.items()]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda file: file.write_bytes(file.read_bytes()[:-9]), id="cut"),
        pytest.param(lambda file: file.write_bytes(file.read_bytes()[:20]), id="cut early"),
        pytest.param(lambda file: file.write_bytes(b"garbage"), id="garbage"),
        pytest.param(lambda file: file.write_bytes(b""), id="empty"),
        pytest.param(lambda file: file.unlink(), id="missing"),
        pytest.param(lambda file: (file.unlink(), file.mkdir()), id="directory"),
    ],
)
def test_a_damaged_object_takes_no_other_with_it(repository, stored, damage):
    (first, _, one), (second, file, _), (third, _, three) = stored
    file.chmod(0o644)
    damage(file)
    read = Blobs(repository.root).read
    assert read(first, 99) == one
    with pytest.raises(OSError, match=f"object {second}"):
        read(second, 99)
    assert read(third, 99) == three
    assert read(first, 99) == one


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes among the files")
def test_git_is_not_waited_for_without_an_end(repository, stored, monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 0.3)
    name, file, _ = stored[1]
    file.unlink()
    os.mkfifo(file)
    read, words = Blobs(repository.root).read, r"git cat-file in .* has said nothing for 0 seconds"
    for error in (OSError, OSError, FatalError):  # a file costs its own answer, many end the run
        with pytest.raises(error, match=words):
            read(name, 99)


def test_a_blob_that_is_too_large_is_not_unpacked(repository, stored, monkeypatch):
    _, (second, _, two), (third, _, three) = stored
    monkeypatch.setattr(blobs, "MAX_SIZE", len(two) - 1)
    read = Blobs(repository.root).read
    assert read(second, 99) == NotJudged("too large: more than 0 MiB")
    assert read(third, 99) == three
    monkeypatch.setattr(blobs, "MAX_SIZE", len(two))
    assert read(second, 99) == two[:99]


def test_a_few_bytes_that_stand_for_many(repository, stored, monkeypatch):
    """Each object is eight times the one before it: one is read, two are too large."""
    names = delta_bomb(repository, b"x = 1\n" * 20_000, 8, 3)
    monkeypatch.setattr(blobs, "MAX_SIZE", 1 << 22)
    reader = Blobs(repository.root)
    found = [reader.read(name, 1 << 20) for name in names]
    assert [isinstance(content, NotJudged) for content in found] == [False, True, True]
    assert found[0] == b"x = 1\n" * 160_000
    (first, _, one) = stored[0]
    assert reader.read(first, 99) == one
