"""Files of projects that were held out, and what the model reads in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from polyglint.model.tokenizer import Tokenizer
from polyglint.model.windows import encode_rows, non_blank_lines, window_starts
from train.corpus.manifest import read_table
from train.data.documents import mislabelled, read_text
from train.evaluate.file_scores import FileScores, Grammars, source_of
from train.progress import progress

if TYPE_CHECKING:
    from polyglint.model.interpreter import Interpreter

MAX_WINDOWS = 24  # read of one file; publish writes it into the hook's config
FILES_PER_LANGUAGE = 120  # spread over projects


def chosen_files(table: Path, split: str) -> list[tuple[str, str, str]]:
    """Path, language and project of a split's files, `spread`."""
    wrong = mislabelled()
    rows = read_table(table)
    return spread(
        (row["path"], row["language"], row["project"])
        for row in rows
        if row["split"] == split and row["path"] not in wrong
    )


def spread(files: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Path, language and project of at most so many files a language, in turn from each project."""
    by_language: defaultdict[str, defaultdict[str, list[str]]]
    by_language = defaultdict(lambda: defaultdict(list))
    for path, language, project in files:
        by_language[language][project].append(path)
    chosen = []
    for language, projects in sorted(by_language.items()):
        ranked = sorted(
            (place, project, path)
            for project, paths in projects.items()
            for place, path in enumerate(sorted(paths))
        )
        chosen += [(path, language, project) for _, project, path in ranked[:FILES_PER_LANGUAGE]]
    return chosen


def score_files(
    corpus: Path,
    files: Sequence[tuple[str, str, str]],
    labels: Sequence[str],
    tokenizer: Tokenizer,
    interpreter: Interpreter,
    sequence_length: int,
) -> FileScores:
    """Read files as the hook reads them."""

    def read() -> Iterator[tuple[str, str, npt.NDArray[np.float32], str, str]]:
        for path, language, project in progress(files, "files", len(files), unit="file"):
            text = read_text(corpus / path)
            lines = non_blank_lines(text)
            starts = window_starts(len(lines), MAX_WINDOWS)
            if starts:
                rows = encode_rows(tokenizer, lines, starts, sequence_length)
                scores = interpreter.log_probabilities(*rows)
                yield language, project, scores, source_of(path), text

    languages, projects, scores, sources, texts = zip(*read(), strict=True)
    return FileScores(tuple(labels), languages, projects, scores, sources, Grammars(texts))
