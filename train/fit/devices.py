"""Which devices train together, and how: found with whichever backend Keras runs on."""

from __future__ import annotations

import json
import os
from typing import Any

import keras

from polyglint.errors import FatalError
from train.fit import jax_devices, tensorflow_devices
from train.fit.device import Device, HostGroup


def make_cluster(hosts: str | None, host: int | None) -> HostGroup | None:
    """What `--hosts` and `--host` say; without them what ``TF_CONFIG`` says to TensorFlow.

    Raises:
        FatalError: they contradict each other.
    """
    if hosts is None:
        if host is not None:
            raise FatalError("--host numbers one of --hosts; name them too")
        config = json.loads(os.environ.get("TF_CONFIG", "{}"))
        several = len(config.get("cluster", {}).get("worker", ())) > 1
        return HostGroup(()) if several and keras.backend.backend() == "tensorflow" else None
    if hosts == "auto":
        return HostGroup(())
    addresses = tuple(address.strip() for address in hosts.split(","))
    wrong = [address for address in addresses if not address.rpartition(":")[2].isdigit()]
    if wrong:
        raise FatalError(f"--hosts: {', '.join(wrong)}: not HOST:PORT")
    if host is None or not 0 <= host < len(addresses):
        raise FatalError(f"--host: a number from 0 to {len(addresses) - 1}, this host's place")
    return HostGroup(addresses, host)


def find_device(tpu: str | None = None, cluster: HostGroup | None = None) -> Device:
    """A TPU if one is named or attached, else GPUs, else the CPU; of all hosts of a cluster.

    Raises:
        FatalError: the TPU or another host cannot be reached, or the backend knows no such TPU.
    """
    backend = keras.backend.backend()
    if backend == "tensorflow":
        from train.fit import tensorflow_devices

        return tensorflow_devices.find_device(tpu, cluster)
    if backend != "jax":
        raise FatalError(f"KERAS_BACKEND={backend}: take tensorflow or jax")
    if tpu:
        raise FatalError("--tpu names a TPU for --backend tensorflow; JAX takes those attached")

    return jax_devices.find_device(cluster)


def set_precision(name: str, device: Device) -> str:
    """Set Keras' dtype policy; `auto` is bfloat16 where the device has it, else float32."""
    policy = name
    if name == "auto":
        policy = "mixed_bfloat16" if device.bfloat16 else "float32"
    keras.config.set_dtype_policy(policy)
    return policy


def check_batch(batch_size: int, device: Device) -> None:
    """Every device must get as many windows of a batch as every other.

    Raises:
        FatalError: the batch cannot be shared so.
    """
    if batch_size % device.replicas:
        near = max(1, round(batch_size / device.replicas)) * device.replicas
        hosts = f" on {device.hosts} hosts" if device.hosts > 1 else ""
        raise FatalError(
            f"a batch of {batch_size} cannot be shared by {device.replicas} devices{hosts}; "
            f"--set batch_size={near} can"
        )


def agree(device: Device, number: int) -> bool:
    """Whether all hosts have the same number; each of them must ask."""
    if device.hosts == 1:
        return True
    if keras.backend.backend() == "jax":
        from train.fit import jax_devices

        return jax_devices.agree(number)

    return tensorflow_devices.agree(device.strategy, number)


def prepare(model: keras.Model, device: Device, batch: Any) -> None:
    """Make `fit` work on several hosts of TensorFlow, which Keras by itself does not."""
    if device.hosts > 1 and keras.backend.backend() == "tensorflow":
        from train.fit import tensorflow_devices

        tensorflow_devices.prepare(model, batch)
