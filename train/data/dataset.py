"""Source files to windows of token ids: `x.npy`, `y.npy`, `m.npy` and the tables beside them.

A data set directory holds, one row a window and in the same order:

- ``x.npy`` uint16 (windows, sequence_length), token ids;
- ``m.npy`` bool (windows, 1 + sequence_length), the padding mask, class token first;
- ``y.npy`` uint8 (windows,), index into ``languages.tsv``;
- ``split.npy`` uint8 (0 train, 1 validation, 2 test), ``file.npy`` int32, index into ``files.tsv``
  (path, language, project, split of every file that gave windows);
- ``projects.tsv``, the split of these projects and of all that the weights to start from knew;

or, with ``--shards``, an ``index.json`` of directories that hold them (`train.data.shards`);
and ``vocabulary.txt`` (lexical tokenizer), ``languages.tsv``, ``dataset.json`` (settings, counts).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from polyglint.model.tokenizer import (
    CharacterTokenizer,
    LexicalTokenizer,
    Tokenizer,
    special_tokens,
)
from train.arguments import not_negative
from train.corpus.manifest import write_table
from train.data.candidates import candidate_starts
from train.data.documents import Document, choose_languages, count_projects, read_corpus, read_text
from train.data.earlier import earlier_projects
from train.data.shards import ShardPart, encode, shard_name, write_arrays, write_index, write_shard
from train.data.split import PROJECTS, SPLITS, TRAIN, splits_to_keep
from train.data.tasks import WindowTask, check_splits, kept_splits, plan_tasks
from train.data.vocabulary import build_vocabulary, texts_of
from train.engine import Engine, add_engine, opened, parts, shared
from train.model.settings import PRESETS, TrainingSettings, override, preset
from train.model.weights import ARCHITECTURE, Weights, load_weights
from train.progress import progress

VOCABULARY_FILES_PER_PROJECT = 40


def _candidates(task: tuple[Path, Document]) -> npt.NDArray[np.int32]:
    corpus, document = task
    return candidate_starts(read_text(corpus / document.path), document.language)


def _texts(path: Path) -> frozenset[str]:
    return texts_of(read_text(path))


def learn_vocabulary(
    corpus: Path, tasks: Iterable[WindowTask], size: int, engine: Engine
) -> list[str]:
    """Vocabulary of the files that have training windows."""
    taken: defaultdict[tuple[str, str], int] = defaultdict(int)
    documents: list[Document] = []
    for task in tasks:
        key = (task.document.language, task.document.project)
        if TRAIN in task.splits and taken[key] < VOCABULARY_FILES_PER_PROJECT:
            taken[key] += 1
            documents.append(task.document)
    projects: defaultdict[str, int] = defaultdict(int)
    for language, _ in taken:
        projects[language] += 1
    texts = engine.imap(_texts, [corpus / document.path for document in documents], chunksize=32)
    done = progress(texts, "vocabulary", len(documents), unit="file")
    rows = ((d.language, d.project, t) for d, t in zip(documents, done, strict=True))
    return build_vocabulary(rows, projects, size)


def extend_vocabulary(
    corpus: Path, tasks: Iterable[WindowTask], known: Sequence[str], size: int, engine: Engine
) -> list[str]:
    """The words of weights to start from, and the best new ones up to `size` in all.

    The known ones keep their ids.
    """
    new = [] if size <= len(known) else learn_vocabulary(corpus, tasks, 2 * size, engine)
    there = set(known)
    return [*known, *(text for text in new if text not in there)][:size]


def write_rows(
    engine: Engine,
    output: Path,
    tasks: Sequence[WindowTask],
    languages: Sequence[str],
    tokenizer: Tokenizer,
    sequence_length: int,
    shards: int,
) -> None:
    """Encode every task into arrays: in one piece, or in shards that workers write.

    Args:
        shards: how many; 0 for one piece.
    """
    labels = {language: index for index, language in enumerate(languages)}
    if not shards:
        rows = partial(encode, tokenizer=tokenizer, sequence_length=sequence_length)
        encoded = progress(
            engine.imap(rows, tasks, chunksize=16), "windows", len(tasks), unit="file"
        )
        write_arrays(ShardPart(output, tuple(tasks), 0), encoded, labels, sequence_length)
        return
    cuts = parts([len(task.starts) for task in tasks], shards)
    given = [
        ShardPart(output / shard_name(number), tuple(tasks[start:end]), start)
        for number, (start, end) in enumerate(cuts)
    ]
    write = partial(
        write_shard, labels=labels, tokenizer=tokenizer, sequence_length=sequence_length
    )
    counts = list(progress(engine.imap(write, given), "shards", len(given), unit="shard"))
    write_index(output, counts)


def language_rows(
    tasks: Iterable[WindowTask], languages: Iterable[str]
) -> Iterator[tuple[str, int, int, int, int, float]]:
    """Language, training projects, windows of each split, largest share of a training project."""
    projects: defaultdict[str, Counter[str]] = defaultdict(Counter)
    windows: defaultdict[tuple[str, int], int] = defaultdict(int)
    for task in tasks:
        for part in task.splits:
            windows[task.document.language, part] += 1
        if count := task.splits.count(TRAIN):
            projects[task.document.language][task.document.project] += count
    for language in languages:
        train, validation, test = (windows[language, part] for part in range(3))
        largest = max(projects[language].values(), default=0) / max(1, train)
        count = len(projects[language])
        yield language, count, train, validation, test, round(largest, 3)


def unmeasured(rows: Iterable[tuple[str, int, int, int, int, float]]) -> dict[str, list[str]]:
    """Split -> the languages that it holds no window of, where there are any."""
    splits: defaultdict[str, list[str]] = defaultdict(list)
    for language, _, *windows, _ in rows:
        for split, count in zip(SPLITS, windows, strict=True):
            if not count:
                splits[split].append(language)
    return dict(splits)


def corpus_facts(corpus: Path) -> dict[str, Any]:
    """What a corpus is known by: digests, and the packages that it was to have."""
    digest, manifest, failed = (
        corpus / name for name in ("corpus.sha256", "manifest.tsv", "failed.tsv")
    )
    rows = failed.read_text("utf-8").splitlines()[1:] if failed.is_file() else []
    return {
        "corpus_sha256": digest.read_text("utf-8").strip() if digest.is_file() else None,
        "manifest_sha256": hashlib.sha256(manifest.read_bytes()).hexdigest(),
        "failed_packages": [" ".join(row.split("\t")[:3]) for row in rows],
    }


def make_tokenizer(settings: TrainingSettings, vocabulary: Sequence[str]) -> Tokenizer:
    """The tokenizer of a preset."""
    if settings.tokenizer == "character":
        return CharacterTokenizer()
    return LexicalTokenizer(vocabulary)


def parser() -> argparse.ArgumentParser:
    """Arguments of the step."""
    parser = argparse.ArgumentParser("python -m train dataset", description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=shared, required=True, help="output of the corpus step")
    parser.add_argument("--output", type=shared, required=True, help="directory to write")
    parser.add_argument("--preset", choices=PRESETS, default="base")
    parser.add_argument("--split-by", choices=("project", "window"), default="project")
    parser.add_argument(
        "--split-of",
        type=shared,
        metavar="DIR",
        help="an earlier data set, whose projects keep their split; those of weights to start "
        "from do anyway",
    )
    parser.add_argument("--languages", help="comma-separated; default: the preset's")
    parser.add_argument(
        "--vocabulary",
        metavar="FILE|released",
        help="of weights to start from, and their sizes; `--set vocabulary_size=N` adds words "
        "of the corpus; default: learned from the corpus",
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="change a setting"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--shards",
        type=not_negative,
        default=0,
        metavar="N",
        help="write the arrays in so many parts, each by one worker; default: in one piece",
    )
    add_engine(parser)
    return parser


def resolve_settings(
    arguments: argparse.Namespace, weights: Weights | None = None
) -> TrainingSettings:
    """The preset, with the sizes of weights to start from and what the command line says."""
    settings = preset(arguments.preset)
    if weights is not None:
        settings = settings.replace(**{n: getattr(weights.settings, n) for n in ARCHITECTURE})
    if arguments.languages:
        names = tuple(name.strip() for name in arguments.languages.split(","))
        settings = settings.replace(languages=names)
    return override(settings, arguments.set)


def main(argv: Sequence[str]) -> int:
    """Make a data set directory from a corpus directory."""
    arguments = parser().parse_args(argv)
    weights = load_weights(arguments.vocabulary) if arguments.vocabulary else None
    settings = resolve_settings(arguments, weights)
    corpus, output = arguments.corpus, arguments.output
    documents = read_corpus(corpus)
    projects = count_projects(documents)
    languages = choose_languages(projects, settings)
    documents = [document for document in documents if document.language in set(languages)]
    known = weights.projects if weights is not None else {}
    kept = splits_to_keep(arguments.split_of, known)
    earlier = earlier_projects(known, {document.project for document in documents})
    output.mkdir(parents=True, exist_ok=True)
    with opened(arguments.engine, arguments.address) as engine:
        found = engine.imap(_candidates, [(corpus, d) for d in documents], chunksize=64)
        candidates = list(progress(found, "candidates", len(documents), unit="file"))
        tasks = plan_tasks(
            corpus,
            documents,
            candidates,
            settings,
            arguments.split_by,
            arguments.seed,
            kept,
            earlier,
        )
        check_splits(tasks, languages)
        vocabulary: list[str] = []
        if settings.tokenizer == "lexical":
            size = settings.vocabulary_size - 1 - len(special_tokens())
            words = weights.vocabulary if weights is not None else ()
            vocabulary = extend_vocabulary(corpus, tasks, words, size, engine)
        (output / "vocabulary.txt").write_text("".join(f"{t}\n" for t in vocabulary), "utf-8")
        tokenizer = make_tokenizer(settings, vocabulary)
        length, shards = settings.sequence_length, arguments.shards
        write_rows(engine, output, tasks, languages, tokenizer, length, shards)
    rows = list(language_rows(tasks, languages))
    write_table(
        output / "languages.tsv",
        ("language", "training_projects", *SPLITS, "largest_project_share", "earlier_projects"),
        ((*row, earlier.get(row[0], 0)) for row in rows),
    )
    write_table(
        output / "files.tsv",
        ("path", "language", "project", "split"),
        ((*task.document, SPLITS[task.splits[0]]) for task in tasks),
    )
    splits = kept_splits(tasks, arguments.split_by, kept)
    write_table(output / PROJECTS, ("project", "split"), splits)
    parts = Counter(part for task in tasks for part in task.splits)
    description = {
        "settings": settings.to_json(),
        "split_by": arguments.split_by,
        "seed": arguments.seed,
        **corpus_facts(corpus),
        "vocabulary_of": weights.sha256 if weights is not None else None,
        "unmeasured": unmeasured(rows),
        "left_out": {name: n for name, n in projects.items() if name not in languages},
        "windows": {name: parts[number] for number, name in enumerate(SPLITS)},
    }
    (output / "dataset.json").write_text(json.dumps(description, indent=2) + "\n", "utf-8")
    for split, names in description["unmeasured"].items():
        print(f"no {split} windows, so no figures: {', '.join(names)}")
    print(json.dumps(description["windows"]), f"{len(languages)} languages -> {output}")
    return 0
