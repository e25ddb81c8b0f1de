"""Parquet that strangers made: opened only where nothing in it is code.

A column of an extension type brings its own reader: Ray, which is loaded here, would unpickle the
objects and even the metadata of some of its own. So the schema is looked at before pyarrow is.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.typed import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import pyarrow
    from pyarrow import DataType, parquet, types
    from pyarrow.parquet import ParquetFile
else:
    pyarrow = lazy_import("pyarrow")
    parquet = lazy_import("pyarrow.parquet")
    types = lazy_import("pyarrow.types")

MAX_FOOTER = 1 << 27  # bytes; of the largest public data sets it is one hundredth of that
TAIL = 8  # bytes: the length of the footer before it, and Parquet's mark
# How Arrow's schema, which a footer holds as base64, names an extension type: by the three ways to
# cut its letters into groups, less what depends on the letters around them.
EXTENSION = b"ARROW:extension:name"
MARKS = tuple(
    base64.b64encode(bytes(before) + EXTENSION)[-(-before * 8 // 6) : -4] for before in range(3)
)


@contextmanager
def opened(location: str) -> Iterator[ParquetFile]:
    """Open a file whose columns are all of plain types.

    Raises:
        FatalError: it is no Parquet, or has a column of an extension type.
        OSError: it cannot be read.
    """
    with open(location, "rb") as stream:  # noqa: PTH123
        footer = _footer(stream)
        if len(footer) > MAX_FOOTER:
            raise FatalError(f"{location}: a footer of more than {MAX_FOOTER >> 20} MiB")
        if EXTENSION in footer or any(mark in footer for mark in MARKS):
            words = "a column of an extension type, whose reader may run code; write it as text"
            raise FatalError(f"{location}: {words}")
        stream.seek(0)
        try:
            file = parquet.ParquetFile(stream)
        except pyarrow.ArrowInvalid as error:
            raise FatalError(f"{location}: not Parquet: {first_line(error)}") from error
        with file:
            yield file


def _footer(stream: BinaryIO) -> bytes:
    """The end of a file that describes it, or a part of that which is too long."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - TAIL))
    length = int.from_bytes(stream.read(TAIL)[:4], "little")
    stream.seek(max(0, size - TAIL - length))
    return stream.read(min(length, MAX_FOOTER + 1))


def check_columns(path: str, file: ParquetFile, names: Sequence[str]) -> None:
    """Look whether columns hold text, bytes or nothing.

    Raises:
        FatalError: one holds something else.
    """
    for name in names:
        kind = file.schema_arrow.field(name).type
        if not _is_plain(kind):
            raise FatalError(f"{path}: column {name!r} is {kind}; it must be text or bytes")


def _is_plain(kind: DataType) -> bool:
    if types.is_dictionary(kind):
        kind = kind.value_type
    tests = (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary)
    return types.is_null(kind) or any(test(kind) for test in tests)


def first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
