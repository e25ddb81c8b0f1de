"""Results of earlier runs, keyed by content, settings and version.

The key is a hash of all that an answer follows from: the content (by git's id of it, by its
SHA-256, or by the state of the file on disk that held it), its place and attributes, how it was
judged, and polyglint itself with its model, the grammars that are installed and the Python that it
runs on, whose parsers it asks.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from polyglint.checker.checker import CheckOptions
from polyglint.checker.claimed_text import PathContext
from polyglint.checker.wheels import installed
from polyglint.engine import stored_results
from polyglint.filesystem import digests
from polyglint.lazy import lazy_import
from polyglint.results import Judgement
from polyglint.sources.opening import State
from polyglint.sources.worktree import File
from polyglint.typed import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from polyglint.engine.database import Database
    from polyglint.model import config as model_config
else:
    model_config = lazy_import("polyglint.model.config")

AT_ONCE = 5000  # files
SETTLED = 2.0  # seconds: a file changed since could change again and look the same
INTERVAL = 2.0  # seconds between two writings
MAX_PENDING = 1 << 22  # bytes that are kept back until the next one
# How an answer begins whose windows, which many paths may share, are kept apart: by their hash.
APART, HASH_SIZE = b"w", 32
BASE = Path(__file__).parents[1]  # of this program
SOURCES = (".py", ".json", ".txt")  # config.json holds the model's own checksum
COMPILED = "__pycache__"


Identity = tuple[str, str]  # what a content is known by, of which kind


class Identities(Protocol):
    """What the content of a file is known by, and what of its path counts."""

    def before_reading(self, file: File) -> Identity | None:
        """The identity that is known without a look into the file, if any."""

    def after_reading(self, file: File, content: bytes, state: State | None) -> list[Identity]:
        """All that a content is kept by; where there are two, the first may be another file's."""

    def context(self, file: File) -> PathContext:
        """What of the path an answer follows from."""

    def program(self) -> bytes:
        """What this program is known by."""


class FileIdentities:
    """By git's id of a blob; else by a hash of the content and by the file's state on disk.

    The program itself is known by the state of its files, since reading them all would take longer
    than judging one file of a commit.
    """

    def before_reading(self, file: File) -> Identity | None:
        if file.blob is not None:
            return "blob", file.blob
        state = _state(file)
        return ("state", _identity(file, state)) if state else None

    def after_reading(self, file: File, content: bytes, state: State | None) -> list[Identity]:
        if file.blob is not None:
            return [("blob", file.blob)]
        found = [("content", digests.sha256(content).hexdigest())]
        if state and time.time() - max(state.modified, state.changed) / 1e9 > SETTLED:
            found.append(("state", _identity(file, state)))
        return found

    def context(self, file: File) -> PathContext:
        return PathContext.of(file)

    def program(self) -> bytes:
        return own_state()


class Cache:
    """Answers of earlier runs, and of this one for later ones.

    Args:
        judging: how the files of this run are judged.
        database: where answers are kept; None for nowhere.
        identities: what contents are known by.
    """

    def __init__(
        self,
        judging: CheckOptions,
        database: Database | None,
        identities: Identities = FileIdentities(),  # noqa: B008 - without a state
    ) -> None:
        self._database = database
        self._identities = identities
        self._prefix = _fingerprint(judging, identities.program()) if database else b""
        self._new: list[tuple[bytes, bytes]] = []
        self._pending = 0  # bytes
        self._kept_windows: set[bytes] = set()
        self._next = time.monotonic() + INTERVAL

    def known(self, files: Sequence[File]) -> dict[File, Judgement]:
        """Return the answers that are there without a look into the files."""
        found: dict[File, Judgement] = {}
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
        found = self._identities.after_reading(file, content, state)
        return [self._key(file, identity) for identity in found]

    def of_content(self, keys: Sequence[bytes]) -> Judgement | None:
        """Return the answer to a content that was in another file, or at another time."""
        result = self._get(keys[:1]).get(keys[0]) if len(keys) > 1 else None
        if result is not None:
            self.add(keys[1:], result)
        return result

    def add(self, keys: Sequence[bytes], result: Judgement) -> None:
        if keys and self._database is not None:
            value = self._encoded(result)
            for key in keys:
                self._keep(key, value)
        if time.monotonic() > self._next or self._pending > MAX_PENDING:
            self._write()

    def _encoded(self, result: Judgement) -> bytes:
        if not result.windows:
            return stored_results.encode(result)
        windows = stored_results.encode(Judgement(windows=result.windows))
        key = digests.sha256(self._prefix + windows).digest()
        if key not in self._kept_windows:
            self._kept_windows.add(key)
            self._keep(key, windows)
        return APART + key + stored_results.encode(result._replace(windows=()))

    def _keep(self, key: bytes, value: bytes) -> None:
        self._new.append((key, value))
        self._pending += len(key) + len(value)

    def close(self) -> None:
        if self._database is not None:
            self._write()
            self._database.close()

    def _write(self) -> None:
        if self._database is not None:
            self._database.put(self._new)
        self._new = []
        self._pending = 0
        self._next = time.monotonic() + INTERVAL

    def _get(self, keys: Sequence[bytes]) -> dict[bytes, Judgement]:
        if self._database is None:
            return {}
        stored = self._database.get(keys)
        apart = {_windows_key(value) for value in stored.values() if value.startswith(APART)}
        windows = self._database.get([*apart])
        found = {}
        for key, value in stored.items():
            with suppress(ValueError, KeyError):
                found[key] = _decoded(value, windows)
        return found

    def _key_before(self, file: File) -> bytes | None:
        identity = self._identities.before_reading(file)
        return self._key(file, identity) if identity else None

    def _key(self, file: File, identity: Identity) -> bytes:
        content = repr((*identity, *self._identities.context(file)))
        return digests.sha256(self._prefix + content.encode("utf-8", "surrogatepass")).digest()


def _windows_key(value: bytes) -> bytes:
    return value[len(APART) :][:HASH_SIZE]


def _decoded(value: bytes, windows: Mapping[bytes, bytes]) -> Judgement:
    """The result that a value stands for. Raises ValueError and KeyError."""
    if not value.startswith(APART):
        return stored_results.decode(value)
    result = stored_results.decode(value[len(APART) + HASH_SIZE :])
    return result._replace(windows=stored_results.decode(windows[_windows_key(value)]).windows)


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


def _fingerprint(judging: CheckOptions, program: bytes) -> bytes:
    digest = digests.sha256(program)
    digest.update(sys.version.encode())
    digest.update(repr(installed()).encode("utf-8", "surrogatepass"))
    digest.update(repr(judging).encode("utf-8", "surrogatepass"))
    if judging.model is not None:
        with suppress(OSError):
            digest.update((judging.model / model_config.CONFIG).read_bytes())
    return digest.digest()


@cache
def own_sources() -> bytes:
    """Return a hash of this program, which says more than a version does while it is developed."""
    digest = digests.sha256()
    for name in sorted(_sources()):
        digest.update(repr((name, (BASE / name).read_bytes())).encode())
    return digest.digest()


@cache
def own_state() -> bytes:
    """Return a hash of the state on disk of all that `own_sources` reads: on this machine as good.

    An installer that puts a file in another's place changes its inode and time of change, whatever
    time of modification it sets.
    """
    states = sorted((name, *State.of(found)) for name, found in _sources().items())
    return digests.sha256(repr((str(BASE), states)).encode("utf-8", "surrogatepass")).digest()


def _sources() -> dict[str, os.stat_result]:
    """This program's files by their paths in it, parts separated by ``/``."""
    found: dict[str, os.stat_result] = {}
    directories = [""]
    while directories:
        prefix = directories.pop()
        with os.scandir(BASE / prefix) as entries:
            for entry in entries:
                if entry.name.endswith(SOURCES):
                    found[prefix + entry.name] = entry.stat()
                elif entry.name != COMPILED and entry.is_dir():
                    directories.append(f"{prefix}{entry.name}/")
    return found
