"""The directory of results: what is finished, whole or not there, and found again by a later run.

``audit.json`` has what the results follow from. ``files/part=3f/<unit>.parquet`` and
``repositories/part=3f/<unit>.parquet`` hold the rows of a unit; the second one is put there last,
and says that the unit is finished. Both names follow from the unit, so that whoever does a unit
once more puts the same rows in the same place.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from polyglint.cluster.schema import (
    SCHEMA_VERSION,
    as_table,
    files_schema,
    repositories_schema,
)
from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.typed import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    import pyarrow
    from pyarrow import dataset as arrow_dataset
    from pyarrow import fs as arrow_fs
    from pyarrow import parquet
else:
    pyarrow = lazy_import("pyarrow")
    arrow_dataset = lazy_import("pyarrow.dataset")
    arrow_fs = lazy_import("pyarrow.fs")
    parquet = lazy_import("pyarrow.parquet")

T = TypeVar("T")
MANIFEST, FILES, REPOSITORIES = "audit.json", "files", "repositories"
TEMPORARY = ".unfinished-"  # readers of data sets pass over names with a dot or an underscore
ROW_GROUP = 1 << 16  # rows
ROWS_AT_ONCE = 1024


class OutputError(FatalError):
    """Results cannot be written: the run ends."""


class Results(NamedTuple):
    """Where results are; a path, or what pyarrow has a file system for, such as s3://bucket/x."""

    location: str

    def _place(self) -> tuple[arrow_fs.FileSystem, str]:
        if "://" not in self.location:
            return arrow_fs.LocalFileSystem(), str(Path(self.location).absolute())
        found: tuple[arrow_fs.FileSystem, str] = arrow_fs.FileSystem.from_uri(self.location)
        return found

    def begin(self, facts: Mapping[str, Any]) -> None:
        """Make the directory, or go on in it.

        Args:
            facts: what the results follow from.

        Raises:
            FatalError: it holds results of something else, or cannot be written.
        """
        self._check_directory()
        now = json.loads(json.dumps({"schema_version": SCHEMA_VERSION, **facts}))
        before = self.facts()
        if before is None:
            self._check_empty()
            self._put(MANIFEST, lambda stream: stream.write(_document(now)))
        elif before != now:
            changed = sorted(k for k in {*before, *now} if before.get(k) != now.get(k))
            raise FatalError(
                f"--results: {self.location} holds results of another {', '.join(changed)}; "
                "name another directory, or remove it"
            )

    def facts(self) -> dict[str, Any] | None:
        """What the results that are there follow from; None where there are none."""
        fs, base = self._place()
        try:
            with fs.open_input_stream(f"{base}/{MANIFEST}") as stream:
                found: dict[str, Any] = json.loads(stream.read())
                return found
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            problem = getattr(error, "strerror", None) or error
            raise FatalError(f"--results: {self.location}/{MANIFEST}: {problem}") from error

    def _check_directory(self) -> None:
        fs, base = self._place()
        with _say(self.location):
            if fs.get_file_info(base).type == arrow_fs.FileType.File:
                raise FatalError(f"--results: {self.location} is a file; name a directory")

    def _check_empty(self) -> None:
        fs, base = self._place()
        with _say(self.location):
            if fs.get_file_info(arrow_fs.FileSelector(base, allow_not_found=True)):
                raise FatalError(f"--results: {self.location} holds something else; name a new one")

    def repositories(self, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        """The rows of ``repositories`` of all units that are finished, in no order.

        Raises:
            FatalError: they cannot be read, or are of another version.
        """
        fs, base = self._place()
        schema = repositories_schema()
        try:
            parts = arrow_fs.FileSelector(f"{base}/{REPOSITORIES}", allow_not_found=True)
            for part in fs.get_file_info(parts):  # one after the other: each file takes memory
                found = arrow_dataset.dataset(
                    part.path, schema, "parquet", fs, exclude_invalid_files=True
                )
                for batch in found.to_batches(columns=columns, batch_size=ROWS_AT_ONCE):
                    yield from batch.to_pylist()
        except (OSError, pyarrow.ArrowException) as error:
            raise FatalError(f"--results: cannot read {self.location}: {error}") from error

    def finished(self, unit: str) -> list[dict[str, Any]] | None:
        """The rows of ``repositories`` of a unit; None where it is not finished."""
        fs, base = self._place()
        try:
            with fs.open_input_file(f"{base}/{_name(REPOSITORIES, unit)}") as stream:
                rows: list[dict[str, Any]] = parquet.ParquetFile(stream).read().to_pylist()
                return rows
        except (FileNotFoundError, pyarrow.ArrowInvalid):  # torn by a machine that lost its power
            return None
        except OSError as error:
            raise OutputError(f"--results: {self.location}: {error.strerror or error}") from error

    def write(
        self, unit: str, chunks: Iterable[Sequence[Mapping[str, Any]]], summary: Callable[[], Any]
    ) -> list[dict[str, Any]]:
        """Put the rows of a unit there: those of its files as they come, then those that finish it.

        Args:
            chunks: rows of ``files``.
            summary: makes the rows of ``repositories`` once all chunks are written.

        Raises:
            OutputError: they cannot be written.
        """
        schema = files_schema()

        def files(stream: Any) -> None:
            with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
                for chunk in chunks:
                    writer.write_table(as_table(chunk, schema), row_group_size=ROW_GROUP)

        self._put(_name(FILES, unit), files)
        rows: list[dict[str, Any]] = summary()

        def repositories(stream: Any) -> None:
            schema = repositories_schema()
            with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
                writer.write_table(as_table(rows, schema))

        self._put(_name(REPOSITORIES, unit), repositories)
        return rows

    def _put(self, name: str, write: Callable[[Any], object]) -> None:
        fs, base = self._place()
        directory, _, last = f"{base}/{name}".rpartition("/")
        temporary = f"{directory}/{TEMPORARY}{secrets.token_hex(8)}"
        try:
            with _say(self.location):
                fs.create_dir(directory, recursive=True)
                stream = fs.open_output_stream(temporary)
                with stream:
                    write(stream)
                fs.move(temporary, f"{directory}/{last}")
        except BaseException:
            with suppress(OSError):
                fs.delete_file(temporary)
            raise

    def remove_unfinished(self) -> None:
        """Remove what workers that were killed left half-written; nobody may be writing."""
        fs, base = self._place()
        with suppress(OSError):
            for info in fs.get_file_info(
                arrow_fs.FileSelector(base, recursive=True, allow_not_found=True)
            ):
                if info.is_file and info.base_name.startswith(TEMPORARY):
                    fs.delete_file(info.path)


def _name(table: str, unit: str) -> str:
    return f"{table}/part={unit[:2]}/{unit}.parquet"


def _document(facts: Mapping[str, Any]) -> bytes:
    return (json.dumps(facts, indent=2, sort_keys=True) + "\n").encode()


@contextmanager
def _say(location: str) -> Iterator[None]:
    """Trouble of a disk is the run's, not that of what is read."""
    try:
        yield
    except OSError as error:
        problem = str(error).partition(" Detail: ")[0] if error.strerror is None else error.strerror
        raise OutputError(f"--results: cannot write {location}: {problem}") from error
