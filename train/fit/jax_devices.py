"""Devices that JAX finds, and the distribution that makes them work together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jax
import keras
import numpy as np
import tensorflow as tf
from jax.experimental import multihost_utils

from polyglint.errors import FatalError
from train.fit.device import Device

if TYPE_CHECKING:
    from train.fit.device import HostGroup

BFLOAT16_COMPUTE_CAPABILITY = 8.0  # Ampere, CUDA C++ programming guide


def _join(cluster: HostGroup) -> None:
    try:
        if cluster.addresses:
            jax.distributed.initialize(cluster.addresses[0], len(cluster.addresses), cluster.host)
        else:
            jax.distributed.initialize()
    except (ValueError, RuntimeError) as error:
        raise FatalError(f"--hosts: {str(error).splitlines()[0]}") from error


def find_device(cluster: HostGroup | None) -> Device:
    """As `train.fit.devices.find_device`, with JAX."""
    for kind in ("GPU", "TPU"):  # TensorFlow only feeds, and would take their memory
        tf.config.set_visible_devices([], kind)
    if cluster is not None:
        _join(cluster)
    found = jax.devices()
    kind = found[0].platform.upper()
    capability = float(getattr(found[0], "compute_capability", None) or 0)
    bfloat16 = kind == "TPU" or capability >= BFLOAT16_COMPUTE_CAPABILITY
    hosts = jax.process_count()
    words = kind if kind == "CPU" else f"{kind} ({found[0].device_kind})"
    if len(found) > 1:
        words = f"{len(found)} {kind}s ({found[0].device_kind})"
    words += f" of {hosts} hosts" if hosts > 1 else ""
    together = None
    if len(found) > 1:
        # Each host feeds its own part of a batch; Keras must not cut that part once more.
        together = keras.distribution.DataParallel(auto_shard_dataset=False)
    return Device(words, kind, together, len(found), hosts, jax.process_index(), bfloat16)


def agree(number: int) -> bool:
    """As `train.fit.devices.agree`."""
    numbers = multihost_utils.process_allgather(np.array([number]))
    return bool((numbers == number).all())
