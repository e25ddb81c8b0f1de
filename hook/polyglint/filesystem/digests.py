"""SHA-1 and SHA-256 by Python's own modules, where there are any.

`hashlib` loads OpenSSL, which takes as long as to judge a file of a commit; these take less than a
millisecond. They are slower at what is large, such as the model. Where Python was built without
them, hashlib stands in.
"""

from __future__ import annotations

from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash as Digest
    from hashlib import sha1, sha256
else:
    try:
        from _sha1 import sha1

        try:
            from _sha2 import sha256  # Python 3.12 and later
        except ImportError:
            from _sha256 import sha256
    except ImportError:
        from hashlib import sha1, sha256

__all__ = ["sha1", "sha256", "start"]


def start(name: str, content: bytes = b"") -> Digest:
    """A digest under way.

    Args:
        name: ``sha1`` or ``sha256``, as git names the hash of a repository's objects.
    """
    return {"sha1": sha1, "sha256": sha256}[name](content)
