import os
import sys

import pytest

from polyglint.errors import FatalError
from polyglint.git import limits
from polyglint.git.blobs import Blobs


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
        pytest.param(lambda file: (file.unlink(), file.mkdir()), id="folder"),
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
    with pytest.raises(FatalError, match=r"git cat-file in .* has said nothing for 0 seconds"):
        Blobs(repository.root).read(name, 99)
