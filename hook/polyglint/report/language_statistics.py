"""Language statistics for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from polyglint.checker.language_statistics import Counted, LanguageRow
from polyglint.phrases import count_of
from polyglint.report.json_text import dumps

HEADINGS = ("Language", "Files", "Bytes", "Linguist", "Contents")
UNSURE = "(unsure)"


def lines(
    rows: Sequence[LanguageRow], found: Sequence[Counted], output_format: str
) -> Iterator[str]:
    """A table with a line for each language, or one JSON document.

    Args:
        found: the files that the rows are made of.
    """
    total = sum(row.size for row in rows)
    chosen = sum(file.is_chosen for file in found)
    if output_format == "json":
        yield dumps(_document(rows, total, chosen), indent=2)
        return
    if not rows:
        yield "no file counts for language statistics"
        return
    table = [HEADINGS, *(_cells(row, total) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for name, *cells in table:
        right = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        yield "  ".join([name.ljust(widths[0]), *right])
    if chosen:
        files = count_of(chosen, "file")
        yield f"The language of {files} was chosen by content, where linguist asks its classifier."


def _cells(row: LanguageRow, total: int) -> tuple[str, ...]:
    counts = (str(row.files), f"{row.size:,}") if row.files else ("", "")
    return (row.language or UNSURE, *counts, _part(row.size, total), _part(row.read_size, total))


def _part(size: int, total: int) -> str:
    return f"{100 * size / total:.1f}%" if size else ""


def _document(rows: Sequence[LanguageRow], total: int, chosen: int) -> dict[str, object]:
    return {
        "bytes": total,
        "chosen_files": chosen,
        "languages": [
            {
                "language": row.language,
                "files": row.files,
                "bytes": row.size,
                "percent": _percent(row.size, total),
                "read_files": row.read_files,
                "read_bytes": row.read_size,
                "read_percent": _percent(row.read_size, total),
            }
            for row in rows
        ],
    }


def _percent(size: int, total: int) -> float:
    return round(100 * size / total, 2) if total else 0.0
