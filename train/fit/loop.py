"""Train a preset on a data set; a killed run goes on from its last checkpoint.

A run directory holds ``run.json`` (settings, seed, commit, corpus hash, device, versions),
``checkpoint.keras``, ``history.csv``, ``logs/`` (TensorBoard), and at the end ``model.keras``,
``metrics.json`` and ``learning_curve.png``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from polyglint.errors import FatalError
from train.arguments import positive
from train.data.batches import Batch, BatchPlan, DataSet, load_dataset
from train.figures import plot_history
from train.fit.backend import add_backend
from train.fit.device import Device
from train.fit.devices import agree, check_batch, find_device, make_cluster, prepare, set_precision
from train.fit.feed import Feed, StepClock, describe_input, seconds_per_batch
from train.fit.head import teach_new_outputs
from train.fit.run_directory import check_resume, commit_of, read_history, write_whole, writers
from train.fit.step_lines import StepLines
from train.model.network import build_network, compile_network
from train.model.settings import TrainingSettings, override
from train.model.weights import Weights, check_fits, load_weights, start_from

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


def load_or_build(
    checkpoint: Path, plan: BatchPlan, steps: int, weights: Weights | None = None
) -> keras.Model:
    """The model of the last checkpoint, or a new one, with weights to start from if any."""
    if checkpoint.is_file():
        return keras.saving.load_model(checkpoint)
    data, settings = plan.data, plan.settings
    model = build_network(settings, len(data.languages))
    if weights is not None:
        print(start_from(model, weights, data.languages, data.vocabulary), flush=True)
        teach_new_outputs(model, plan, weights.languages)
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
    arguments: argparse.Namespace,
    data: DataSet,
    settings: TrainingSettings,
    policy: str,
    device: Device,
    weights: Weights | None,
) -> dict[str, Any]:
    """All that is needed to know how a model came about."""
    return {
        "settings": settings.to_json(),
        "languages": data.languages,
        "dataset": {key: value for key, value in data.description.items() if key != "settings"},
        "seed": arguments.seed,
        "max_steps": arguments.max_steps,
        "checkpoint_steps": arguments.checkpoint_steps,
        "init": weights.sha256 if weights is not None else None,
        "init_name": arguments.init,
        "commit": commit_of(Path(__file__).parents[1]),
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
        "--output", type=Path, required=True, help="run directory; resumes what it holds"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="change a setting"
    )
    parser.add_argument("--max-steps", type=int, help="stop the schedule after so many batches")
    parser.add_argument(
        "--checkpoint-steps",
        type=positive,
        default=CHECKPOINT_STEPS,
        metavar="N",
        help="steps of a stage, at whose end a checkpoint is kept; fewer where a step takes long",
    )
    parser.add_argument(
        "--init", metavar="FILE|released", help="weights to start from, such as those we release"
    )
    add_backend(parser)
    parser.add_argument("--tpu", metavar="NAME", help="train on this TPU or fail")
    parser.add_argument(
        "--hosts",
        metavar="HOST:PORT,…|auto",
        help="train on these, each of which runs this command; auto: as its cluster says",
    )
    parser.add_argument(
        "--host", type=int, metavar="N", help="which of --hosts this one is, from 0"
    )
    parser.add_argument(
        "--precision", choices=("auto", "float32", "mixed_bfloat16"), default="auto"
    )
    parser.add_argument("--seed", type=int, default=1)
    return parser


def validation_batches(plan: BatchPlan, device: Device) -> list[Batch]:
    """Windows to validate on; of several devices each gets as many, and a remainder is left out."""
    rows = np.random.default_rng(plan.seed).permutation(plan.data.rows(1))[:VALIDATION_WINDOWS]
    size = plan.settings.batch_size
    if device.replicas > 1:
        size = min(size, len(rows) // device.replicas * device.replicas)
        if not size:
            raise FatalError(f"fewer validation windows than devices ({device.replicas})")
        rows = rows[: len(rows) // size * size]
    return list(plan.plain_batches(rows, size))


def train(
    model: keras.Model, plan: BatchPlan, device: Device, stages: int, steps: int, output: Path
) -> dict[str, Any]:
    """Train from the model's own step count to the last stage.

    All hosts do all of it, since what reads a shared variable wants them all; each of them writes
    into a directory of its own.

    Returns:
        Milliseconds to make a batch and to do a step; nothing where all stages were done.

    Raises:
        FatalError: the hosts have done different numbers of stages.
    """
    done = int(keras.ops.convert_to_numpy(model.optimizer.iterations)) // steps
    if not agree(device, done):
        raise FatalError("the hosts' checkpoints differ; give them all the same --output to read")
    if done >= stages:
        return {}
    settings = plan.settings
    feed = Feed(tuple(model.input), settings, device)
    seed_dropout(model, plan.seed, done * steps)
    dataset = feed.dataset(lambda: plan.batches(done * steps), None, settings.batch_size)
    validation = validation_batches(plan, device)
    validated = feed.dataset(lambda: validation, len(validation), feed.common_size(validation))
    prepare(model, device, validation[0])
    per_batch, clock = seconds_per_batch(dataset), StepClock()
    shows_bar = sys.stdout.isatty()
    lines = StepLines(done * steps, stages * steps, settings.batch_size)
    model.fit(
        feed.distributed(dataset),
        initial_epoch=done,
        epochs=stages,
        steps_per_epoch=steps,
        validation_data=feed.distributed(validated),
        validation_steps=len(validation),
        callbacks=[
            keras.callbacks.TerminateOnNaN(),
            clock,
            *writers(output, done),
            *([] if shows_bar or device.host else [lines]),
        ],
        verbose=1 if shows_bar else 2,
    )
    if clock.seconds_per_step is None:
        return {}
    print(describe_input(per_batch, clock.seconds_per_step))
    seconds = {"make_a_batch": per_batch, "step": clock.seconds_per_step}
    return {name: round(1000 * value, 2) for name, value in seconds.items()}


def resolve_settings(data: DataSet, assignments: Sequence[str]) -> TrainingSettings:
    """The settings of the data set with what the command line says otherwise.

    Raises:
        FatalError: it says otherwise what the data set is made with.
    """
    settings = override(data.settings, assignments)
    for name in FIXED_BY_DATASET:
        if getattr(settings, name) != getattr(data.settings, name):
            raise FatalError(f"--set {name}: fixed by the data set; make another one with it")
    return settings


@contextlib.contextmanager
def own_directory(output: Path, device: Device) -> Iterator[Path]:
    """Host 0 writes to the run directory; other hosts write to a temporary one."""
    if not device.host:
        yield output
        return
    with tempfile.TemporaryDirectory() as directory:
        yield Path(directory)


def finish(output: Path, minutes: float, steps: int, times: dict[str, Any]) -> None:
    """Write what is to be known of a run that is done."""
    plot_history(output / "history.csv", output / "learning_curve.png")
    last = read_history(output / "history.csv")[-1]
    metrics: dict[str, Any] = {
        "minutes_this_start": minutes,
        "steps": steps,
        "last_stage": {name: float(value) for name, value in last.items()},
    }
    if times:
        metrics["milliseconds"] = times
    write_whole(output / "metrics.json", json.dumps(metrics, indent=2) + "\n")


def main(argv: Sequence[str]) -> int:
    """Train, or go on with, the run in ``--output``."""
    arguments = parser().parse_args(argv)
    device = find_device(arguments.tpu, make_cluster(arguments.hosts, arguments.host))
    policy = set_precision(arguments.precision, device)
    data = load_dataset(arguments.dataset)
    settings = resolve_settings(data, arguments.set)
    check_batch(settings.batch_size, device)
    weights = load_weights(arguments.init) if arguments.init else None
    if weights is not None:
        check_fits(weights, data.vocabulary, settings)
    print(device.plan(settings.batch_size, policy), flush=True)
    keras.utils.set_random_seed(arguments.seed)
    output = arguments.output
    output.mkdir(parents=True, exist_ok=True)
    description = describe_run(arguments, data, settings, policy, device, weights)
    check_resume(output / "run.json", description)
    if not device.host:
        write_whole(output / "run.json", json.dumps(description, indent=2) + "\n")
        write_whole(output / "vocabulary.txt", "".join(f"{t}\n" for t in data.vocabulary))

    plan = BatchPlan(data, settings, arguments.seed)
    total = max(1, round(settings.epochs * plan.batches_per_pass))
    total = min(total, arguments.max_steps or total)
    stages = max(1, round(total / arguments.checkpoint_steps))
    steps = -(-total // stages)
    checkpoint = output / "checkpoint.keras"
    with device.scope(), own_directory(output, device) as own:
        model = load_or_build(checkpoint, plan, stages * steps, weights)
        print(
            f"{settings.preset}: {model.count_params():,} parameters, "
            f"{len(data.languages)} languages, {stages} stages of {steps} steps",
            flush=True,
        )
        began = time.monotonic()
        times = train(model, plan, device, stages, steps, own)
        model.save(own / "model.keras")
    if not device.host:
        finish(output, round((time.monotonic() - began) / 60, 1), stages * steps, times)
    return 0
