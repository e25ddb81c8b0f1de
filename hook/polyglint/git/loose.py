"""Blobs that have a file each, as all have that `git add` made: read without a process of git.

Such a file is zlib's; inside are the word blob, its size, a NUL and its content. Whatever is not as
it should be, and other kinds of objects, are left to git, which says what is wrong.
"""

from __future__ import annotations

import zlib
from pathlib import Path

from polyglint.filesystem import digests
from polyglint.filesystem.special import read_regular

MAX_SIZE = 1 << 22  # bytes, packed and unpacked


def read(objects: Path, name: str) -> bytes | None:
    """Return the content of a blob whose hash is its name; None where git is to be asked.

    Args:
        objects: the directory of a repository's objects.
        name: the blob's id.
    """
    packed = read_regular(objects / name[:2] / name[2:], MAX_SIZE)
    if packed is None:
        return None
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(packed, MAX_SIZE)
    except zlib.error:
        return None
    if not unpacking.eof or digests.start(hash_name(name), unpacked).hexdigest() != name:
        return None
    header, _, content = unpacked.partition(b"\0")
    return content if header == b"blob %d" % len(content) else None


def hash_name(name: str) -> str:
    """The hash function that made the id of an object."""
    return "sha1" if len(name) == 40 else "sha256"
