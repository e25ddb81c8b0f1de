"""Training in a process of its own: another backend, several devices, several hosts."""

import os
import subprocess
import sys
import zipfile

import numpy as np

from tests.repositories import ROOT, environment

# TensorFlow divides a processor by a call, JAX by an environment variable.
TENSORFLOW = """
import sys
import tensorflow as tf

cpu = tf.config.list_physical_devices("CPU")[0]
devices = int(sys.argv[1])
if devices > 1:
    parts = [tf.config.LogicalDeviceConfiguration()] * devices
    tf.config.set_logical_device_configuration(cpu, parts)
"""
RUN = """
import sys
from train.fit import loop
from train.__main__ import main

loop.CHECKPOINT_STEPS = 4
sys.exit(main(sys.argv[2:]))
"""
# Ends as a process does that a signal ends, after the second stage.
KILLED = """
import os
from train.fit import run_directory

save = run_directory.SaveCheckpoint.on_epoch_end

def killed(self, epoch, logs=None):
    save(self, epoch, logs)
    if epoch == 1:
        os._exit(9)

run_directory.SaveCheckpoint.on_epoch_end = killed
"""


def start(backend, devices, *arguments, killed=False):
    """Start `python -m train` on so many virtual devices."""
    script = (TENSORFLOW if backend == "tensorflow" else "") + (KILLED if killed else "") + RUN
    return subprocess.Popen(
        [sys.executable, "-c", script, str(devices), *map(str, arguments)],
        cwd=ROOT,
        env=environment(
            PYTHONPATH=f"{ROOT}{os.pathsep}{ROOT / 'hook'}",
            KERAS_BACKEND=backend,
            JAX_PLATFORMS="cpu",
            XLA_FLAGS=f"--xla_force_host_platform_device_count={devices}",
            TPU_SKIP_MDS_QUERY="1",
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process, code=0):
    """What the process printed, when it has ended as it should."""
    try:
        output, errors = process.communicate(timeout=600)
    finally:
        process.kill()
    assert process.returncode == code, errors[-4000:]
    return output


def weights(directory):
    """Arrays of the trained model by name, without the state of dropout."""
    import h5py

    found = {}

    def take(name, item):
        if isinstance(item, h5py.Dataset) and "seed_generator" not in name:
            found[name] = np.asarray(item)

    with (
        zipfile.ZipFile(directory / "model.keras") as archive,
        archive.open("model.weights.h5") as stream,
        h5py.File(stream) as file,
    ):
        file.visititems(take)
    return found


def largest_difference(one, other):
    """Between two trained models, over all their weights but the biases of keys.

    These add the same to every score of a query, which softmax takes out again: their gradient is
    rounding alone, of which Adam makes full steps.
    """
    left, right = weights(one), weights(other)
    assert left.keys() == right.keys()
    assert len(left) > 30
    return max(
        float(np.abs(left[name] - right[name]).max())
        for name in left
        if not name.endswith("attention/key/vars/1")
    )
