"""The branch of a run that knows whole files by all of their n-grams, beside the network."""

from __future__ import annotations

import json
from pathlib import Path

import keras
from keras import layers, ops

from train.model.layers import NgramBag
from train.model.network import NGRAM_KINDS
from train.model.settings import MAX_WINDOWS

BRANCH, REPORT = "file.keras", "file.json"  # in a run directory
FILE_NGRAMS = "ngram_ids"  # the input


def build_file_branch(buckets: int, dim: int, languages: int, dropout: float) -> keras.Model:
    """The classifier of whole files, by the n-grams that all of their windows have together.

    A linear model of which n-grams are there, through `dim` numbers each: the text classifier of
    fastText (Joulin et al., 2017), with each n-gram once and a norm.

    Input: ``ngram_ids`` int32 (batch, n-grams), of `polyglint.model.windows.distinct_ngrams`.
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


def file_buckets(run: Path) -> int:
    """Rows of a run's file branch; 0 where it has none."""
    path = run / REPORT
    return int(json.loads(path.read_text("utf-8"))["buckets"]) if path.is_file() else 0


def float_file_branch(run: Path) -> keras.Model | None:
    """The trained file branch of a run; None where it has none."""
    path = run / BRANCH
    return keras.saving.load_model(path) if path.is_file() else None
