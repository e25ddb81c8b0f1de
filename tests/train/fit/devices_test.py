import json
import time
from types import SimpleNamespace
from urllib.error import URLError

import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

import keras
import tensorflow as tf

from polyglint.errors import FatalError
from train.__main__ import main
from train.fit import tensorflow_devices
from train.fit.device import Device, HostGroup
from train.fit.devices import agree, check_batch, find_device, make_cluster, set_precision


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
    assert find_device() == Device("2 GPUs", "GPU", "mirrored", 2)


def test_an_attached_tpu_comes_first(monkeypatch):
    attached(monkeypatch, TPU=8, GPU=2)
    asked = []
    monkeypatch.setattr(tensorflow_devices, "_connect_tpu", asked.append)
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
    with pytest.raises(FatalError, match="--tpu names a TPU for --backend tensorflow"):
        find_device("mine")


def test_another_backend_is_not_taken(monkeypatch):
    monkeypatch.setattr(keras.backend, "backend", lambda: "torch")
    with pytest.raises(FatalError, match="KERAS_BACKEND=torch: take tensorflow or jax"):
        find_device()


@pytest.mark.parametrize(
    ("name", "device", "policy"),
    [
        ("auto", Device("", "TPU", None, bfloat16=True), "mixed_bfloat16"),
        ("auto", Device("", "GPU", None, bfloat16=True), "mixed_bfloat16"),
        ("auto", Device("", "GPU", None), "float32"),
        ("auto", Device("", "CPU", None), "float32"),
        ("mixed_bfloat16", Device("", "CPU", None), "mixed_bfloat16"),
        ("float32", Device("", "TPU", None, bfloat16=True), "float32"),
    ],
)
def test_precision(name, device, policy):
    assert set_precision(name, device) == policy
    assert keras.config.dtype_policy().name == policy


@pytest.mark.parametrize(
    ("capabilities", "found"),
    [([], False), ([(8, 0)], True), ([(9, 0), (8, 6)], True), ([(8, 0), (7, 5)], False)],
)
def test_bfloat16_of_gpus(monkeypatch, capabilities, found):
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda _: capabilities)
    details = {"get_device_details": lambda one: {"compute_capability": one}}
    monkeypatch.setattr(tf.config, "experimental", SimpleNamespace(**details))
    assert tensorflow_devices._has_bfloat16(capabilities) is found


@pytest.mark.parametrize(
    ("batch", "replicas", "hosts", "message"),
    [
        (512, 8, 1, None),
        (512, 1, 1, None),
        (8, 8, 2, None),
        (12, 8, 1, "a batch of 12 cannot be shared by 8 devices; --set batch_size=16 can"),
        (3, 8, 2, "by 8 devices on 2 hosts; --set batch_size=8 can"),
    ],
)
def test_batches_are_shared_evenly(batch, replicas, hosts, message):
    device = Device("", "CPU", None, replicas, hosts)
    if message is None:
        check_batch(batch, device)
    else:
        with pytest.raises(FatalError, match=message):
            check_batch(batch, device)


TWO = '{"cluster": {"worker": ["a:1", "b:1"]}, "task": {"type": "worker", "index": 1}}'


@pytest.mark.parametrize(
    ("hosts", "host", "config", "cluster"),
    [
        (None, None, None, None),
        (None, None, '{"cluster": {"worker": ["a:1"]}}', None),
        (None, None, TWO, HostGroup(())),
        ("auto", None, None, HostGroup(())),
        ("a:1,b:2", 1, None, HostGroup(("a:1", "b:2"), 1)),
    ],
)
def test_hosts(monkeypatch, hosts, host, config, cluster):
    monkeypatch.delenv("TF_CONFIG", raising=False)
    if config:
        monkeypatch.setenv("TF_CONFIG", config)
    assert make_cluster(hosts, host) == cluster


@pytest.mark.parametrize(
    ("hosts", "host", "message"),
    [
        (None, 0, "--host numbers one of --hosts"),
        ("a,b:1", 0, "--hosts: a: not HOST:PORT"),
        ("a:1,b:1", None, "--host: a number from 0 to 1"),
        ("a:1,b:1", 2, "--host: a number from 0 to 1"),
        ("a:1,b:1", -1, "--host: a number from 0 to 1"),
    ],
)
def test_hosts_that_cannot_be(hosts, host, message):
    with pytest.raises(FatalError, match=message):
        make_cluster(hosts, host)


def test_a_cluster_that_nothing_describes(monkeypatch):
    monkeypatch.delenv("TF_CONFIG", raising=False)
    with pytest.raises(FatalError, match="TF_CONFIG, which is not set"):
        find_device(cluster=HostGroup(()))


def test_one_host_agrees_with_itself():
    assert agree(Device("CPU", "CPU", None), 7)


def test_the_plan_is_told():
    alone = Device("CPU", "CPU", None)
    assert alone.plan(32, "float32") == "CPU (TensorFlow, float32): batches of 32"
    strategy = tf.distribute.OneDeviceStrategy("/cpu:0")
    words = Device("8 GPUs of 2 hosts", "GPU", strategy, 8, 2, 1).plan(512, "mixed_bfloat16")
    assert words == (
        "8 GPUs of 2 hosts (TensorFlow, mixed_bfloat16, OneDeviceStrategy): batches of 512, "
        "64 on each of 8 devices; this is host 1 of 2"
    )


@pytest.mark.tpu
@pytest.mark.skipif(not tf.config.list_physical_devices("TPU"), reason="no TPU is attached")
def test_a_real_tpu_trains(tiny_dataset, tmp_path):
    """Everything else about TPUs is compiled for them, or tried on processors."""
    arguments = ["fit", "--dataset", str(tiny_dataset), "--output", str(tmp_path)]
    assert main([*arguments, "--max-steps", "8"]) == 0
    metrics = json.loads((tmp_path / "metrics.json").read_text("utf-8"))
    assert metrics["milliseconds"]["step"] > 0
    description = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert description["device"].startswith("TPU")
    assert description["precision"] == "mixed_bfloat16"
