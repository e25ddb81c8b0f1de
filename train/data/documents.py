"""The files of a corpus directory, their labels and their text."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from polyglint.errors import FatalError
from polyglint.sources.decode import SIZE_LIMIT, decode
from train.corpus.manifest import read_table
from train.model.settings import TrainingSettings

MISLABELLED = Path(__file__).parents[1] / "mislabelled.tsv"


class Document(NamedTuple):
    """One file of the corpus."""

    path: str  # below the corpus directory
    language: str
    project: str


def mislabelled() -> frozenset[str]:
    """Corpus paths whose label is wrong, as reading them showed."""
    with MISLABELLED.open(encoding="utf-8", newline="") as stream:
        return frozenset(row["path"] for row in csv.DictReader(stream, delimiter="\t"))


def read_corpus(directory: Path) -> list[Document]:
    """The files that ``manifest.tsv`` of a corpus directory lists, less those mislabelled.

    Raises:
        FatalError: there is no such file.
    """
    manifest = directory / "manifest.tsv"
    if not manifest.is_file():
        raise FatalError(f"{manifest}: not found; make a corpus with `python -m train corpus`")
    wrong = mislabelled()
    with manifest.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t")
        return [
            Document(row["path"], row["language"], row["project"])
            for row in rows
            if row["path"] not in wrong
        ]


def files_of_split(table: Path, split: str) -> list[Document]:
    """The files of one split of a data set's ``files.tsv``, less those mislabelled."""
    wrong = mislabelled()
    return [
        Document(row["path"], row["language"], row["project"])
        for row in read_table(table)
        if row["split"] == split and row["path"] not in wrong
    ]


def count_projects(documents: Iterable[Document]) -> dict[str, int]:
    """Language -> number of projects that have files of it."""
    projects: defaultdict[str, set[str]] = defaultdict(set)
    for document in documents:
        projects[document.language].add(document.project)
    return {language: len(names) for language, names in sorted(projects.items())}


def choose_languages(projects: Mapping[str, int], settings: TrainingSettings) -> list[str]:
    """The languages of the preset, or all with enough projects, sorted.

    Raises:
        FatalError: the corpus lacks one of the preset's, or they are fewer than two, or fewer
            than two have enough.
    """
    if settings.languages is not None:
        missing = sorted(set(settings.languages) - set(projects))
        if missing:
            raise FatalError(f"the corpus has no files of {', '.join(missing)}")
        named = sorted(set(settings.languages))
        if len(named) < 2:
            raise FatalError(f"{', '.join(named)}: a model tells two languages apart, or more")
        return named
    chosen = sorted(name for name, count in projects.items() if count >= settings.min_projects)
    if len(chosen) < 2:
        raise FatalError(f"fewer than two languages have {settings.min_projects} projects")
    return chosen


def read_text(path: Path) -> str:
    """Text of a corpus file, decoded as the hook decodes it; empty where the hook reads none."""
    text = decode(path.read_bytes()[:SIZE_LIMIT])
    return text if isinstance(text, str) else ""
