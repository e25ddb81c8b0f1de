"""The training step compiled for TPUs that are not there, and what the compiler says of it.

JAX compiles for a topology that it only knows by name, with PyPI's libtpu. That proves that the
step can be compiled, how it is shared among the devices and what memory it takes; nothing runs,
and no time is measured.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import keras
import numpy as np
from jax.experimental import topologies
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from polyglint.errors import FatalError
from train.model.network import INNER_SHAPE, build_network, compile_network
from train.model.settings import TrainingSettings
from train.tpu.flops import compiled_matmul_flops

BATCH = "batch"


class Compiled(NamedTuple):
    """One device's share of a step, as compiled."""

    devices: int
    flops: float  # all arithmetic, by the compiler's count
    matmul_flops: dict[str, int]  # of matrix products, by type
    accessed: float  # bytes read and written, by the compiler's count
    arguments: int  # bytes of weights, optimizer state and batch
    peak: int  # bytes at most, those included
    all_reduces: int


def _devices(topology: str) -> Any:
    try:
        found = topologies.get_topology_desc(platform="tpu", topology_name=topology)
    except (RuntimeError, ValueError, NotImplementedError) as error:
        reason = str(error).splitlines()[0]
        raise FatalError(
            f"--topology {topology}: no compiler for it ({reason}); `pip install -e .[train,jax]`"
        ) from error
    return np.array(found.devices)


def _batch(settings: TrainingSettings, names: tuple[str, ...], place: Any) -> Any:
    """Shapes of a batch, as `train.fit.feed` hands it over."""

    def rows(kind: Any, *shape: int) -> jax.ShapeDtypeStruct:
        return jax.ShapeDtypeStruct((settings.batch_size, *shape), kind, sharding=place)

    inputs = {
        name: rows(np.int32, settings.sequence_length, *INNER_SHAPE.get(name, ())) for name in names
    }
    inputs["padding_mask"] = rows(np.uint8, 1 + settings.sequence_length)
    return inputs, rows(np.int32)


def _state(model: keras.Model, batch: Any, place: Any) -> Any:
    """Shapes of weights, optimizer state and metrics."""
    model._symbolic_build(
        data_batch=jax.tree.map(lambda rows: np.zeros(rows.shape, rows.dtype), batch)
    )
    groups = ("trainable", "non_trainable", "optimizer", "metrics")
    state = model._get_jax_state(**{f"{name}_variables": True for name in groups})
    return jax.tree.map(lambda v: jax.ShapeDtypeStruct(v.shape, v.dtype, sharding=place), state)


def compile_step(settings: TrainingSettings, languages: int, topology: str) -> Compiled:
    """Compile the training step of `fit --backend jax`, in mixed bfloat16, every batch full.

    Raises:
        FatalError: there is no compiler for the topology, or the step does not fit its memory.
    """
    mesh = Mesh(_devices(topology), (BATCH,))
    everywhere, shared = (NamedSharding(mesh, PartitionSpec(*axis)) for axis in ((), (BATCH,)))
    if settings.batch_size % mesh.size:
        raise FatalError(f"a batch of {settings.batch_size} for {mesh.size} devices of {topology}")
    keras.config.set_dtype_policy("mixed_bfloat16")
    model = build_network(settings, languages)
    compile_network(model, settings, 1000)
    batch = _batch(settings, tuple(model.input), shared)
    state = _state(model, batch, everywhere)
    places = None, jax.tree.map(lambda _: everywhere, state)
    # As JAXTrainer.make_train_function of Keras jits it.
    step = jax.jit(model.train_step, donate_argnums=0, out_shardings=places)
    try:
        return _report(mesh.size, step.lower(state, batch).compile())
    except jax.errors.JaxRuntimeError as error:
        if "RESOURCE_EXHAUSTED" not in str(error):
            raise
        reason = str(error).splitlines()[0]
        raise FatalError(f"{topology}: a batch of {settings.batch_size}: {reason}") from error


def _report(devices: int, program: Any) -> Compiled:
    cost, memory, text = program.cost_analysis(), program.memory_analysis(), program.as_text()
    arguments = memory.argument_size_in_bytes
    kept = memory.output_size_in_bytes - memory.alias_size_in_bytes
    return Compiled(
        devices,
        cost["flops"],
        dict(compiled_matmul_flops(text)),
        cost["bytes accessed"],
        arguments,
        arguments + kept + memory.temp_size_in_bytes,
        text.count(" all-reduce(") + text.count(" all-reduce-start("),
    )
