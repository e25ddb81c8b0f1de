"""A device to train on, and the hosts that train together."""

from __future__ import annotations

import contextlib
from typing import Any, NamedTuple

import keras

HOW = {"tensorflow": "TensorFlow", "jax": "JAX"}


class Device(NamedTuple):
    """What was found, and the scope in which the model is built and trained."""

    description: str
    kind: str  # TPU, GPU or CPU
    strategy: Any  # a tf.distribute.Strategy, a keras.distribution.DataParallel, or None
    replicas: int = 1  # devices that share each batch, those of other hosts too
    hosts: int = 1
    host: int = 0  # the number of this one
    bfloat16: bool = False  # whether its matrix units take it

    def scope(self) -> contextlib.AbstractContextManager[Any]:
        """The context to build, load and train the model in."""
        return self.strategy.scope() if self.strategy else contextlib.nullcontext()

    def plan(self, batch_size: int, policy: str) -> str:
        """What will be done, in a sentence."""
        how = f"{HOW[keras.backend.backend()]}, {policy}"
        if self.strategy is not None:
            how += f", {type(self.strategy).__name__}"
        words = f"{self.description} ({how}): batches of {batch_size}"
        if self.replicas > 1:
            words += f", {batch_size // self.replicas} on each of {self.replicas} devices"
        if self.hosts > 1:
            words += f"; this is host {self.host} of {self.hosts}"
        return words


class HostGroup(NamedTuple):
    """Hosts that train together; no addresses where the backend finds them itself."""

    addresses: tuple[str, ...]
    host: int = 0
