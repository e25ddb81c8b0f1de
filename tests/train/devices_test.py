import time
from urllib.error import URLError

import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

import keras
import tensorflow as tf

from polyglint.errors import FatalError
from train import devices
from train.__main__ import main
from train.devices import Device, find_device, set_precision


@pytest.fixture(autouse=True)
def _policy():
    before = keras.config.dtype_policy()
    yield
    keras.config.set_dtype_policy(before)


def attached(monkeypatch, **counts):
    """Let TensorFlow find so many devices of each kind."""

    def devices_of(kind):
        return [tf.config.LogicalDevice(f"/{kind}:{n}", kind) for n in range(counts.get(kind, 0))]

    monkeypatch.setattr(tf.config, "list_logical_devices", devices_of)


def test_cpu(monkeypatch):
    attached(monkeypatch)
    device = find_device()
    assert device == Device("CPU", "CPU", None)
    with device.scope():
        pass


def test_one_gpu(monkeypatch):
    attached(monkeypatch, GPU=1)
    assert find_device() == Device("/GPU:0", "GPU", None)


def test_several_gpus_share_the_batches(monkeypatch):
    attached(monkeypatch, GPU=2)
    monkeypatch.setattr(tf.distribute, "MirroredStrategy", lambda: "mirrored")
    assert find_device() == Device("2 GPUs", "GPU", "mirrored")


def test_an_attached_tpu_comes_first(monkeypatch):
    attached(monkeypatch, TPU=8, GPU=2)
    asked = []
    monkeypatch.setattr(devices, "_connect_tpu", asked.append)
    find_device()
    assert asked == [None]


def test_a_model_is_built_in_the_scope_of_its_strategy():
    strategy = tf.distribute.OneDeviceStrategy("/cpu:0")
    with Device("one", "CPU", strategy).scope():
        assert tf.distribute.get_strategy() is strategy
    assert tf.distribute.get_strategy() is not strategy


def test_a_tpu_that_does_not_answer_is_one_line_and_soon(capsys, tmp_path):
    address = "grpc://127.0.0.1:1"
    began = time.monotonic()
    code = main(["fit", "--dataset", str(tmp_path), "--output", str(tmp_path), "--tpu", address])
    assert code == 2
    error = capsys.readouterr().err
    assert error.startswith(f"train fit: TPU {address}: not reachable (")
    assert error.count("\n") == 1
    assert time.monotonic() - began < 30


def test_a_tpu_that_nobody_knows(monkeypatch):
    def resolver(tpu):
        raise URLError("Name or service not known")

    monkeypatch.setattr(tf.distribute.cluster_resolver, "TPUClusterResolver", resolver)
    with pytest.raises(FatalError, match=r"^TPU mine: not reachable \(.*not known"):
        find_device("mine")


def test_a_tpu_wants_tensorflow(monkeypatch):
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    assert find_device() == Device("as jax finds it", "CPU", None)
    with pytest.raises(FatalError, match="--tpu names a TPU for KERAS_BACKEND=tensorflow"):
        find_device("mine")


@pytest.mark.parametrize(
    ("name", "kind", "policy"),
    [
        ("auto", "TPU", "mixed_bfloat16"),
        ("auto", "GPU", "float32"),
        ("auto", "CPU", "float32"),
        ("mixed_bfloat16", "CPU", "mixed_bfloat16"),
        ("float32", "TPU", "float32"),
    ],
)
def test_precision(name, kind, policy):
    assert set_precision(name, Device("", kind, None)) == policy
    assert keras.config.dtype_policy().name == policy
