"""A table of files, as public data sets of source code are: Parquet or JSON Lines.

Its rows are judged by path and content alone: a table has no .gitattributes and no settings.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from polyglint.cluster import parquet
from polyglint.cluster.listing import TABLE, Unit
from polyglint.cluster.parquet import first_line
from polyglint.cluster.shared_cache import object_id
from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.sources.decode import SIZE_LIMIT
from polyglint.sources.worktree import File
from polyglint.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyarrow
else:
    pyarrow = lazy_import("pyarrow")

CHUNK_ROWS, CHUNK_SIZE = 2048, 1 << 25  # files and bytes of content in memory at once
ROWS_AT_ONCE = 64
PART = 1 << 26  # bytes of JSON Lines in a unit
MAX_LINE = 1 << 26  # bytes
TREE = "table"  # of files that are in no work tree


class Columns(NamedTuple):
    """What the columns of a table are called."""

    repository: str = "repository"
    path: str = "path"
    content: str = "content"


class TableRow(NamedTuple):
    """A file of a table."""

    repository: str
    path: str | None
    content: bytes | None
    problem: str | None = None  # why it cannot be judged


def columns_of(value: str) -> Columns:
    """Read ``repository=repo_name,path=path,content=text``; those left out keep their names.

    Raises:
        ValueError: it is something else.
    """
    pairs = [part.partition("=") for part in value.split(",") if part.strip()]
    names = {key.strip(): name.strip() for key, _, name in pairs}
    if not names.keys() <= set(Columns._fields) or not all(names.values()):
        raise ValueError(f"{value!r} is not of the form repository=NAME,path=NAME,content=NAME")
    return Columns(**names)


def units(files: Sequence[Path], columns: Columns) -> list[Unit]:
    """The parts of a table that are finished one by one.

    Raises:
        FatalError: a file cannot be read, or lacks a column.
    """
    return [unit for path in files for unit in _units(path, columns)]


def _units(path: Path, columns: Columns) -> list[Unit]:
    location = os.path.abspath(path)  # noqa: PTH100 - keeps links
    try:
        if path.suffix == ".parquet":
            with parquet.opened(location) as file:
                _check(str(path), file.schema_arrow.names, columns)
                parquet.check_columns(str(path), file, columns)
                ends = range(1, file.num_row_groups + 1)
            return [Unit(TABLE, str(path), location, end - 1, end) for end in ends]
        with path.open("rb") as stream:
            first = stream.readline(MAX_LINE)
        _check(str(path), _keys(str(path), first) if first.strip() else columns, columns)
        size = path.stat().st_size
    except OSError as error:
        raise FatalError(f"{path}: {error.strerror or error}") from error
    starts = range(0, size, PART)
    return [Unit(TABLE, str(path), location, start, min(start + PART, size)) for start in starts]


def _keys(path: str, line: bytes) -> Sequence[str]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FatalError(f"{path}: not JSON Lines: its first line is no JSON ({error})") from error
    if not isinstance(value, dict):
        raise FatalError(f"{path}: not JSON Lines of objects: its first line is none")
    return list(value)


def _check(path: str, found: Sequence[str], columns: Columns) -> None:
    missing = [field for field, name in columns._asdict().items() if name not in found]
    if missing:
        names = ", ".join(repr(getattr(columns, field)) for field in missing)
        advice = ",".join(f"{field}=NAME" for field in missing)
        has = ", ".join(map(repr, found)) or "none"
        raise FatalError(f"{path}: no column {names}; it has {has}: say --columns {advice}")


def chunks(unit: Unit, columns: Columns) -> Iterator[list[TableRow]]:
    """The rows of a unit in order, as many at once as memory is to hold.

    Raises:
        FatalError: the table is damaged.
    """
    chunk: list[TableRow] = []
    size = 0
    for row in _rows(unit, columns):
        chunk.append(row)
        size += len(row.content or b"")
        if len(chunk) >= CHUNK_ROWS or size >= CHUNK_SIZE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _rows(unit: Unit, columns: Columns) -> Iterator[TableRow]:
    is_parquet = unit.location.endswith(".parquet")
    try:
        yield from (_of_parquet if is_parquet else _of_lines)(unit, columns)
    except OSError as error:
        raise FatalError(f"{unit.name}: {error.strerror or first_line(error)}") from error


def _of_parquet(unit: Unit, columns: Columns) -> Iterator[TableRow]:
    with parquet.opened(unit.location) as file:
        try:
            parquet.check_columns(unit.name, file, columns)  # it may be another since
            for batch in file.iter_batches(ROWS_AT_ONCE, [unit.start], list(columns)):
                for values in zip(*(batch.column(name) for name in columns), strict=True):
                    yield _row(*(value.as_py() for value in values))
        except (pyarrow.ArrowException, OSError, ValueError, LookupError) as error:
            raise FatalError(f"{unit.name}: row group {unit.start}: {first_line(error)}") from error


def _of_lines(unit: Unit, columns: Columns) -> Iterator[TableRow]:
    """The lines that begin in the unit's part of the file."""
    with Path(unit.location).open("rb") as stream:
        if unit.start:
            stream.seek(unit.start - 1)
            while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                continue
        while (start := stream.tell()) < unit.end:
            line = stream.readline(MAX_LINE)
            whole = line.endswith(b"\n") or len(line) < MAX_LINE
            while not whole and (rest := stream.readline(MAX_LINE)):
                whole = rest.endswith(b"\n")
            if len(line) >= MAX_LINE:
                yield TableRow(
                    "", None, None, f"byte {start}: a line of more than {MAX_LINE >> 20} MiB"
                )
            elif line.strip():
                yield _of_line(line, start, columns)


def _of_line(line: bytes, start: int, columns: Columns) -> TableRow:
    try:
        values = json.loads(line)
        return _row(*(values.get(name) for name in columns))
    except (ValueError, AttributeError, RecursionError):
        return TableRow("", None, None, f"byte {start}: not a JSON object")


def _row(repository: Any, path: Any, content: Any) -> TableRow:
    name = "" if repository is None else _text(repository)
    place = None if path is None else _text(path)
    if isinstance(content, str):
        content = content[:SIZE_LIMIT].encode("utf-8", "surrogatepass")
    if not isinstance(content, bytes):
        return TableRow(
            name, place, None, "no content" if content is None else "content is no text"
        )
    if place is None:
        return TableRow(name, place, None, "no path")
    return TableRow(name, place, content[:SIZE_LIMIT])


def _text(value: Any) -> str:
    """A name as text: tables have them as bytes, JSON also as numbers."""
    return os.fsdecode(value) if isinstance(value, bytes) else str(value)


def files_of(rows: Sequence[TableRow]) -> list[File | None]:
    """The file of each row; None where it has no path or no content."""
    return [
        None
        if row.path is None or row.content is None
        else File(
            row.path,
            row.path,
            {},
            partial(bytes, row.content),
            tree=TREE,
            blob=object_id(row.content),
        )
        for row in rows
    ]
