"""Rows of a data set to batches: order, length buckets, augmentation.

Batch number n of a training is a function of the data set, the settings, the seed and n alone, so
that a training that was killed goes on where it stopped.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.errors import FatalError
from polyglint.model.ngrams import ngram_ids
from polyglint.model.plain_inputs import Buckets
from train.data.augment import MIN_CROPPED_LENGTH, Augmentation
from train.data.shards import read_arrays
from train.model.settings import TrainingSettings, description_of_run, from_json

BATCHES_SORTED_TOGETHER = 64
Batch = tuple[dict[str, npt.NDArray[Any]], npt.NDArray[np.int32]]


class DataSet(NamedTuple):
    """A data set directory, its arrays memory-mapped."""

    settings: TrainingSettings
    languages: tuple[str, ...]
    vocabulary: tuple[str, ...]
    x: npt.NDArray[np.uint16]
    m: npt.NDArray[np.bool_]
    y: npt.NDArray[np.uint8]
    split: npt.NDArray[np.uint8]
    description: dict[str, Any]

    def rows(self, split: int) -> npt.NDArray[np.int64]:
        """Row numbers of a split."""
        return np.flatnonzero(self.split == split)


def load_dataset(directory: Path) -> DataSet:
    """Open a directory that the dataset step wrote.

    Raises:
        FatalError: a file of it is missing.
    """
    try:
        description = json.loads((directory / "dataset.json").read_text("utf-8"))
        with (directory / "languages.tsv").open(encoding="utf-8", newline="") as stream:
            languages = tuple(row["language"] for row in csv.DictReader(stream, delimiter="\t"))
        vocabulary = tuple((directory / "vocabulary.txt").read_text("utf-8").splitlines())
        x, m = (read_arrays(directory, name) for name in ("x", "m"))
        y, split = (np.asarray(read_arrays(directory, name)) for name in ("y", "split"))
    except FileNotFoundError as error:
        raise FatalError(f"{error.filename}: not found; run `python -m train dataset`") from error
    settings = from_json(description["settings"])
    return DataSet(settings, languages, vocabulary, x, m, y, split, description)


def load_dataset_of_run(run: Path, directory: Path) -> DataSet:
    """Open the data set that a run was trained on.

    Raises:
        FatalError: it is another one, or not there; or there is no such run.
    """
    data = load_dataset(directory)
    languages = description_of_run(run)["languages"]
    vocabulary = (run / "vocabulary.txt").read_text("utf-8").splitlines()
    if (languages, vocabulary) != (list(data.languages), list(data.vocabulary)):
        raise FatalError(f"{directory}: not the data set that {run} was trained on")
    return data


def balanced_rows(
    rows: npt.NDArray[np.int64],
    labels: npt.NDArray[np.uint8],
    max_repeats: int,
    generator: np.random.Generator,
) -> npt.NDArray[np.int64]:
    """One pass: every row once, those of smaller languages up to `max_repeats` times, shuffled."""
    of = labels[rows]
    largest = int(np.bincount(of).max())
    parts = []
    for label in np.unique(of):
        own = rows[of == label]
        repeats = min(max_repeats * len(own), largest)
        parts.append(np.concatenate([generator.permutation(own) for _ in range(max_repeats)]))
        parts[-1] = parts[-1][:repeats]
    return generator.permutation(np.concatenate(parts))


class BatchPlan:
    """The batches of a training, by number.

    Args:
        data: the data set.
        settings: batch size, buckets and augmentation.
        seed: fixes order and augmentation.
    """

    def __init__(self, data: DataSet, settings: TrainingSettings, seed: int) -> None:
        self.data, self.settings, self.seed = data, settings, seed
        self.train_rows = data.rows(0)
        self.lengths = np.asarray(data.m.sum(axis=1), np.int32) - 1
        self.batches_per_pass = len(self._pass_rows(0)) // settings.batch_size
        if not self.batches_per_pass:
            raise FatalError(f"fewer training windows than one batch ({settings.batch_size})")
        self.augment = Augmentation(settings, data.vocabulary) if data.vocabulary else None

    def _pass_rows(self, number: int) -> npt.NDArray[np.int64]:
        generator = np.random.default_rng((self.seed, number))
        return balanced_rows(self.train_rows, self.data.y, self.settings.max_repeats, generator)

    def _pass(self, number: int) -> list[npt.NDArray[np.int64]]:
        """Row numbers of each batch of one pass; rows of like length share a batch."""
        size = self.settings.batch_size
        rows = self._pass_rows(number)[: self.batches_per_pass * size]
        if not self.settings.length_buckets:
            return list(rows.reshape(-1, size))
        generator = np.random.default_rng((self.seed, number, 1))
        batches: list[npt.NDArray[np.int64]] = []
        for start in range(0, len(rows), size * BATCHES_SORTED_TOGETHER):
            part = rows[start : start + size * BATCHES_SORTED_TOGETHER]
            part = part[np.argsort(self.lengths[part], kind="stable")]
            batches.extend(generator.permutation(part.reshape(-1, size), axis=0))
        return batches

    def batches(self, start: int) -> Iterator[Batch]:
        """Batches from number `start` on, without end."""
        number, skip = divmod(start, self.batches_per_pass)
        while True:
            for index, rows in enumerate(self._pass(number)[skip:], start=skip):
                seed = (self.seed, number, 2, index)
                yield self.training_batch(rows, np.random.default_rng(seed))
            number, skip = number + 1, 0

    def training_batch(self, rows: npt.NDArray[np.int64], generator: np.random.Generator) -> Batch:
        """One augmented batch."""
        x, lengths = self.data.x[rows], self.lengths[rows]
        if self.augment is not None:
            x, lengths = self.augment(x, lengths, generator)
        if self.settings.crop_share:
            cropped = generator.random(len(rows)) < self.settings.crop_share
            shorter = generator.integers(
                MIN_CROPPED_LENGTH, self.settings.sequence_length, len(rows)
            )
            lengths = np.where(cropped, np.minimum(lengths, shorter), lengths)
        return make_batch(x, lengths, self.settings), self.data.y[rows].astype(np.int32)

    def plain_batches(self, rows: npt.NDArray[np.int64], size: int) -> Iterator[Batch]:
        """`rows` in order of length, as they are; the last batch may be smaller."""
        ordered = rows[np.argsort(self.lengths[rows], kind="stable")]
        for start in range(0, len(ordered), size):
            part = np.sort(ordered[start : start + size])
            inputs = make_batch(self.data.x[part], self.lengths[part], self.settings)
            yield inputs, self.data.y[part].astype(np.int32)


def make_batch(
    x: npt.NDArray[np.uint16], lengths: npt.NDArray[np.int32], settings: TrainingSettings
) -> dict[str, npt.NDArray[Any]]:
    """Inputs of the network, cut to the smallest bucket that holds the longest row."""
    longest = int(lengths.max(initial=1))
    limits = [*settings.length_buckets, settings.sequence_length]
    width = min((limit for limit in limits if limit >= longest), default=settings.sequence_length)
    width = width if settings.length_buckets else settings.sequence_length
    mask = np.arange(-1, width)[None, :] < lengths[:, None]  # class token: -1, always read
    x = np.where(mask[:, 1:], x[:, :width], 0).astype(np.uint16)
    return {
        "token_ids": x.astype(np.int32),
        "padding_mask": mask,
        **ngram_ids(x, buckets_of(settings)),
    }


def buckets_of(settings: TrainingSettings) -> Buckets:
    return Buckets(settings.bigram_buckets, settings.trigram_buckets, settings.wide_buckets)
