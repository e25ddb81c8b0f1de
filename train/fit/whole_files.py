"""Whole files to a branch of a trained run that knows them by all of their n-grams.

Four lines seldom show what a file shows as a whole: that it has one word of C++ somewhere. The
branch is heard beside the merged windows of a file. Writes ``file.keras`` and ``file.json`` into
the run directory; `quantize` makes it a signature of the model.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
import numpy.typing as npt

from polyglint.model.ngrams import distinct_ngrams
from polyglint.model.tokenizer import Tokenizer
from polyglint.model.window_rows import rows_of
from polyglint.model.windows import cut_text
from train.arguments import positive, several
from train.data.batches import load_dataset_of_run
from train.data.dataset import make_tokenizer
from train.data.documents import files_of_split, read_text
from train.engine import LOCAL, opened
from train.fit.run_directory import commit_of, write_whole
from train.model.file_branch import (
    BRANCH,
    FILE_NGRAMS,
    REPORT,
    build_file_branch,
    most_ngrams,
)
from train.model.network import SmoothedCrossentropy
from train.model.settings import MAX_WINDOWS, settings_of_run
from train.progress import progress, say

BUCKETS, DIM = 32_768, 24  # 0.8 MB as int8; five times as much brings 0.1 to 0.3 points of files
DROPOUT, SMOOTHING, LEARNING_RATE = 0.3, 0.05, 5e-3
BATCH_SIZE, STEPS = 128, 3000
SHOWN = 1024  # n-grams of a file in a batch, at most
SHARES = (0.15, 0.8)  # of a file's n-grams that are shown, so that none is relied upon
CHUNK = 128  # files that a process is given at once

Ngrams = npt.NDArray[np.int32]


class NgramReader(NamedTuple):
    """Reads the n-grams of files as the hook does, in any process."""

    corpus: Path
    tokenizer: Tokenizer
    sequence_length: int
    buckets: int

    def read(self, path: str) -> Ngrams:
        """The n-grams of a file of the corpus, ascending; none without windows."""
        cut = cut_text(read_text(self.corpus / path), MAX_WINDOWS)
        if not cut.starts:
            return np.empty(0, np.int32)
        token_ids = rows_of(cut, self.tokenizer, self.sequence_length).token_ids
        found = distinct_ngrams(token_ids, self.buckets, most_ngrams(self.sequence_length))
        return found[found > 0]


class Files(NamedTuple):
    """Files of one split."""

    ngrams: list[Ngrams]
    labels: npt.NDArray[np.int64]


def read_files(table: Path, split: str, languages: Sequence[str], reader: NgramReader) -> Files:
    """The files of a split that have a window."""
    column = {name: index for index, name in enumerate(languages)}
    rows = [(path, column[language]) for path, language, _ in files_of_split(table, split)]
    with opened(LOCAL) as engine:
        found = engine.imap(reader.read, [path for path, _ in rows], CHUNK)
        ngrams = list(progress(found, f"{split} files", len(rows), unit="file"))
    kept = [index for index, of_file in enumerate(ngrams) if len(of_file)]
    labels = np.array([rows[index][1] for index in kept], np.int64)
    return Files([ngrams[index] for index in kept], labels)


def padded(some: Sequence[Ngrams], width: int = 0) -> Ngrams:
    """The n-grams of several files as an array, filled up with 0 to `width` or the longest."""
    rows = np.zeros((len(some), max(width, *map(len, some))), np.int32)
    for row, ngrams in zip(rows, some, strict=True):
        row[: len(ngrams)] = ngrams
    return rows


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """Files drawn so that a language counts by the root of its number, some n-grams of each.

    Every batch is a function of the seed and its number.
    """

    def __init__(self, files: Files, steps: int, seed: int) -> None:
        super().__init__()
        self._files, self._steps, self._seed = files, steps, seed
        counts = Counter(files.labels.tolist())
        weights = np.array([counts[label] ** -0.5 for label in files.labels.tolist()])
        self._weights = weights / weights.sum()

    def __len__(self) -> int:
        return self._steps

    def __getitem__(self, step: int) -> tuple[dict[str, Ngrams], npt.NDArray[np.int64]]:
        generator = np.random.default_rng((self._seed, step))
        chosen = generator.choice(len(self._weights), BATCH_SIZE, p=self._weights)
        some = [self._some(self._files.ngrams[index], generator) for index in chosen]
        # Keras expects every batch to have the shape of the first.
        return {FILE_NGRAMS: padded(some, SHOWN)}, self._files.labels[chosen]

    def _some(self, ngrams: Ngrams, generator: np.random.Generator) -> Ngrams:
        count = min(SHOWN, max(1, round(generator.uniform(*SHARES) * len(ngrams))))
        return generator.choice(ngrams, count, replace=False, shuffle=False)


def accuracy(model: keras.Model, files: Files) -> float:
    """The share of files that the branch alone reads rightly."""
    right = 0
    for start in range(0, len(files.ngrams), BATCH_SIZE):
        part = slice(start, start + BATCH_SIZE)
        logits = model({FILE_NGRAMS: padded(files.ngrams[part])}, training=False)
        right += int((np.asarray(logits).argmax(axis=1) == files.labels[part]).sum())
    return right / max(1, len(files.ngrams))


def parser() -> argparse.ArgumentParser:
    """Arguments of the step."""
    parser = argparse.ArgumentParser("python -m train files", description=__doc__.split("\n")[0])
    parser.add_argument("--run", type=Path, required=True, help="run directory, to write into")
    parser.add_argument("--dataset", type=Path, required=True, help="the data set it trained on")
    parser.add_argument("--corpus", type=Path, required=True, help="the corpus of that data set")
    parser.add_argument("--buckets", type=several, default=BUCKETS, help="rows of its embedding")
    parser.add_argument("--dim", type=positive, default=DIM, help="width of its embedding")
    parser.add_argument("--steps", type=positive, default=STEPS)
    parser.add_argument("--seed", type=int, default=1)
    return parser


def main(argv: Sequence[str]) -> int:
    """Train the file branch of one run."""
    arguments = parser().parse_args(argv)
    run = arguments.run
    settings, data = settings_of_run(run), load_dataset_of_run(run, arguments.dataset)
    tokenizer = make_tokenizer(settings, data.vocabulary)
    reader = NgramReader(arguments.corpus, tokenizer, settings.sequence_length, arguments.buckets)
    table = arguments.dataset / "files.tsv"
    training, validation = (
        read_files(table, split, data.languages, reader) for split in ("train", "validation")
    )
    keras.utils.set_random_seed(arguments.seed)
    model = build_file_branch(arguments.buckets, arguments.dim, len(data.languages), DROPOUT)
    schedule = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, arguments.steps)
    model.compile(
        keras.optimizers.Adam(schedule), SmoothedCrossentropy(SMOOTHING), metrics=["accuracy"]
    )
    say(f"training on {len(training.ngrams):,} files for {arguments.steps:,} steps")
    history = model.fit(Batches(training, arguments.steps, arguments.seed), verbose=2)
    report: dict[str, Any] = {
        "commit": commit_of(Path(__file__).parents[1]),
        "buckets": arguments.buckets,
        "dim": arguments.dim,
        "steps": arguments.steps,
        "seed": arguments.seed,
        "files": len(training.ngrams),
        "accuracy": round(float(history.history["accuracy"][-1]), 4),
        "validation_files": len(validation.ngrams),
        "validation_accuracy": round(accuracy(model, validation), 4),
    }
    unfinished = run / f"unfinished.{BRANCH}"
    model.save(unfinished)
    unfinished.replace(run / BRANCH)
    write_whole(run / REPORT, json.dumps(report, indent=2) + "\n")
    print(json.dumps(report))
    return 0
