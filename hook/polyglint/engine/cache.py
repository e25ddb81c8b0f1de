"""What earlier runs found out about contents, so that the same one is not read again.

An answer is kept by a hash of all that it follows from: the content (by git's id of it, by its
SHA-256, or by the state of the file on disk that held it), its place and attributes, how it was
judged, and polyglint itself with its model and the Python that it runs on, whose parsers it asks.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from polyglint.checker.checker import Judging
from polyglint.checker.claimed_text import Subject
from polyglint.engine import stored_results
from polyglint.results import Result
from polyglint.sources.opening import State
from polyglint.sources.worktree import File

if TYPE_CHECKING:
    from polyglint.engine.database import Database

AT_ONCE = 5000  # files
SETTLED = 2.0  # seconds: a file changed since could change again and look the same
INTERVAL = 2.0  # seconds between two writings
SOURCES = (".py", ".json", ".txt")  # config.json holds the model's own checksum


class Cache:
    """Answers of earlier runs, and of this one for later ones.

    Args:
        judging: how the files of this run are judged.
        database: where answers are kept; None for nowhere.
    """

    def __init__(self, judging: Judging, database: Database | None) -> None:
        self._database = database
        self._prefix = _fingerprint(judging) if database else b""
        self._new: list[tuple[bytes, bytes]] = []
        self._next = time.monotonic() + INTERVAL

    def known(self, files: Sequence[File]) -> dict[File, Result]:
        """Return the answers that are there without a look into the files."""
        found: dict[File, Result] = {}
        for start in range(0, len(files), AT_ONCE) if self._database else ():
            some = {file: self._key_before(file) for file in files[start : start + AT_ONCE]}
            results = self._get([key for key in some.values() if key is not None])
            for file, key in some.items():
                if key is not None and (result := results.get(key)) is not None:
                    found[file] = result
        return found

    def keys(self, file: File, content: bytes, state: State | None = None) -> list[bytes]:
        """Return what a file's answer is kept by, now that its content is known.

        Args:
            state: of the very file that the content was read from, where a disk holds it. By its
                path it could be another's, which would have this one's answer from then on.
        """
        if self._database is None:
            return []
        if file.blob is not None:
            return [self._key(file, "blob", file.blob)]
        keys = [self._key(file, "content", hashlib.sha256(content).hexdigest())]
        if state and time.time() - max(state.modified, state.changed) / 1e9 > SETTLED:
            keys.append(self._key(file, "state", _identity(file, state)))
        return keys

    def of_content(self, keys: Sequence[bytes]) -> Result | None:
        """Return the answer to a content that was in another file, or at another time."""
        result = self._get(keys[:1]).get(keys[0]) if len(keys) > 1 else None
        if result is not None:
            self.add(keys[1:], result)
        return result

    def add(self, keys: Sequence[bytes], result: Result) -> None:
        if keys:
            value = stored_results.encode(result)
            self._new += [(key, value) for key in keys]
        if time.monotonic() > self._next:
            self._write()

    def close(self) -> None:
        if self._database is not None:
            self._write()
            self._database.close()

    def _write(self) -> None:
        if self._database is not None:
            self._database.put(self._new)
        self._new = []
        self._next = time.monotonic() + INTERVAL

    def _get(self, keys: Sequence[bytes]) -> dict[bytes, Result]:
        found = {}
        for key, value in self._database.get(keys).items() if self._database else ():
            with suppress(ValueError):
                found[key] = stored_results.decode(value)
        return found

    def _key_before(self, file: File) -> bytes | None:
        if file.blob is not None:
            return self._key(file, "blob", file.blob)
        state = _state(file)
        return self._key(file, "state", _identity(file, state)) if state else None

    def _subject(self, file: File) -> Subject:
        return Subject.of(file)

    def _key(self, file: File, kind: str, identity: str) -> bytes:
        content = repr((kind, identity, *self._subject(file)))
        return hashlib.sha256(self._prefix + content.encode("utf-8", "surrogatepass")).digest()


def _identity(file: File, state: State) -> str:
    return repr((file.location, *state))


def _state(file: File) -> State | None:
    if file.location is None:
        return None
    try:
        found = os.lstat(file.location)
    except (OSError, ValueError):
        return None
    return State.of(found) if stat.S_ISREG(found.st_mode) else None


def _fingerprint(judging: Judging) -> bytes:
    digest = hashlib.sha256(own_sources())
    digest.update(sys.version.encode())
    digest.update(repr(judging).encode("utf-8", "surrogatepass"))
    if judging.model is not None:
        from polyglint.model.config import CONFIG  # brings numpy

        with suppress(OSError):
            digest.update((judging.model / CONFIG).read_bytes())
    return digest.digest()


@cache
def own_sources() -> bytes:
    """Return a hash of this program, which says more than a version does while it is developed."""
    base = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(base.rglob("*")):
        if path.suffix in SOURCES:
            digest.update(repr((path.relative_to(base).as_posix(), path.read_bytes())).encode())
    return digest.digest()
