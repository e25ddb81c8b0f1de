"""From training on JAX through TensorFlow to TFLite: the same answers all the way."""

import subprocess
import sys

import numpy as np
import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

from tests.repositories import ROOT, environment
from tests.train.conftest import run_step
from tests.train.elsewhere import finish, start
from train.data.batches import BatchPlan, load_dataset
from train.export.quantize import float_model, open_interpreter, reference_scores
from train.model.settings import settings_of_run

pytestmark = pytest.mark.slow
CLOSE = 1e-4
LEAST_AGREEMENT = 0.99
ON_JAX = """
import sys
from pathlib import Path
import numpy as np
from train.data.batches import BatchPlan, load_dataset
from train.export.quantize import float_model, reference_scores
from train.model.settings import settings_of_run

run, dataset, output = map(Path, sys.argv[1:])
data = load_dataset(dataset)
plan = BatchPlan(data, settings_of_run(run), 1)
np.save(output, reference_scores(float_model(run / "model.keras"), plan, data.rows(2)))
"""


@pytest.fixture(scope="module")
def run(tiny_dataset, tmp_path_factory):
    """A run that JAX trained until it can tell languages, quantized by TensorFlow."""
    pytest.importorskip("jax", reason="JAX is not installed (extra jax)")
    directory = tmp_path_factory.mktemp("jax")
    arguments = ("fit", "--dataset", tiny_dataset, "--output", directory)
    finish(start("jax", 1, *arguments, "--max-steps", "160"))
    run_step("quantize", "--dataset", tiny_dataset, "--run", directory)
    return directory


@pytest.fixture(scope="module")
def data(tiny_dataset):
    return load_dataset(tiny_dataset)


@pytest.fixture(scope="module")
def on_tensorflow(run, data):
    """Log-probabilities of real windows of test projects."""
    plan = BatchPlan(data, settings_of_run(run), 1)
    return reference_scores(float_model(run / "model.keras"), plan, data.rows(2))


def test_the_run_has_learned(on_tensorflow, data):
    assert (on_tensorflow.argmax(axis=1) == data.y[data.rows(2)]).mean() > 0.9


def test_jax_and_tensorflow(run, tiny_dataset, on_tensorflow, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", ON_JAX, run, tiny_dataset, tmp_path / "scores.npy"],
        cwd=ROOT,
        env=environment(PYTHONPATH="hook", KERAS_BACKEND="jax", JAX_PLATFORMS="cpu"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    np.testing.assert_allclose(np.load(tmp_path / "scores.npy"), on_tensorflow, atol=CLOSE)


def scores(run, data, form):
    rows = data.rows(2)
    interpreter = open_interpreter(run / f"{form}.tflite", settings_of_run(run))
    return interpreter.log_probabilities(data.x[rows], data.m[rows])


def test_tensorflow_and_tflite(run, data, on_tensorflow):
    np.testing.assert_allclose(scores(run, data, "float32"), on_tensorflow, atol=CLOSE)


@pytest.mark.parametrize("form", ["int8_weights", "int8_full"])
def test_int8(run, data, on_tensorflow, form):
    """Full int8 has one scale for scores and mask: a mask of -1e4 would leave it none."""
    found = scores(run, data, form)
    assert (found != on_tensorflow).any()
    agreement = (found.argmax(axis=1) == on_tensorflow.argmax(axis=1)).mean()
    assert agreement >= LEAST_AGREEMENT
