"""Keras model to TFLite: float, weights-only int8 and full int8, each measured.

Writes ``float32.tflite``, ``int8_weights.tflite``, ``int8_full.tflite`` and ``quantize.json``
(bytes, milliseconds a window on one thread, agreement with float on the validation split) into the
run directory, and fails where weights-only int8, which ships, is worse than float (`gate`).
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from polyglint.errors import FatalError
from polyglint.model.config import FILE_SIGNATURE, signature_name
from polyglint.model.interpreter import Interpreter
from train.data.batches import BatchPlan, DataSet, buckets_of, load_dataset_of_run, make_batch
from train.export.file_parity import float_texts, measure_texts
from train.export.gate import REPORT, SHIPPED_FORM, Form, form_of, refusals
from train.model.file_branch import FILE_NGRAMS, branch_report, float_file_branch, most_ngrams
from train.model.network import NGRAM_KINDS, build_network
from train.model.settings import TrainingSettings, description_of_run, settings_of_run
from train.progress import progress, say

BATCH_SIZE = 8
PARITY_WINDOWS = 20_000
REPRESENTATIVE_BATCHES = 100
FORMS = ("float32", SHIPPED_FORM, "int8_full")


def export_lengths(settings: TrainingSettings) -> tuple[int, ...]:
    """Sequence lengths that the exported model has a signature for: half and full."""
    if not settings.length_buckets:
        return (settings.sequence_length,)
    return (settings.sequence_length // 2, settings.sequence_length)


def export_saved_model(
    model: keras.Model,
    settings: TrainingSettings,
    directory: Path,
    file_branch: keras.Model | None = None,
) -> None:
    """SavedModel with one fixed-shape endpoint a length, and one for the file branch, if any.

    A fixed batch, since a free one leaves shape arithmetic in the graph; an archive, since a bare
    concrete function leaves variables that the runtime cannot read.
    """
    archive = keras.export.ExportArchive()
    archive.track(model)
    for length in export_lengths(settings):
        signature = {
            "token_ids": tf.TensorSpec((BATCH_SIZE, length), tf.int32, "token_ids"),
            "padding_mask": tf.TensorSpec((BATCH_SIZE, 1 + length), tf.bool, "padding_mask"),
        }
        if settings.bigram_buckets:
            signature["bigram_ids"] = tf.TensorSpec((BATCH_SIZE, length), tf.int32, "bigram_ids")
        if settings.trigram_buckets:
            signature["trigram_ids"] = tf.TensorSpec((BATCH_SIZE, length), tf.int32, "trigram_ids")
        if settings.wide_buckets:
            shape = (BATCH_SIZE, length, NGRAM_KINDS)
            signature["wide_ids"] = tf.TensorSpec(shape, tf.int32, "wide_ids")

        def score(inputs: dict[str, Any]) -> dict[str, Any]:
            return {"log_probabilities": tf.nn.log_softmax(model(inputs, training=False))}

        archive.add_endpoint(signature_name(length), score, input_signature=[signature])
    if file_branch is not None:
        archive.track(file_branch)
        most = most_ngrams(settings.sequence_length)

        def score_file(inputs: dict[str, Any]) -> dict[str, Any]:
            return {"log_probabilities": tf.nn.log_softmax(file_branch(inputs, training=False))}

        ngrams = {FILE_NGRAMS: tf.TensorSpec((1, most), tf.int32, FILE_NGRAMS)}
        archive.add_endpoint(FILE_SIGNATURE, score_file, input_signature=[ngrams])
    archive.write_out(str(directory), verbose=False)


def convert(directory: Path, form: str, representative: Callable[[], Iterator[Any]]) -> bytes:
    """One TFLite form of a SavedModel."""
    converter = tf.lite.TFLiteConverter.from_saved_model(str(directory))
    if form != "float32":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        # Per-channel dense weights make the converter write FULLY_CONNECTED version 12, which
        # tflite-runtime 2.14, the only runtime of some machines, does not know.
        converter._experimental_disable_per_channel_quantization_for_dense_layers = True
    if form == "int8_full":
        converter.representative_dataset = representative
    return bytes(converter.convert())


def representative_batches(
    data: DataSet, settings: TrainingSettings, seed: int
) -> Callable[[], Iterator[tuple[str, dict[str, Any]]]]:
    """Training windows for the ranges of full int8: pairs of signature and inputs."""
    rows = data.rows(0)
    generator = np.random.default_rng(seed)
    chosen = generator.choice(rows, min(len(rows), REPRESENTATIVE_BATCHES * BATCH_SIZE), False)
    lengths = np.asarray(data.m[np.sort(chosen)].sum(axis=1), np.int32) - 1

    def batches() -> Iterator[tuple[str, dict[str, Any]]]:
        for start in range(0, len(chosen) - BATCH_SIZE + 1, BATCH_SIZE):
            part = np.sort(chosen)[start : start + BATCH_SIZE]
            for length in export_lengths(settings):
                fixed = settings.replace(sequence_length=length, length_buckets=())
                here = np.minimum(lengths[start : start + BATCH_SIZE], length)
                yield signature_name(length), make_batch(data.x[part], here, fixed)

    return batches


def open_interpreter(path: Path, settings: TrainingSettings) -> Interpreter:
    """A converted model of these settings, with the file branch that its run has, if any."""
    return Interpreter(
        path,
        export_lengths(settings),
        buckets_of(settings),
        branch_report(path.parent).get("buckets", 0),
    )


@dataclass(frozen=True)
class Opening:
    """Opens a converted model in whatever process asks."""

    path: Path
    settings: TrainingSettings

    def __call__(self) -> Interpreter:
        return open_interpreter(self.path, self.settings)


def score_rows(
    interpreter: Interpreter, data: DataSet, rows: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float32], float]:
    """Log-probabilities of `rows`, and milliseconds a window."""
    token_ids, padding_mask = data.x[rows], data.m[rows]
    began = time.perf_counter()
    scores = interpreter.log_probabilities(token_ids, padding_mask)
    return scores, 1000 * (time.perf_counter() - began) / len(rows)


def measure(
    name: str,
    path: Path,
    interpreter: Interpreter,
    data: DataSet,
    reference: npt.NDArray[np.float32],
    rows: npt.NDArray[np.int64],
) -> Form:
    """Size, speed, accuracy and agreement with the Keras model of one form."""
    scores, milliseconds = score_rows(interpreter, data, rows)
    return form_of(name, path, milliseconds, scores, reference, data.y[rows])


def reference_scores(
    model: keras.Model, plan: BatchPlan, rows: npt.NDArray[np.int64]
) -> npt.NDArray[np.float32]:
    """Log-probabilities of the Keras model, in the order of `rows`."""
    parts = np.array_split(rows, max(1, len(rows) // 256))
    read = []
    for part in progress(parts, "float windows", len(parts), unit="batch"):
        batch = make_batch(plan.data.x[part], plan.lengths[part], plan.settings)
        read.append(np.asarray(model(batch, training=False)))
    logits = np.concatenate(read)
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), np.float32)


def float_model(path: Path) -> keras.Model:
    """The trained model, computing in float32 whatever precision it was trained in.

    Raises:
        FatalError: there is none.
    """
    if not path.is_file():
        raise FatalError(f"{path}: not found; train it with `python -m train fit`")
    keras.config.set_dtype_policy("float32")
    languages = description_of_run(path.parent)["languages"]
    model = build_network(settings_of_run(path.parent), len(languages))
    model.load_weights(path)
    return model


def parser() -> argparse.ArgumentParser:
    """Arguments of the step."""
    parser = argparse.ArgumentParser("python -m train quantize", description=__doc__.split("\n")[0])
    parser.add_argument("--run", type=Path, required=True, help="run directory of the fit step")
    parser.add_argument("--dataset", type=Path, required=True, help="the data set it trained on")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def main(argv: Sequence[str]) -> int:
    """Convert and measure the model of a run."""
    arguments = parser().parse_args(argv)
    model = float_model(arguments.run / "model.keras")
    settings = settings_of_run(arguments.run)
    data = load_dataset_of_run(arguments.run, arguments.dataset)
    plan = BatchPlan(data, settings, arguments.seed)
    rows = data.rows(1)
    generator = np.random.default_rng(arguments.seed)
    rows = np.sort(generator.choice(rows, min(len(rows), PARITY_WINDOWS), False))
    say(f"reading {len(rows):,} windows of validation projects in float")
    reference = reference_scores(model, plan, rows)
    accuracy = round(float((reference.argmax(axis=1) == data.y[rows]).mean()), 4)
    forms, file_forms = [], []
    branch = float_file_branch(arguments.run, len(data.languages))
    buckets = branch_report(arguments.run).get("buckets", 0)
    texts = branch and float_texts(data, branch, buckets, arguments.seed)
    with tempfile.TemporaryDirectory() as directory:
        export_saved_model(model, settings, Path(directory), branch)
        for name in FORMS:
            say(f"{name}: converting, then reading the same windows")
            path = arguments.run / f"{name}.tflite"
            batches = representative_batches(data, settings, arguments.seed)
            path.write_bytes(convert(Path(directory), name, batches))
            interpreter = open_interpreter(path, settings)
            forms.append(measure(name, path, interpreter, data, reference, rows))
            print(forms[-1], flush=True)
            if texts:
                file_forms.append(measure_texts(name, path, interpreter, texts))
                print("file branch:", file_forms[-1], flush=True)
    report: dict[str, Any] = {
        "keras_accuracy": accuracy,
        "windows": len(rows),
        "batch_size": BATCH_SIZE,
        "lengths": export_lengths(settings),
        "forms": [form._asdict() for form in forms],
    }
    if texts:
        report |= {"file_accuracy": texts.accuracy, "texts": len(texts.labels)}
        report["file_forms"] = [form._asdict() for form in file_forms]
    refused = report["refused"] = refusals(report, SHIPPED_FORM)
    report["file_branch"] = branch_report(arguments.run)
    (arguments.run / REPORT).write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    if refused:
        raise FatalError(f"{arguments.run}: {refused}")
    return 0
