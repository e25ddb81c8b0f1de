"""Train a preset on a data set; a killed run goes on from its last checkpoint.

A run folder holds ``run.json`` (settings, seed, commit, corpus hash, device, versions),
``checkpoint.keras``, ``history.csv``, ``logs/`` (TensorBoard), and at the end ``model.keras``,
``metrics.json`` and ``learning_curve.png``.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from polyglint.errors import FatalError
from train.batches import Batch, BatchPlan, DataSet, load_dataset
from train.devices import Device, find_device, set_precision
from train.figures import plot_history
from train.network import build_network, compile_network
from train.settings import Settings, override

VALIDATION_WINDOWS = 8192
CHECKPOINT_STEPS = 500
# What the rows of a data set were made with; another value would not fit them.
FIXED_BY_DATASET = (
    "tokenizer",
    "vocabulary_size",
    "sequence_length",
    "languages",
    "min_projects",
    "windows_per_language",
    "held_out_windows_per_language",
)


class SaveCheckpoint(keras.callbacks.Callback):
    """Write the model with its optimizer after each stage, whole or not at all."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if not np.isfinite((logs or {})["loss"]):
            raise FatalError("the loss is no longer a number; lower learning_rate and start again")
        unfinished = self.path.with_name(f"unfinished-{self.path.name}")
        self.model.save(unfinished)
        unfinished.replace(self.path)


def commit_of(folder: Path) -> str | None:
    """The commit of the clone that trains, with ``+`` where files differ from it."""
    try:
        run = ["git", "-C", str(folder), "describe", "--always", "--abbrev=12", "--dirty=+"]
        return subprocess.run(run, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def as_dataset(
    batches: Callable[[], Iterator[Batch]],
    settings: Settings,
    count: int | None = None,
    batch_size: int | None = None,
) -> tf.data.Dataset:
    """A `tf.data` pipeline, which every Keras backend reads, with prefetching.

    Args:
        batches: starts an iteration.
        settings: say which inputs there are, and whether their width is fixed.
        count: batches in one iteration; None where there is no end.
        batch_size: of every batch; None where they differ.
    """
    width = None if settings.length_buckets else settings.sequence_length
    mask_width = None if width is None else 1 + width
    signature = {
        "token_ids": tf.TensorSpec((batch_size, width), tf.int32),
        # The model casts it: Keras adds up the replicas' first batch, which bools do not allow.
        "padding_mask": tf.TensorSpec((batch_size, mask_width), tf.uint8),
    }
    if settings.bigram_buckets:
        signature["bigram_ids"] = tf.TensorSpec((batch_size, width), tf.int32)
    specs = (signature, tf.TensorSpec((batch_size,), tf.int32))
    dataset = tf.data.Dataset.from_generator(batches, output_signature=specs)
    cardinality = tf.data.INFINITE_CARDINALITY if count is None else count
    return dataset.apply(tf.data.experimental.assert_cardinality(cardinality)).prefetch(8)


def load_or_build(
    checkpoint: Path, settings: Settings, languages: int, steps: int, device: Device
) -> keras.Model:
    """The model of the last checkpoint, or a new one."""
    with device.scope():
        if checkpoint.is_file():
            return keras.saving.load_model(checkpoint)
        model = build_network(settings, languages)
        compile_network(model, settings, steps)
        return model


def seed_dropout(model: keras.Model, seed: int, step: int) -> None:
    """Make dropout, as batches are, a function of seed and step.

    Checkpoints do not keep the state of Keras' generators: their seed and their count of calls.
    """
    dropouts = [layer for layer in model.layers if isinstance(layer, keras.layers.Dropout)]
    for index, layer in enumerate(dropouts):
        own = np.random.default_rng((seed, 3, index)).integers(2**31)
        if layer.rate:
            layer.seed_generator.state.assign([own, step])


def describe_run(
    arguments: argparse.Namespace, data: DataSet, settings: Settings, policy: str, device: Device
) -> dict[str, Any]:
    """All that is needed to know how a model came about."""
    return {
        "settings": settings.to_json(),
        "languages": data.languages,
        "dataset": {key: value for key, value in data.description.items() if key != "settings"},
        "seed": arguments.seed,
        "max_steps": arguments.max_steps,
        "commit": commit_of(Path(__file__).parent),
        "device": device.description,
        "precision": policy,
        "versions": {
            "keras": keras.__version__,
            "backend": keras.backend.backend(),
            "tensorflow": tf.__version__,
            "numpy": np.__version__,
        },
    }


def parser() -> argparse.ArgumentParser:
    """Arguments of the step."""
    parser = argparse.ArgumentParser("python -m train fit", description=__doc__.split("\n")[0])
    parser.add_argument("--dataset", type=Path, required=True, help="output of the dataset step")
    parser.add_argument(
        "--output", type=Path, required=True, help="run folder; resumes what it holds"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="change a setting"
    )
    parser.add_argument("--max-steps", type=int, help="stop the schedule after so many batches")
    parser.add_argument("--tpu", metavar="NAME", help="train on this TPU or fail")
    parser.add_argument(
        "--precision", choices=("auto", "float32", "mixed_bfloat16"), default="auto"
    )
    parser.add_argument("--seed", type=int, default=1)
    return parser


def check_resume(path: Path, description: dict[str, Any]) -> None:
    """A run goes on only with the settings it began with.

    Raises:
        FatalError: the folder holds a run of other settings.
    """
    if not path.is_file():
        return
    before = json.loads(path.read_text("utf-8"))
    now = json.loads(json.dumps(description))
    for key in ("settings", "dataset", "seed", "precision", "max_steps"):
        if before.get(key) != now[key]:
            raise FatalError(f"{path.parent} holds a run with another {key}; name another --output")


def read_history(path: Path) -> list[dict[str, str]]:
    """The rows of ``history.csv``, one a stage; none where there is no such file yet."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def trim_history(path: Path, stages: int) -> None:
    """Forget stages after so many: a run killed between row and checkpoint does them again."""
    rows = [row for row in read_history(path) if int(row["epoch"]) < stages]
    if rows:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def train(
    model: keras.Model, plan: BatchPlan, settings: Settings, stages: int, steps: int, output: Path
) -> None:
    """Train from the model's own step count to the last stage."""
    done = int(keras.ops.convert_to_numpy(model.optimizer.iterations)) // steps
    if done >= stages:
        return
    generator = np.random.default_rng(plan.seed)
    rows = plan.data.rows(1)
    rows = generator.permutation(rows)[:VALIDATION_WINDOWS]
    validation = list(plan.plain_batches(rows, settings.batch_size))
    seed_dropout(model, plan.seed, done * steps)
    trim_history(output / "history.csv", done)
    model.fit(
        as_dataset(lambda: plan.batches(done * steps), settings, None, settings.batch_size),
        initial_epoch=done,
        epochs=stages,
        steps_per_epoch=steps,
        validation_data=as_dataset(lambda: iter(validation), settings, len(validation)),
        callbacks=[
            keras.callbacks.TerminateOnNaN(),
            keras.callbacks.CSVLogger(output / "history.csv", append=done > 0),
            keras.callbacks.TensorBoard(output / "logs", write_graph=False),
            SaveCheckpoint(output / "checkpoint.keras"),
        ],
        verbose=1 if sys.stdout.isatty() else 2,
    )


def resolve_settings(data: DataSet, assignments: Sequence[str]) -> Settings:
    """The settings of the data set with what the command line says otherwise.

    Raises:
        FatalError: it says otherwise what the data set is made with.
    """
    settings = override(data.settings, assignments)
    for name in FIXED_BY_DATASET:
        if getattr(settings, name) != getattr(data.settings, name):
            raise FatalError(f"--set {name}: fixed by the data set; make another one with it")
    return settings


def main(argv: Sequence[str]) -> int:
    """Train, or go on with, the run in ``--output``."""
    arguments = parser().parse_args(argv)
    device = find_device(arguments.tpu)
    policy = set_precision(arguments.precision, device)
    data = load_dataset(arguments.dataset)
    settings = resolve_settings(data, arguments.set)
    keras.utils.set_random_seed(arguments.seed)
    output = arguments.output
    output.mkdir(parents=True, exist_ok=True)
    description = describe_run(arguments, data, settings, policy, device)
    check_resume(output / "run.json", description)
    (output / "run.json").write_text(json.dumps(description, indent=2) + "\n", "utf-8")
    (output / "vocabulary.txt").write_text("".join(f"{t}\n" for t in data.vocabulary), "utf-8")

    plan = BatchPlan(data, settings, arguments.seed)
    total = max(1, round(settings.epochs * plan.batches_per_pass))
    total = min(total, arguments.max_steps or total)
    stages = max(1, round(total / CHECKPOINT_STEPS))
    steps = -(-total // stages)
    checkpoint = output / "checkpoint.keras"
    model = load_or_build(checkpoint, settings, len(data.languages), stages * steps, device)
    print(
        f"{settings.preset}: {model.count_params():,} parameters, {len(data.languages)} languages, "
        f"{stages} stages of {steps} steps of {settings.batch_size} windows on {device.description}"
    )
    began = time.monotonic()
    train(model, plan, settings, stages, steps, output)
    model.save(output / "model.keras")
    plot_history(output / "history.csv", output / "learning_curve.png")
    last = read_history(output / "history.csv")[-1]
    metrics = {
        "minutes_this_start": round((time.monotonic() - began) / 60, 1),
        "last_stage": {name: float(value) for name, value in last.items()},
    }
    (output / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n", "utf-8")
    return 0
