"""A table of the user's cache directory: keys to bytes, for as long as it can be trusted.

SQLite keeps it whole when a run is killed and when several run at once. What cannot be opened or
written is done without; what is damaged, as when power fails, is thrown away and started anew. So
nothing is waited for until a disk has it, which takes longer than to judge the files of a commit.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from polyglint.escaping import printable
from polyglint.typed import TypeVar

T = TypeVar("T")
StoredRow = tuple[bytes, int, int, bytes]
NAME = "results-1.sqlite3"  # another layout of the table is another file
DAYS_KEPT = 30
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
PATIENCE = 5.0  # seconds to wait for other runs
AT_ONCE = 500  # keys in one question
MAX_SIZE = 1 << 28  # bytes: a million answers, or a few hundred thousand files that are flagged
# Words of SQLite's that are about the circumstances, not about the file.
CIRCUMSTANCES = ("locked", "readonly", "read-only", "unable to open", "full", "disk I/O", "busy")
FORGET_HALF = """
DELETE FROM results WHERE key IN (
    SELECT key FROM results ORDER BY day LIMIT (SELECT COUNT(*) / 2 FROM results)
)
"""
LAYOUT = """
PRAGMA trusted_schema = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS results (
    key BLOB PRIMARY KEY, day INTEGER NOT NULL, checksum INTEGER NOT NULL, value BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_day ON results (day);
"""


def directory() -> Path:
    """Where the user's caches are."""
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(chosen):  # noqa: PTH117, an empty Path is the current directory
        return Path(chosen, "polyglint")
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local"), "polyglint")
    caches = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return Path.home() / caches / "polyglint"


def _not_ours(path: Path) -> str | None:
    """Why somebody else may have written a database, who would decide this user's answers."""
    if not hasattr(os, "geteuid"):  # Windows keeps others out of a user's directories
        return None
    for part in (path.parent, path, path.with_name(f"{NAME}-journal")):
        try:
            found = part.lstat()
        except FileNotFoundError:
            continue
        if stat.S_ISLNK(found.st_mode) and part != path.parent:
            return f"{part.name} is a link"
        found = part.stat()
        if found.st_uid not in (os.geteuid(), 0):
            return "belongs to another user"
        if found.st_mode & OTHERS_WRITE:
            return "others may write there; take that right from them (chmod go-w)"
    return None


def _select(keys: Sequence[bytes], connection: sqlite3.Connection) -> list[StoredRow]:
    marks = ",".join("?" * len(keys))
    return connection.execute(
        f"SELECT key, day, checksum, value FROM results WHERE key IN ({marks})", keys
    ).fetchall()


def _size(connection: sqlite3.Connection) -> int:
    """Bytes of the pages that are in use; those that are not are for the next answers."""
    pragmas = ("page_count", "freelist_count", "page_size")
    pages, free, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas)
    return int((pages - free) * size)


class Database:
    """Never raises: without a file that works it holds nothing."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None
        try:
            self._path = directory() / NAME
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if (why := _not_ours(self._path)) is not None:
                shown = printable(str(self._path.parent))
                print(f"polyglint: {shown}: {why}; no cache is used", file=sys.stderr)
                return
            self._connection = sqlite3.connect(self._path, timeout=PATIENCE)
        except (OSError, RuntimeError, sqlite3.Error):  # RuntimeError: nobody's home is known
            return
        self._attempt(lambda connection: connection.executescript(LAYOUT), None)

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the values of those keys that have one."""
        rows: list[StoredRow] = []
        for start in range(0, len(keys), AT_ONCE):
            rows += self._attempt(partial(_select, keys[start : start + AT_ONCE]), [])
        return {
            key: value
            for key, _day, checksum, value in rows
            if isinstance(value, bytes) and checksum == zlib.crc32(key + value)
        }

    def put(self, values: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep values by their keys, and drop those that were kept long ago."""
        today = int(time.time() // 86400)
        rows = [(key, today, zlib.crc32(key + value), value) for key, value in values]

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)
                connection.execute("DELETE FROM results WHERE day < ?", [today - DAYS_KEPT])
                if _size(connection) > MAX_SIZE:
                    connection.execute(FORGET_HALF)

        if rows:
            self._attempt(write, None)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _attempt(self, action: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        if self._connection is None:
            return otherwise
        try:
            return action(self._connection)
        except sqlite3.Error as error:
            self.close()
            if not any(words in str(error) for words in CIRCUMSTANCES):
                self._discard()
            return otherwise

    def _discard(self) -> None:
        shown = printable(str(self._path))
        print(f"polyglint: {shown}: was damaged and is thrown away", file=sys.stderr)
        for name in (self._path, self._path.with_name(f"{NAME}-journal")):
            with suppress(OSError):
                name.unlink(missing_ok=True)
