"""Batches on their way to the devices: the part of a host, fixed shapes, prefetching.

Rows stay in memory-mapped arrays until their batch is made. Batches are made in a thread beside
the training, a few ahead of it; `seconds_per_batch` says how fast, and `StepClock` how fast they
are used up.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf

from train.data.batches import Batch
from train.fit.device import Device
from train.model.network import INNER_SHAPE
from train.model.settings import TrainingSettings

PREFETCHED = 8
TIMED_BATCHES = 16
INPUT_BOUND = 0.9  # of a step spent on making its batch: the device waits


def pad_batch(batch: Batch, width: int) -> Batch:
    """The batch with its windows filled up to `width` tokens."""
    inputs, labels = batch
    missing = width - inputs["token_ids"].shape[1]
    if not missing:
        return batch
    filled = {
        name: np.pad(rows, ((0, 0), (0, missing), *[(0, 0)] * (rows.ndim - 2)))
        for name, rows in inputs.items()
    }
    return filled, labels


def part_of(batch: Batch, part: int, parts: int) -> Batch:
    """One of so many equal parts of a batch."""
    inputs, labels = batch
    size = len(labels) // parts
    here = slice(part * size, (part + 1) * size)
    return {name: rows[here] for name, rows in inputs.items()}, labels[here]


class Feed(NamedTuple):
    """How batches reach a device."""

    names: tuple[str, ...]  # of the inputs
    settings: TrainingSettings
    device: Device

    @property
    def width(self) -> int | None:
        """Tokens of every window; None where batches differ.

        A TPU compiles each shape anew, for a minute or more: it gets one.
        """
        fixed = not self.settings.length_buckets or self.device.kind == "TPU"
        return self.settings.sequence_length if fixed else None

    def _parts(self) -> tuple[int, range]:
        """Into how many parts a batch is cut, and which of them this host feeds."""
        device = self.device
        if device.hosts == 1:
            return 1, range(1)
        if keras.backend.backend() == "jax":
            return device.hosts, range(device.host, device.host + 1)
        local = device.replicas // device.hosts  # TensorFlow asks once for each device
        return device.replicas, range(device.host * local, (device.host + 1) * local)

    def dataset(
        self,
        batches: Callable[[], Iterable[Batch]],
        count: int | None = None,
        batch_size: int | None = None,
    ) -> tf.data.Dataset:
        """A `tf.data` pipeline of this host's part, which every Keras backend reads.

        Every host makes the whole batch, so that what is in it does not depend on the hosts.

        Args:
            batches: starts an iteration.
            count: batches in one iteration; None where there is no end.
            batch_size: of every batch, on all hosts; None where they differ.
        """
        parts, own = self._parts()

        def fed() -> Iterator[Batch]:
            for batch in batches():
                if self.width is not None:
                    batch = pad_batch(batch, self.width)
                for part in own:
                    yield part_of(batch, part, parts)

        cardinality = tf.data.INFINITE_CARDINALITY if count is None else count * len(own)
        size = None if batch_size is None else batch_size // parts
        dataset = tf.data.Dataset.from_generator(fed, output_signature=self._signature(size))
        dataset = dataset.apply(tf.data.experimental.assert_cardinality(cardinality))
        return dataset.prefetch(PREFETCHED)

    def _signature(self, batch_size: int | None) -> tuple[dict[str, tf.TensorSpec], tf.TensorSpec]:
        width = self.width
        inputs = {
            name: tf.TensorSpec((batch_size, width, *INNER_SHAPE.get(name, ())), tf.int32)
            for name in self.names
        }
        mask_width = None if width is None else 1 + width
        # The model casts it: Keras adds up the replicas' first batch, which bools do not allow.
        inputs["padding_mask"] = tf.TensorSpec((batch_size, mask_width), tf.uint8)
        return inputs, tf.TensorSpec((batch_size,), tf.int32)

    def common_size(self, batches: Sequence[Batch]) -> int | None:
        """The size of all batches; None where they differ."""
        sizes = {len(labels) for _, labels in batches}
        return sizes.pop() if len(sizes) == 1 else None

    def distributed(self, dataset: tf.data.Dataset) -> Any:
        """The data set as `fit` takes it: TensorFlow would deal the parts out once more."""
        if self.device.hosts == 1 or keras.backend.backend() == "jax":
            return dataset
        return self.device.strategy.distribute_datasets_from_function(lambda _: dataset)


def seconds_per_batch(dataset: tf.data.Dataset) -> float:
    """How long a batch takes to make, when nothing else is done."""
    batches = iter(dataset)
    next(batches)  # starts a pass
    began = time.perf_counter()
    for _ in range(TIMED_BATCHES):
        next(batches)
    return (time.perf_counter() - began) / TIMED_BATCHES


class StepClock(keras.callbacks.Callback):
    """Seconds a step of the last stage, without its first quarter, when shapes are compiled."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds_per_step: float | None = None

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._step, self._from = 0, max(1, self.params["steps"] // 4)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self._step += 1
        if self._step == self._from:
            self._began = time.perf_counter()

    def on_test_begin(self, logs: Any = None) -> None:
        """The stage's validation: all its steps are done, also where steps are only queued."""
        if self._step > self._from:
            steps = self._step - self._from
            self.seconds_per_step = (time.perf_counter() - self._began) / steps


def describe_input(per_batch: float, per_step: float) -> str:
    """Whether the device waits for its input, from what was measured."""
    times = f"{1000 * per_batch:.1f} ms a batch, {1000 * per_step:.1f} ms a step"
    if per_batch > INPUT_BOUND * per_step:
        return f"input: {times}: input-bound, the device waits; give the host more or faster cores"
    return f"input: {times}: not input-bound"
