"""Devices that TensorFlow finds, and the strategy that makes them work together."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import keras
import tensorflow as tf

from polyglint.errors import FatalError
from train.fit.device import Device

if TYPE_CHECKING:
    from train.fit.device import HostGroup

CONNECT_SECONDS = 10
BFLOAT16_COMPUTE_CAPABILITY = (8, 0)  # Ampere, CUDA C++ programming guide


def _check_reachable(master: str) -> None:
    """Raise OSError in seconds where nothing answers: TensorFlow itself waits for minutes."""
    host, _, port = master.removeprefix("grpc://").rpartition(":")
    if host:  # an attached TPU has no address
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()


def _connect_tpu(name: str | None) -> Device:
    resolver = tf.distribute.cluster_resolver.TPUClusterResolver(tpu=name)
    _check_reachable(resolver.master())
    tf.config.experimental_connect_to_cluster(resolver)
    tf.tpu.experimental.initialize_tpu_system(resolver)
    strategy = tf.distribute.TPUStrategy(resolver)
    cores = strategy.num_replicas_in_sync
    return Device(f"TPU, {cores} cores", "TPU", strategy, cores, bfloat16=True)


def _has_bfloat16(gpus: list[Any]) -> bool:
    """Whether all GPUs have matrix units for it."""
    physical = tf.config.list_physical_devices("GPU")[: len(gpus)]
    details = [tf.config.experimental.get_device_details(gpu) for gpu in physical]
    found = [detail.get("compute_capability", (0, 0)) for detail in details]
    return bool(found) and min(found) >= BFLOAT16_COMPUTE_CAPABILITY


def _join(cluster: HostGroup) -> Device:
    """One worker of many, each with all its GPUs or its processor."""
    if cluster.addresses:
        task = {"type": "worker", "index": cluster.host}
        config = {"cluster": {"worker": list(cluster.addresses)}, "task": task}
        os.environ["TF_CONFIG"] = json.dumps(config)
    elif "TF_CONFIG" not in os.environ:
        raise FatalError("--hosts auto: TensorFlow finds them in TF_CONFIG, which is not set")
    config = json.loads(os.environ["TF_CONFIG"])
    try:
        strategy = tf.distribute.MultiWorkerMirroredStrategy()
    except (ValueError, RuntimeError, tf.errors.OpError) as error:
        raise FatalError(f"hosts: {str(error).splitlines()[0]}") from error
    gpus = tf.config.list_logical_devices("GPU")
    kind, count = "GPU" if gpus else "CPU", strategy.num_replicas_in_sync
    hosts = len(config["cluster"]["worker"])
    return Device(
        f"{count} {kind}s of {hosts} hosts",
        kind,
        strategy,
        count,
        hosts,
        config["task"]["index"],
        _has_bfloat16(gpus),
    )


def find_device(tpu: str | None, cluster: HostGroup | None) -> Device:
    """As `train.fit.devices.find_device`, with TensorFlow."""
    if cluster is not None and tpu is None:
        return _join(cluster)
    if tpu or tf.config.list_logical_devices("TPU"):
        try:
            return _connect_tpu(tpu)
        except (OSError, ValueError, RuntimeError, tf.errors.OpError) as error:
            reason = str(error).splitlines()[0]
            raise FatalError(f"TPU {tpu or 'local'}: not reachable ({reason})") from error
    gpus = tf.config.list_logical_devices("GPU")
    if len(gpus) > 1:
        together = tf.distribute.MirroredStrategy()
        words = f"{len(gpus)} GPUs"
        return Device(words, "GPU", together, len(gpus), bfloat16=_has_bfloat16(gpus))
    if gpus:
        return Device(gpus[0].name, "GPU", None, bfloat16=_has_bfloat16(gpus))
    cpus = tf.config.list_logical_devices("CPU")
    if len(cpus) > 1:  # a processor that was divided, to try how several devices do
        names = [cpu.name for cpu in cpus]
        return Device(f"{len(cpus)} CPUs", "CPU", tf.distribute.MirroredStrategy(names), len(cpus))
    return Device("CPU", "CPU", None)


def agree(strategy: Any, number: int) -> bool:
    """As `train.fit.devices.agree`: whether the sum is what it would be."""
    own = strategy.run(lambda: tf.constant(number, tf.int64))
    total = strategy.reduce(tf.distribute.ReduceOp.SUM, own, axis=None)
    return bool(int(total) == number * strategy.num_replicas_in_sync)


def prepare(model: keras.Model, batch: Any) -> None:
    """Go round two faults of Keras 3 with several hosts.

    It builds optimizer and metrics from the mean of all replicas' first batches, but a reduction
    over hosts takes no dictionaries: here they are built from the shapes of `batch`. And it
    reduces the figures of a step along their first axis, but they are scalars: here they get one.
    """
    model._maybe_symbolic_build = lambda **_: model._symbolic_build(data_batch=batch)
    for name in ("train_step", "test_step"):
        setattr(model, name, _with_axis(getattr(model, name)))


def _with_axis(step: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    def with_axis(data: Any) -> dict[str, Any]:
        return {name: tf.expand_dims(value, 0) for name, value in step(data).items()}

    return with_axis
