"""Files of projects that were held out, and what the model reads in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.checker.syntax import Syntax, has_grammar, syntax
from polyglint.linguist.claim import NOTHING, claimed
from polyglint.linguist.dialects import model_language
from polyglint.model.tokenizer import Tokenizer
from polyglint.model.window_rows import rows_of
from polyglint.model.windows import cut_text
from polyglint.results import NotJudged
from train.data.documents import files_of_split, read_text
from train.evaluate.file_scores import EXCERPTS, FileScores, Grammars, source_of
from train.model.settings import MAX_WINDOWS
from train.progress import progress

if TYPE_CHECKING:
    from polyglint.model.interpreter import Interpreter
    from train.engine import Engine

FILES_PER_LANGUAGE = 120  # spread over projects
TEXTS_PER_GRAMMAR = 40  # of training projects
CHUNK = 128  # files that a process is given at once, with the vocabulary


def chosen_files(table: Path, split: str) -> list[tuple[str, str, str]]:
    """Path, language and project of a split's files, `spread`."""
    return spread(files_of_split(table, split))


def training_texts(table: Path, corpus: Path, languages: Iterable[str]) -> dict[str, list[str]]:
    """Some texts of training projects, in turn from each, of the languages that have a grammar."""
    wanted = {language for language in languages if has_grammar(language)}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path, language, _ in chosen_files(table, "train"):
        if language in wanted and len(found[language]) < TEXTS_PER_GRAMMAR:
            found[language].append(read_text(corpus / path))
    return dict(found)


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


class _Read(NamedTuple):
    """A file with windows, and what the model and two grammars make of it."""

    path: str
    language: str
    project: str
    scores: npt.NDArray[np.float32]  # (windows, languages)
    source: str
    text: str
    answers: dict[str, Syntax | None]  # of the grammars that the fits ask most, by language
    of_file: npt.NDArray[np.float32] | None  # as in `FileScores`, as the next
    held: tuple[str, ...]


class FileReader(NamedTuple):
    """Reads files as the hook reads them, in any process.

    The model is opened once in each process, by a function that is equal where its answers are.
    """

    corpus: Path
    labels: tuple[str, ...]
    tokenizer: Tokenizer
    opening: Callable[[], Interpreter]
    sequence_length: int

    def read(self, file: tuple[str, str, str]) -> _Read | None:
        """Path, language and project of a file to what is made of it; None without windows."""
        path, language, project = file
        text = read_text(self.corpus / path)
        cut = cut_text(text, MAX_WINDOWS)
        if not cut.starts:
            return None
        rows = rows_of(cut, self.tokenizer, self.sequence_length)
        model = _opened(self.opening)
        scores = model.log_probabilities(*rows)
        parts = [rows.token_ids, *(rows.token_ids[: 1 + n] for n in range(EXCERPTS))]
        of_parts = [found for found in map(model.of_file, parts) if found is not None]
        of_file = np.stack(of_parts) if of_parts else None
        best = self.labels[int(scores.mean(axis=0).argmax())]
        answers = {name: syntax(text, name) for name in {language, best}}
        source = source_of(path)
        held = held_to(path, text, language)
        return _Read(path, language, project, scores, source, text, answers, of_file, held)


def held_to(path: str, text: str, language: str) -> tuple[str, ...]:
    """What the hook holds a file to by its own name: its language, and what may stand in its place.

    Nothing by the name of a template for some engine. Where a package puts a file, among those of
    others or where a program writes, plays no part.

    Args:
        path: inside the corpus.
    """
    found = claimed(path.split("/", 2)[2].replace("__", "/"), text, {})
    if isinstance(found, NotJudged):
        return (language,) if found == NOTHING else ()
    return found.allowed if language in map(model_language, found.allowed) else (language,)


@cache
def _opened(opening: Callable[[], Interpreter]) -> Interpreter:
    return opening()


def score_files(
    files: Sequence[tuple[str, str, str]], reader: FileReader, engine: Engine | None = None
) -> FileScores:
    """Read files as the hook reads them.

    Args:
        files: path, language and project of each.
        engine: whose processes read them; without one, this process does.
    """
    answers = engine.imap(reader.read, files, CHUNK) if engine else map(reader.read, files)
    done = progress(answers, "files", len(files), unit="file")
    read = [found for found in done if found is not None]
    columns = zip(*read, strict=True)
    paths, languages, projects, scores, sources, texts, answered, _, held = columns
    grammars = Grammars(texts, answered)
    of_files = tuple(found.of_file for found in read if found.of_file is not None)
    known = reader.labels, languages, projects
    return FileScores(*known, scores, sources, grammars, paths, of_files, held)
