"""What a converted file branch loses: float and converted scores of the same n-grams."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
import numpy.typing as npt

from polyglint.model.interpreter import Interpreter
from polyglint.model.ngrams import distinct_ngrams
from train.data.batches import DataSet
from train.export.gate import Form, form_of
from train.model.file_branch import FILE_NGRAMS, most_ngrams
from train.model.settings import MAX_WINDOWS

MOST_TEXTS = 2_000


class Texts(NamedTuple):
    """Windows of validation projects that stand in for files, and what the float branch reads."""

    token_ids: list[npt.NDArray[np.uint16]]  # (windows, sequence_length) each
    labels: npt.NDArray[np.uint8]
    scores: npt.NDArray[np.float32]  # log-probabilities, (texts, languages)

    @property
    def accuracy(self) -> float:
        return round(float((self.scores.argmax(axis=1) == self.labels).mean()), 4)


def float_texts(data: DataSet, branch: keras.Model, buckets: int, seed: int) -> Texts:
    """Windows of one language side by side, as many as a file is read with, scored in float."""
    rows = data.rows(1)
    labels = data.y[rows]
    groups: list[npt.NDArray[np.int64]] = []
    for label in np.unique(labels):
        own = rows[labels == label]
        groups += np.split(own, range(MAX_WINDOWS, len(own), MAX_WINDOWS))
    generator = np.random.default_rng(seed)
    chosen = np.sort(generator.choice(len(groups), min(len(groups), MOST_TEXTS), replace=False))
    token_ids = [np.asarray(data.x[groups[index]]) for index in chosen]
    limit = most_ngrams(data.settings.sequence_length)
    logits = [
        branch({FILE_NGRAMS: distinct_ngrams(ids, buckets, limit)[None]}, training=False)[0]
        for ids in token_ids
    ]
    scores = np.asarray(keras.ops.log_softmax(keras.ops.stack(logits)), np.float32)
    return Texts(token_ids, np.array([data.y[groups[index][0]] for index in chosen]), scores)


def measure_texts(name: str, path: Path, interpreter: Interpreter, texts: Texts) -> Form:
    """Accuracy of a converted file branch, and its agreement with float; a text for each window."""
    began = time.perf_counter()
    found = [scores for ids in texts.token_ids if (scores := interpreter.of_file(ids)) is not None]
    milliseconds = 1000 * (time.perf_counter() - began) / len(found)
    return form_of(name, path, milliseconds, np.stack(found), texts.scores, texts.labels)
