"""Which device trains: a named TPU, else the best there is."""

from __future__ import annotations

import contextlib
import socket
from typing import Any, NamedTuple

import keras

from polyglint.errors import FatalError

CONNECT_SECONDS = 10


class Device(NamedTuple):
    """What was found, and the scope in which the model is built."""

    description: str
    kind: str  # TPU, GPU or CPU
    strategy: Any  # a tf.distribute.Strategy, or None

    def scope(self) -> contextlib.AbstractContextManager[Any]:
        """The context to build and load the model in."""
        return self.strategy.scope() if self.strategy else contextlib.nullcontext()


def _check_reachable(master: str) -> None:
    """Raise OSError in seconds where nothing answers: TensorFlow itself waits for minutes."""
    host, _, port = master.removeprefix("grpc://").rpartition(":")
    if host:  # an attached TPU has no address
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()


def _connect_tpu(name: str | None) -> Device:
    import tensorflow as tf

    resolver = tf.distribute.cluster_resolver.TPUClusterResolver(tpu=name)
    _check_reachable(resolver.master())
    tf.config.experimental_connect_to_cluster(resolver)
    tf.tpu.experimental.initialize_tpu_system(resolver)
    strategy = tf.distribute.TPUStrategy(resolver)
    return Device(f"TPU, {strategy.num_replicas_in_sync} cores", "TPU", strategy)


def find_device(tpu: str | None = None) -> Device:
    """A TPU if one is named or attached, else GPUs, else the CPU.

    Raises:
        FatalError: the named TPU cannot be reached, or the backend is not TensorFlow.
    """
    if keras.backend.backend() != "tensorflow":
        if tpu:
            raise FatalError("--tpu names a TPU for KERAS_BACKEND=tensorflow; unset one of them")
        return Device(f"as {keras.backend.backend()} finds it", "CPU", None)
    import tensorflow as tf

    if tpu or tf.config.list_logical_devices("TPU"):
        try:
            return _connect_tpu(tpu)
        except (OSError, ValueError, RuntimeError, tf.errors.OpError) as error:
            reason = str(error).splitlines()[0]
            raise FatalError(f"TPU {tpu or 'local'}: not reachable ({reason})") from error
    gpus = tf.config.list_logical_devices("GPU")
    if len(gpus) > 1:
        return Device(f"{len(gpus)} GPUs", "GPU", tf.distribute.MirroredStrategy())
    return Device(gpus[0].name if gpus else "CPU", "GPU" if gpus else "CPU", None)


def set_precision(name: str, device: Device) -> str:
    """Set Keras' dtype policy; `auto` is bfloat16 on a TPU and float32 elsewhere."""
    policy = name
    if name == "auto":
        policy = "mixed_bfloat16" if device.kind == "TPU" else "float32"
    keras.config.set_dtype_policy(policy)
    return policy
