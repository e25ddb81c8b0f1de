"""Several devices, several hosts and both backends train to the weights of one device."""

import json
import shutil
import socket

import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

from tests.train.elsewhere import finish, largest_difference, start, weights

pytestmark = pytest.mark.slow
# A step is compiled once by JAX for all devices, and traced by TensorFlow for each.
DEVICES = {"jax": 8, "tensorflow": 4}
CLOSE = 2e-5
# One shape of batch and three stages of four steps, at the learning rate of the preset base.
SHORT = (
    *("--max-steps", "12", "--set", "learning_rate=2e-3"),
    *("--set", "length_buckets=[]", "--set", "num_layers=1"),
)
# A replica of TensorFlow draws its own dropout; on JAX the batch is one and so is its dropout.
NO_DROPOUT = ("--set", "dropout=0", "--set", "wide_dropout=0")
OPTIONS = {"jax": SHORT, "tensorflow": (*SHORT, *NO_DROPOUT)}


@pytest.fixture(params=OPTIONS)
def backend(request):
    if request.param == "jax":
        pytest.importorskip("jax", reason="JAX is not installed (extra jax)")
    return request.param


@pytest.fixture(scope="module", autouse=True)
def _compiled_once(tmp_path_factory):
    """JAX takes from a directory what another process of these tests has compiled before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAX_COMPILATION_CACHE_DIR", str(tmp_path_factory.mktemp("compiled")))
        patch.setenv("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0")
        patch.setenv("JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES", "-1")
        yield


@pytest.fixture(scope="module")
def on_one_device(tiny_dataset, tmp_path_factory):
    """The run of one device, made once for each backend."""
    runs = {}

    def run(backend):
        if backend not in runs:
            runs[backend] = tmp_path_factory.mktemp(backend)
            arguments = ("fit", "--dataset", tiny_dataset, "--output", runs[backend])
            finish(start(backend, 1, *arguments, *OPTIONS[backend]))
        return runs[backend]

    return run


def test_several_devices(backend, on_one_device, tiny_dataset, tmp_path):
    arguments = ("fit", "--dataset", tiny_dataset, "--output", tmp_path, *OPTIONS[backend])
    devices = DEVICES[backend]
    printed = finish(start(backend, devices, *arguments))
    assert f"batches of 32, {32 // devices} on each of {devices} devices" in printed
    assert "input: " in printed
    assert largest_difference(on_one_device(backend), tmp_path) < CLOSE
    description = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert description["versions"]["backend"] == backend
    measured = json.loads((tmp_path / "metrics.json").read_text("utf-8"))["milliseconds"]
    assert measured["make_a_batch"] > 0 < measured["step"]


def test_fewer_steps_are_seen(on_one_device, tiny_dataset, tmp_path):
    """The comparison can fail."""
    arguments = ("fit", "--dataset", tiny_dataset, "--output", tmp_path, *OPTIONS["tensorflow"])
    finish(start("tensorflow", 1, *arguments, "--max-steps", "8"))
    assert largest_difference(on_one_device("tensorflow"), tmp_path) > 10 * CLOSE


def test_a_killed_run_of_several_devices_goes_on(on_one_device, tiny_dataset, tmp_path):
    pytest.importorskip("jax", reason="JAX is not installed (extra jax)")
    arguments = ("fit", "--dataset", tiny_dataset, "--output", tmp_path, *OPTIONS["jax"])
    finish(start("jax", DEVICES["jax"], *arguments, killed=True), code=9)
    assert not (tmp_path / "model.keras").exists()
    assert "Epoch 3/3" in finish(start("jax", DEVICES["jax"], *arguments))
    assert largest_difference(on_one_device("jax"), tmp_path) < CLOSE


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.mark.parametrize(("backend", "devices"), [("jax", 4), ("tensorflow", 1)])
def test_two_hosts(backend, devices, on_one_device, tiny_dataset, tmp_path):
    """Two processes, each told that it is one of two hosts; the first alone writes."""
    if backend == "jax":
        pytest.importorskip("jax", reason="JAX is not installed (extra jax)")
    hosts = f"127.0.0.1:{free_port()},127.0.0.1:{free_port()}"
    arguments = ("fit", "--dataset", tiny_dataset, "--output", tmp_path, *OPTIONS[backend])
    both = [
        start(backend, devices, *arguments, "--hosts", hosts, "--host", host) for host in (0, 1)
    ]
    printed = [finish(process) for process in both]
    for host, words in enumerate(printed):
        assert f"this is host {host} of 2" in words
    assert largest_difference(on_one_device(backend), tmp_path) < CLOSE
    assert not list(tmp_path.glob(".polyglint-*"))


def test_weights_of_both_backends_have_the_same_names(on_one_device):
    pytest.importorskip("jax", reason="JAX is not installed (extra jax)")
    assert weights(on_one_device("jax")).keys() == weights(on_one_device("tensorflow")).keys()


def test_a_run_is_not_shared_among_unequal_parts(tiny_dataset, tmp_path):
    process = start(
        *("tensorflow", 3, "fit", "--dataset", tiny_dataset, "--output", tmp_path / "run")
    )
    _, errors = process.communicate(timeout=600)
    assert process.returncode == 2
    expected = "train fit: a batch of 32 cannot be shared by 3 devices; --set batch_size=33 can"
    assert expected in errors
    assert not (tmp_path / "run").exists()
    shutil.rmtree(tmp_path)
