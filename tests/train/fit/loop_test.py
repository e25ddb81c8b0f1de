import csv
import json
import re
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

import keras

from polyglint.errors import FatalError
from tests.repositories import ROOT
from train import progress
from train.fit import loop, run_directory
from train.fit.device import Device
from train.model.settings import TINY, from_json

# One shape of batch, and a short schedule of three stages: little to compile.
SHORT = ("--max-steps", "12", "--set", "length_buckets=[]", "--set", "num_layers=1")


class KilledError(Exception):
    """Stands for the signal that ends a process."""


@pytest.fixture(autouse=True)
def _short_stages(monkeypatch):
    monkeypatch.setattr(loop, "CHECKPOINT_STEPS", 4)
    yield
    keras.config.set_dtype_policy("float32")


def run(dataset, output, *arguments):
    return loop.main(["--dataset", str(dataset), "--output", str(output), *SHORT, *arguments])


def history(directory):
    with (directory / "history.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def short_run(tiny_dataset, tmp_path_factory):
    """A run that nothing interrupts."""
    directory = tmp_path_factory.mktemp("short")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop, "CHECKPOINT_STEPS", 4)
        assert run(tiny_dataset, directory) == 0
    return directory


def test_run_directory(tiny_run):
    names = {path.name for path in tiny_run.iterdir()}
    assert names >= {
        "checkpoint.keras",
        "history.csv",
        "learning_curve.png",
        "logs",
        "metrics.json",
        "model.keras",
        "run.json",
        "vocabulary.txt",
    }
    assert {path.name for path in (tiny_run / "logs").iterdir()} == {"train", "validation"}
    assert (tiny_run / "learning_curve.png").read_bytes().startswith(b"\x89PNG")


def test_the_run_can_be_traced(tiny_run, tiny_dataset):
    description = json.loads((tiny_run / "run.json").read_text("utf-8"))
    assert from_json(description["settings"]) == TINY
    assert description["languages"] == sorted(description["languages"])
    assert description["dataset"]["corpus_sha256"] == "0123abcd"
    assert (description["seed"], description["precision"]) == (1, "float32")
    assert description["versions"]["keras"] == keras.__version__
    vocabularies = [directory / "vocabulary.txt" for directory in (tiny_run, tiny_dataset)]
    assert vocabularies[0].read_bytes() == vocabularies[1].read_bytes()


def test_commit(monkeypatch, tmp_path):
    commit = run_directory.commit_of(ROOT)
    assert commit is None or int(commit.rstrip("+"), 16)
    assert run_directory.commit_of(tmp_path) is None
    monkeypatch.setenv("PATH", "")
    assert run_directory.commit_of(ROOT) is None


def test_tiny_learns_the_small_corpus(tiny_run):
    """Its projects hold the same lines in another order: only a broken chain misses them."""
    metrics = json.loads((tiny_run / "metrics.json").read_text("utf-8"))
    assert metrics["last_stage"]["val_accuracy"] > 0.95
    assert metrics["minutes_this_start"] < 30


@pytest.mark.parametrize("moment", ["after its checkpoint", "before its checkpoint"])
def test_a_killed_run_goes_on_to_the_same_weights(
    monkeypatch, tiny_dataset, short_run, tmp_path, moment
):
    save = run_directory.SaveCheckpoint.on_epoch_end

    def killed(self, epoch, logs=None):
        if epoch < 1 or moment == "after its checkpoint":
            save(self, epoch, logs)
        if epoch == 1:
            raise KilledError

    monkeypatch.setattr(run_directory.SaveCheckpoint, "on_epoch_end", killed)
    with pytest.raises(KilledError):
        run(tiny_dataset, tmp_path)
    assert not (tmp_path / "model.keras").exists()
    assert len(history(tmp_path)) == 2

    monkeypatch.setattr(run_directory.SaveCheckpoint, "on_epoch_end", save)
    assert run(tiny_dataset, tmp_path) == 0
    through, resumed = (
        keras.saving.load_model(directory / "model.keras") for directory in (short_run, tmp_path)
    )
    assert int(resumed.optimizer.iterations) == 12
    for expected, found in zip(through.variables, resumed.variables, strict=True):
        if not expected.path.startswith("seed_generator"):
            np.testing.assert_allclose(found.numpy(), expected.numpy(), atol=1e-6)
    for expected, found in zip(history(short_run), history(tmp_path), strict=True):
        assert {k: float(v) for k, v in found.items()} == pytest.approx(
            {k: float(v) for k, v in expected.items()}, abs=1e-5
        )


def test_a_finished_run_stays_as_it_is(tiny_dataset, short_run):
    before = keras.saving.load_model(short_run / "model.keras").get_weights()
    rows = history(short_run)
    assert run(tiny_dataset, short_run) == 0
    after = keras.saving.load_model(short_run / "model.keras").get_weights()
    assert all((a == b).all() for a, b in zip(before, after, strict=True))
    assert history(short_run) == rows


def test_a_checkpoint_is_written_whole_or_not_at_all(tiny_dataset, short_run, monkeypatch):
    checkpoint = short_run / "checkpoint.keras"
    before = checkpoint.read_bytes()
    model = keras.saving.load_model(checkpoint)

    def killed(path):
        path.write_bytes(b"half")
        raise KilledError

    monkeypatch.setattr(model, "save", killed)
    callback = run_directory.SaveCheckpoint(checkpoint)
    callback.set_model(model)
    with pytest.raises(KilledError):
        callback.on_epoch_end(3, {"loss": 1.0})
    assert checkpoint.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--set", "dropout=0.3"), "settings"),
        (("--seed", "2"), "seed"),
        (("--precision", "mixed_bfloat16"), "precision"),
        (("--max-steps", "8"), "max_steps"),
        (("--checkpoint-steps", "2"), "checkpoint_steps"),
    ],
)
def test_another_run_does_not_go_on_in_the_same_directory(tiny_dataset, short_run, arguments, what):
    before = {path: path.stat().st_mtime_ns for path in short_run.rglob("*")}
    with pytest.raises(FatalError, match=f"holds a run with another {what}; name another --output"):
        run(tiny_dataset, short_run, *arguments)
    assert {path: path.stat().st_mtime_ns for path in short_run.rglob("*")} == before


@pytest.mark.parametrize("assignment", ["sequence_length=16", "vocabulary_size=50", "languages=[]"])
def test_what_the_data_set_is_made_with_stays(tiny_dataset, tmp_path, assignment):
    name = assignment.partition("=")[0]
    with pytest.raises(FatalError, match=f"--set {name}: fixed by the data set; make another"):
        run(tiny_dataset, tmp_path, "--set", assignment)


def test_stages_are_as_long_as_is_asked_and_a_log_has_their_steps(
    tiny_dataset, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(progress, "LOG_SECONDS", 0)
    assert run(tiny_dataset, tmp_path, "--checkpoint-steps", "6") == 0
    said = capsys.readouterr()
    assert "2 stages of 6 steps" in said.out
    line = r"^fit: +\d+% (\d+)/12 \[.*, loss \d\.\d+, \d+ windows a second\]$"
    counts = re.findall(line, said.err, re.MULTILINE)
    assert counts == [str(step) for step in range(1, 13)]
    assert len(history(tmp_path)) == 2
    with pytest.raises(SystemExit):
        run(tiny_dataset, tmp_path, "--checkpoint-steps", "0")
    assert "a number from 1 up expected, found 0" in capsys.readouterr().err


def test_no_data_set(tmp_path):
    with pytest.raises(FatalError, match=r"dataset\.json: not found"):
        run(tmp_path, tmp_path / "run")


def test_a_loss_that_is_no_number_ends_the_run(tiny_dataset, tmp_path):
    with pytest.raises(FatalError, match="the loss is no longer a number; lower learning_rate"):
        run(tiny_dataset, tmp_path, "--set", "learning_rate=1e38", "--set", "optimizer=adam")
    assert not (tmp_path / "checkpoint.keras").exists()
    assert not (tmp_path / "model.keras").exists()


@pytest.mark.parametrize(
    ("windows", "replicas", "sizes"),
    [
        (100, 1, [32, 32, 32, 4]),
        (100, 8, [32, 32, 32]),  # every device gets as many
        (20, 8, [16]),
        (8192 + 50, 8, [32] * 256),
    ],
)
def test_validation_batches(windows, replicas, sizes):
    asked = []
    plan = SimpleNamespace(
        seed=1,
        settings=TINY,
        data=SimpleNamespace(rows=lambda _: np.arange(windows)),
        plain_batches=lambda rows, size: asked.append((len(rows), size)) or [],
    )
    loop.validation_batches(plan, Device("", "CPU", None, replicas))
    assert asked == [(sum(sizes), sizes[0])]


def test_fewer_validation_windows_than_devices():
    plan = SimpleNamespace(seed=1, settings=TINY, data=SimpleNamespace(rows=lambda _: np.arange(7)))
    with pytest.raises(FatalError, match=r"fewer validation windows than devices \(8\)"):
        loop.validation_batches(plan, Device("", "CPU", None, 8))
