"""SHA-1 and SHA-256 without OpenSSL, as long as little is hashed.

`hashlib` loads OpenSSL, which takes as long as to judge a file of a commit. Python's own modules
take less than a millisecond to load, but six times as long for each byte: they hash what is small
until something else has loaded hashlib, such as the check of the model. Where Python was built
without them, hashlib stands in.
"""

from __future__ import annotations

import sys

from polyglint.lazy import lazy_import
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import hashlib
    from hashlib import _Hash as Digest
    from hashlib import sha1 as own_sha1
    from hashlib import sha256 as own_sha256
else:
    hashlib = lazy_import("hashlib")
    try:
        from _sha1 import sha1 as own_sha1

        try:
            from _sha2 import sha256 as own_sha256  # Python 3.12 and later
        except ImportError:
            from _sha256 import sha256 as own_sha256
    except ImportError:
        from hashlib import sha1 as own_sha1
        from hashlib import sha256 as own_sha256

OWN = {"sha1": own_sha1, "sha256": own_sha256}
LARGE = 1 << 20  # bytes, which take OpenSSL as much less time as loading it takes


def start(name: str, content: bytes = b"", size: int = 0) -> Digest:
    """A digest under way.

    Args:
        name: ``sha1`` or ``sha256``, as git names the hash of a repository's objects.
        content: what is hashed first.
        size: bytes that will be hashed in all, where that is known.
    """
    if "hashlib" in sys.modules or max(len(content), size) > LARGE:
        return hashlib.new(name, content)
    return OWN[name](content)


def sha1(content: bytes = b"") -> Digest:
    """The SHA-1 of a content, or of what is to follow it."""
    return start("sha1", content)


def sha256(content: bytes = b"") -> Digest:
    """The SHA-256 of a content, or of what is to follow it."""
    return start("sha256", content)
