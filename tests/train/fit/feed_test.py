import time

import numpy as np
import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

import keras
import tensorflow as tf

from train.fit import feed
from train.fit.device import Device
from train.fit.feed import Feed, StepClock, describe_input, pad_batch, part_of, seconds_per_batch
from train.model.settings import TINY

NAMES = ("token_ids", "padding_mask", "bigram_ids")
ALONE = Device("CPU", "CPU", None)


def batch(width=16, size=8, first=0):
    ids = np.arange(first, first + size * width, dtype=np.int32).reshape(size, width)
    inputs = {"token_ids": ids, "padding_mask": np.ones((size, 1 + width), bool), "bigram_ids": ids}
    return inputs, np.arange(size, dtype=np.int32)


def fed(device, settings=TINY, width=16, count=2, size=8):
    batches = [batch(width, size, first=1000 * number) for number in range(count)]
    return list(Feed(NAMES, settings, device).dataset(lambda: batches, count, size))


def test_pad_batch():
    inputs, labels = pad_batch(batch(16), 32)
    assert {name: rows.shape for name, rows in inputs.items()} == {
        "token_ids": (8, 32), "padding_mask": (8, 33), "bigram_ids": (8, 32)
    }  # fmt: skip
    assert not inputs["padding_mask"][:, 17:].any()
    assert inputs["padding_mask"].dtype == bool
    assert (labels == np.arange(8)).all()
    same = batch(16)
    assert pad_batch(same, 16) is same


def test_parts_make_up_the_batch():
    inputs, labels = batch()
    parts = [part_of((inputs, labels), part, 4) for part in range(4)]
    assert [len(of) for _, of in parts] == [2, 2, 2, 2]
    assert (np.concatenate([of for _, of in parts]) == labels).all()
    ids = np.concatenate([rows["token_ids"] for rows, _ in parts])
    assert (ids == inputs["token_ids"]).all()


def test_one_host_gets_all_of_it():
    found = fed(ALONE)
    assert [inputs["token_ids"].shape for inputs, _ in found] == [(8, 16)] * 2
    assert (found[1][0]["token_ids"].numpy() == batch(first=1000)[0]["token_ids"]).all()
    assert found[0][0]["padding_mask"].dtype == tf.uint8


@pytest.mark.parametrize(
    ("kind", "buckets", "width"),
    [("CPU", (16, 32), None), ("TPU", (16, 32), 32), ("CPU", (), 32)],
)
def test_shapes(kind, buckets, width):
    settings = TINY.replace(length_buckets=buckets)
    assert Feed(NAMES, settings, Device("", kind, None)).width == width
    (inputs, _), *_ = fed(Device("", kind, None), settings, 16 if buckets else 32)
    assert inputs["token_ids"].shape == (8, width or 16)


@pytest.mark.parametrize(("backend", "replicas"), [("jax", 8), ("tensorflow", 4)])
def test_hosts_share_each_batch(monkeypatch, backend, replicas):
    monkeypatch.setattr(keras.backend, "backend", lambda: backend)
    own = [fed(Device("", "CPU", None, replicas, 2, host)) for host in range(2)]
    labels = [[list(of.numpy()) for _, of in parts] for parts in own]
    if backend == "jax":  # a host's devices take its part among themselves
        assert labels == [[[0, 1, 2, 3]] * 2, [[4, 5, 6, 7]] * 2]
    else:  # a part for each device
        assert labels == [[[0, 1], [2, 3]] * 2, [[4, 5], [6, 7]] * 2]


def test_common_size():
    alone = Feed(NAMES, TINY, ALONE)
    assert alone.common_size([batch(), batch()]) == 8
    assert alone.common_size([batch(), batch(size=5)]) is None


def test_how_long_a_batch_takes(monkeypatch):
    monkeypatch.setattr(feed, "TIMED_BATCHES", 4)

    def slow():
        while True:
            time.sleep(0.02)
            yield batch()

    assert 0.015 < seconds_per_batch(Feed(NAMES, TINY, ALONE).dataset(slow, None, 8)) < 0.5


def test_how_long_a_step_takes(monkeypatch):
    now = iter([100.0, 106.0])
    monkeypatch.setattr(feed.time, "perf_counter", lambda: next(now))
    clock = StepClock()
    clock.set_params({"steps": 8})
    clock.on_epoch_begin(0)
    for step in range(8):
        clock.on_train_batch_end(step)
    clock.on_test_begin()
    assert clock.seconds_per_step == 1.0  # six steps after the first two


def test_a_stage_of_one_step_is_not_timed():
    clock = StepClock()
    clock.set_params({"steps": 1})
    clock.on_epoch_begin(0)
    clock.on_train_batch_end(0)
    clock.on_test_begin()
    assert clock.seconds_per_step is None


@pytest.mark.parametrize(
    ("per_batch", "per_step", "words"),
    [
        (0.002, 0.040, "input: 2.0 ms a batch, 40.0 ms a step: not input-bound"),
        (0.039, 0.040, "input-bound, the device waits"),
        (0.060, 0.040, "input-bound, the device waits"),
    ],
)
def test_what_is_said_of_the_input(per_batch, per_step, words):
    assert words in describe_input(per_batch, per_step)
