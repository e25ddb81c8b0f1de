"""What a run is about: a list of repositories or a table of files, cut into units of work."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.filesystem.named_file import read_given
from polyglint.git.remote import is_remote, shown
from polyglint.typed import NamedTuple

REPOSITORY, TABLE = "repository", "table"
TABLES = (".parquet", ".jsonl", ".ndjson")
LIST_LIMIT = 1 << 28  # bytes of a list


class Unit(NamedTuple):
    """What one worker does at once and what is finished as a whole."""

    kind: str  # REPOSITORY or TABLE
    name: str  # as people know it
    location: str  # an absolute path or what git clones
    start: int = 0  # of a table: the row group, or the byte of a line's start
    end: int = 0  # where the next part begins

    @property
    def id(self) -> str:
        """The same for the same unit in every run: results are found again by it."""
        identity = repr((self.kind, self.location, self.start, self.end))
        return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def packed(self) -> str:
        """The unit as text that any table can hold, also names that are no text."""
        return json.dumps(self)

    @classmethod
    def unpacked(cls, text: str) -> Unit:
        return cls(*json.loads(text))


def table_files(name: str) -> list[Path]:
    """The files of a table: one that is named, or those of a directory; none if it is a list.

    Raises:
        FatalError: a directory without any.
    """
    path = Path(name)
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.suffix in TABLES and p.is_file())
        if not found:
            raise FatalError(
                f"{name}: a directory without {', '.join(TABLES)}; name a list or a table"
            )
        return found
    return [path] if path.suffix in TABLES else []


def listed(name: str) -> list[str]:
    """The repositories that a list names, one a line; `#` begins a comment.

    Raises:
        FatalError: it cannot be read, or names none.
    """
    content = read_given(name, LIST_LIMIT, "--repos")
    if len(content) > LIST_LIMIT:
        raise FatalError(f"--repos: {name}: larger than {LIST_LIMIT >> 20} MiB; use a table")
    lines = (line.strip() for line in os.fsdecode(content).splitlines())
    found = [line for line in lines if line and not line.startswith("#")]
    if not found:
        raise FatalError(f"--repos: {name}: names no repository; put one on each line")
    return found


def repositories(names: Iterable[str]) -> list[Unit]:
    """A unit for each repository, each once; paths are made absolute for other machines."""
    units: dict[str, Unit] = {}
    for name in names:
        local = not is_remote(name) and "::" not in name
        location = os.path.abspath(name) if local else name  # noqa: PTH100 - keeps links
        unit = Unit(REPOSITORY, shown(name), location)
        units.setdefault(unit.id, unit)
    return [*units.values()]


def check_names(units: Sequence[Unit]) -> None:
    """Every row must name its repository.

    Raises:
        FatalError: two units go by one name.
    """
    seen: dict[str, str] = {}
    for unit in units:
        if unit.kind == REPOSITORY and seen.setdefault(unit.name, unit.location) != unit.location:
            raise FatalError(f"--repos: two repositories go by the name {unit.name}")
