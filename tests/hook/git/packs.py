"""Packs that stand for far more than they hold."""

import hashlib
import struct
import zlib

BLOB, OFFSET_DELTA = 3, 6


def delta_bomb(repository, base, factor, levels):
    """Store blobs that each repeat the one before, the first one `base`; return their ids."""
    packed = [_object(BLOB, len(base), b"", zlib.compress(base))]
    names, size = [], len(base)
    for level in range(1, levels + 1):
        delta = _varint(size) + _varint(size * factor) + _copy(size) * factor
        size *= factor
        packed.append(
            _object(OFFSET_DELTA, len(delta), _offset(len(packed[-1])), zlib.compress(delta))
        )
        digest = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
        for _ in range(factor**level):
            digest.update(base)
        names.append(digest.hexdigest())
    content = b"PACK" + struct.pack(">II", 2, len(packed)) + b"".join(packed)
    pack = repository.root / ".git" / "objects" / "pack" / "pack-bomb.pack"
    pack.parent.mkdir(exist_ok=True)
    pack.write_bytes(content + hashlib.sha1(content, usedforsecurity=False).digest())
    repository.git("index-pack", str(pack))
    return names


def _object(kind, size, reference, data):
    head, size = (kind << 4) | (size & 15), size >> 4
    found = bytearray()
    while size:
        found.append(head | 0x80)
        head, size = size & 0x7F, size >> 7
    return bytes([*found, head]) + reference + data


def _varint(number):
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def _offset(distance):
    found = [distance & 0x7F]
    while distance := distance >> 7:
        distance -= 1
        found.insert(0, 0x80 | (distance & 0x7F))
    return bytes(found)


def _copy(size):
    """Instructions that copy all of the base, at most 16 MiB each."""
    found = bytearray()
    for start in range(0, size, 0xFFFF00):
        fields = start.to_bytes(4, "little") + min(size - start, 0xFFFF00).to_bytes(3, "little")
        present = [byte != 0 for byte in fields]
        found.append(0x80 | sum(1 << bit for bit, is_there in enumerate(present) if is_there))
        found += bytes(byte for byte in fields if byte)
    return bytes(found)
