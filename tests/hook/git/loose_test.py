import hashlib
import os
import zlib

import pytest

from polyglint.git import limits, loose
from polyglint.git.blobs import Blobs


def name_of(stored):
    return hashlib.sha1(stored, usedforsecurity=False).hexdigest()


@pytest.fixture
def objects(tmp_path):
    return tmp_path / "objects"


@pytest.fixture
def put(objects):
    """Make a file of an object."""

    def put(name, packed):
        file = objects / name[:2] / name[2:]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(packed)
        return file

    return put


@pytest.mark.parametrize("content", [b"", b"x = 1\n", b"a\0b\xff", os.urandom(1 << 17)])
def test_what_git_has_stored(repository, content):
    (repository.root / "file").write_bytes(content)
    name = repository.git("hash-object", "-w", "--no-filters", "file").decode().strip()
    directory = repository.root / ".git" / "objects"
    assert loose.read(directory, name) == content
    repository.git("-c", "core.compression=0", "add", "file")
    reader = Blobs(repository.root, directory)
    assert reader.read(name, 1 << 20) == content
    assert reader.read(name, 3) == content[:3]
    assert reader._process is None


def test_an_id_of_sha256(objects, put):
    name = hashlib.sha256(b"blob 2\0x\n").hexdigest()
    put(name, zlib.compress(b"blob 2\0x\n"))
    assert loose.read(objects, name) == b"x\n"


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"garbage",
        b"blob 2\0x\n",
        zlib.compress(b"blob 2\0x\n")[:-1],
        zlib.compress(b"blob 2\0y\n"),
        zlib.compress(b"blob 3\0x\n\n"),
    ],
)
def test_what_is_damaged_is_left_to_git(objects, put, packed):
    name = name_of(b"blob 2\0x\n")
    put(name, packed)
    assert loose.read(objects, name) is None


@pytest.mark.parametrize(
    "stored",
    [
        *(b"", b"x", b"blob 1\0x\n", b"blob\0", b"blob 1 1\0x", b"blob -1\0", b"blob 01\0x"),
        *(b"tag 1\0x", b"tree 0\0", b"fake 1\0x", b"Blob 1\0x", b" 1\0x", b"1\0x"),
    ],
)
def test_what_is_no_blob_of_its_size_is_left_to_git(objects, put, stored):
    put(name_of(stored), zlib.compress(stored))
    assert loose.read(objects, name_of(stored)) is None


@pytest.mark.parametrize("size", [loose.MAX_SIZE, 1 << 28])
def test_what_is_too_large_is_left_to_git(objects, put, size):
    """Of what a few bytes stand for, no more is unpacked than is read."""
    packing = zlib.compressobj()
    packed = packing.compress(b"blob %d\0" % size) + packing.compress(bytes(size)) + packing.flush()
    name = "ab" * 20
    put(name, packed)
    assert loose.read(objects, name) is None


def test_what_is_no_regular_file_is_left_to_git(repository, monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 0.3)
    directory = repository.root / ".git" / "objects"
    assert loose.read(directory, "ab" * 20) is None
    (directory / "ab").mkdir()
    (directory / "ab" / ("ab" * 19)).mkdir()
    assert loose.read(directory, "ab" * 20) is None
    if hasattr(os, "mkfifo"):
        os.mkfifo(directory / "ab" / ("cd" * 19))
        assert loose.read(directory, "ab" + "cd" * 19) is None
        with pytest.raises(OSError, match="has said nothing"):
            Blobs(repository.root, directory).read("ab" + "cd" * 19, 9)
