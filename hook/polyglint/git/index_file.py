"""Index files of git's: whether one is whole, and one made without git.

A program of git's that writes an index for us would run the repository's hooks.

The format is version 2 of https://git-scm.com/docs/index-format.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from pathlib import Path

from polyglint.filesystem import digests

SIGNATURE, VERSION = b"DIRC", 2
UNKNOWN = (0,) * 6  # times, device and inode of a file on a disk, which there is none of
MAX_LENGTH = 0xFFF  # of a name, in the field for it; longer ones have no other mark of their end
ALIGNMENT = 8  # bytes
HASHES = ("sha1", "sha256")
CHUNK = 1 << 20  # bytes


def is_whole(path: Path) -> bool:
    """Whether an index file ends with the hash of what is before it, or with zeros in its place.

    Git writes zeros by ``index.skipHash``. Raises OSError.
    """
    size = path.stat().st_size
    return any(_ends_with_hash(path, size, name) for name in HASHES)


def _ends_with_hash(path: Path, size: int, hash_name: str) -> bool:
    digest = digests.start(hash_name, size=size)
    rest = size - digest.digest_size
    with path.open("rb") as stream:
        while rest > 0 and (chunk := stream.read(min(rest, CHUNK))):
            digest.update(chunk)
            rest -= len(chunk)
        return stream.read() in (digest.digest(), bytes(digest.digest_size))


def index_of(files: Iterable[tuple[str, str, str]], hash_name: str = "sha1") -> bytes:
    """Return the content of an index file.

    Args:
        files: path, mode (octal) and id of the blob of each, in any order.
        hash_name: of the repository's objects: sha1 or sha256.
    """
    entries = sorted((os.fsencode(path), int(mode, 8), blob) for path, mode, blob in files)
    content = SIGNATURE + struct.pack(">II", VERSION, len(entries))
    content += b"".join(_entry(*entry) for entry in entries)
    return content + digests.start(hash_name, content).digest()


def _entry(path: bytes, mode: int, blob: str) -> bytes:
    owner_and_size = (0, 0, 0)
    entry = struct.pack(">10I", *UNKNOWN, mode, *owner_and_size) + bytes.fromhex(blob)
    entry += struct.pack(">H", min(len(path), MAX_LENGTH)) + path
    return entry + b"\0" * (ALIGNMENT - len(entry) % ALIGNMENT)  # one at least
