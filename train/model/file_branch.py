"""The branch of a run that knows whole files by all of their n-grams, beside the network."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import keras
from keras import layers, ops

from polyglint.errors import FatalError
from train.model.layers import NgramBag
from train.model.network import NGRAM_KINDS
from train.model.settings import MAX_WINDOWS

BRANCH, REPORT = "file.keras", "file.json"  # in a run directory
FILE_NGRAMS = "ngram_ids"  # the input


def build_file_branch(buckets: int, dim: int, languages: int, dropout: float) -> keras.Model:
    """The classifier of whole files, by the n-grams that all of their windows have together.

    A linear model of which n-grams are there, through `dim` numbers each: the text classifier of
    fastText (Joulin et al., 2017), with each n-gram once and a norm.

    Input: ``ngram_ids`` int32 (batch, n-grams), of `polyglint.model.ngrams.distinct_ngrams`.
    Output: float32 logits (batch, languages).
    """
    ngram_ids = keras.Input((None,), dtype="int32", name=FILE_NGRAMS)
    # The mask has a first column, which the bag leaves out, as windows have for the class token.
    is_there = ops.concatenate([ngram_ids[:, :1], ngram_ids], axis=1) > 0
    bag = NgramBag(buckets, dim, name="file")(ops.expand_dims(ngram_ids, -1), is_there)
    bag = layers.LayerNormalization(epsilon=1e-5, name="file_norm")(bag)
    bag = layers.Dropout(dropout)(bag)
    logits = layers.Dense(languages, dtype="float32", name="file_logits")(bag)
    return keras.Model({FILE_NGRAMS: ngram_ids}, logits, name="file")


def most_ngrams(sequence_length: int) -> int:
    """How many n-grams a file may have, which is what the exported branch takes."""
    return MAX_WINDOWS * sequence_length * NGRAM_KINDS


def branch_report(run: Path) -> dict[str, Any]:
    """What `files` wrote of a run's file branch, and its SHA-256; empty where it has none.

    Raises:
        FatalError: half of what `files` writes is missing.
    """
    report, branch = run / REPORT, run / BRANCH
    if report.is_file() != branch.is_file():
        missing = branch if report.is_file() else report
        raise FatalError(f"{missing}: not found beside the rest of the file branch; train it again")
    if not report.is_file():
        return {}
    values: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return {**values, "sha256": hashlib.sha256(branch.read_bytes()).hexdigest()}


def float_file_branch(run: Path, languages: int) -> keras.Model | None:
    """The trained file branch of a run; None where it has none.

    Raises:
        FatalError: it is one of other languages.
    """
    if not branch_report(run):
        return None
    branch = keras.saving.load_model(run / BRANCH)
    if branch.output_shape[-1] != languages:
        raise FatalError(f"{run / BRANCH}: of another number of languages; train it again")
    return branch
