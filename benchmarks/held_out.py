"""Files of projects that the model has not seen, and windows cut out of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.command import files_table
from polyglint.errors import FatalError
from polyglint.model.windows import WINDOW_LINES, non_blank_lines
from train.data.documents import read_text
from train.evaluate.file_scores import SOURCES, source_of
from train.evaluate.held_out import chosen_files


class Sample(NamedTuple):
    """A text with a known language: a file of the corpus, or a window of one."""

    path: Path
    language: str
    project: str
    lines: int  # that are not blank
    source: str = SOURCES[0]  # packages or repositories


def held_out_files(dataset: Path, corpus: Path, per_language: int | None) -> list[Sample]:
    """The test files that `python -m train evaluate` measures, less those without text.

    Args:
        per_language: at most so many, in turn from each project; None for all of them.

    Raises:
        FatalError: there is no such data set, or its corpus is elsewhere.
    """
    table = files_table(dataset)
    chosen = [
        row
        for _, rows in groupby(chosen_files(table, "test"), key=lambda row: row[1])
        for row in islice(rows, per_language)
    ]
    if not chosen:
        raise FatalError(f"{table}: no files of the split test")
    return list(_samples(chosen, corpus))


def _samples(chosen: Iterable[tuple[str, str, str]], corpus: Path) -> Iterator[Sample]:
    for name, language, project in chosen:
        path = corpus / name
        if not path.is_file():
            raise FatalError(f"{path}: not found; is {corpus} the corpus of this data set?")
        if lines := len(non_blank_lines(read_text(path))):
            yield Sample(path, language, project, lines, source_of(name))


def windows_of(files: Sequence[Sample], directory: Path) -> list[Sample]:
    """One window of four lines out of each file that has them, as a file of its own.

    Which one, a hash of the file's place decides; blank lines between the four stay.
    """
    found = []
    for number, file in enumerate(files):
        text = read_text(file.path)
        lines = non_blank_lines(text)
        if len(lines) < WINDOW_LINES:
            continue
        digest = hashlib.sha256(f"{file.language}/{file.path.name}".encode()).digest()
        start = int.from_bytes(digest[:8], "big") % (len(lines) - WINDOW_LINES + 1)
        first, last = lines[start].number, lines[start + WINDOW_LINES - 1].number
        unified = text.replace("\r\n", "\n").replace("\r", "\n")
        path = directory / str(number)
        path.write_text("\n".join(unified.split("\n")[first - 1 : last]) + "\n", "utf-8")
        found.append(file._replace(path=path, lines=WINDOW_LINES))
    return found
