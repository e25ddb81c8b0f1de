"""A run is averaged with the weights that it began with."""

import json

import numpy as np
import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

from train.__main__ import main
from train.export import average
from train.export.average import SHARES, blend
from train.export.quantize import float_model
from train.release.publish import write_weights


@pytest.fixture(scope="module")
def weights(tiny_run, tiny_dataset, tmp_path_factory):
    path = tmp_path_factory.mktemp("weights") / "weights.npz"
    write_weights(tiny_run, tiny_dataset, path)
    return path


@pytest.fixture(scope="module")
def second(weights, tiny_dataset, tmp_path_factory):
    """A run that goes on from the first."""
    directory = tmp_path_factory.mktemp("second")
    run = ["--dataset", str(tiny_dataset), "--output", str(directory), "--init", str(weights)]
    assert main(["fit", *run, "--max-steps", "30"]) == 0
    return directory


def arguments(run, dataset, output, weights):
    paths = {"--run": run, "--dataset": dataset, "--output": output, "--init": weights}
    return ["average", *(str(part) for pair in paths.items() for part in pair)]


def test_the_mean_that_validation_likes_best(second, tiny_run, tiny_dataset, weights, tmp_path):
    output = tmp_path / "mean"
    assert main(arguments(second, tiny_dataset, output, weights)) == 0
    tried = json.loads((output / "average.json").read_text("utf-8"))
    assert [one["share"] for one in tried] == list(SHARES)
    share = json.loads((output / "run.json").read_text("utf-8"))["share_after_init"]
    assert share == min(tried, key=lambda one: one["val_loss"])["share"]
    mean, before, after = (
        float_model(run / "model.keras").get_weights() for run in (output, tiny_run, second)
    )
    for own, a, b in zip(mean, before, after, strict=True):
        np.testing.assert_allclose(own, (1 - share) * a + share * b, rtol=1e-2, atol=1e-3)
    assert main(["quantize", "--dataset", str(tiny_dataset), "--run", str(output)]) == 0


def test_the_loss_decides(monkeypatch, second, tiny_dataset, weights, tmp_path):
    tried = [
        {"share": 1.0, "val_loss": 0.3, "val_accuracy": 0.9},
        {"share": 0.5, "val_loss": 0.2, "val_accuracy": 0.8},
    ]
    monkeypatch.setattr(average, "try_shares", lambda *_: tried)
    assert main(arguments(second, tiny_dataset, tmp_path / "mean", weights)) == 0
    run = json.loads((tmp_path / "mean" / "run.json").read_text("utf-8"))
    assert run["share_after_init"] == 0.5


def test_blend():
    (found,) = blend([np.array([0.0, 4.0])], [np.array([8.0, 4.0])], 0.25)
    assert found.tolist() == [2.0, 4.0]


def test_a_run_of_other_weights(tiny_run, tiny_dataset, weights, tmp_path, capsys):
    assert main(arguments(tiny_run, tiny_dataset, tmp_path / "mean", weights)) == 2
    assert f"{weights}: not what {tiny_run} began with" in capsys.readouterr().err
    assert not (tmp_path / "mean").exists()


def test_the_run_itself_is_not_written_over(second, tiny_dataset, weights, capsys):
    assert main(arguments(second, tiny_dataset, second, weights)) == 2
    assert "the run itself" in capsys.readouterr().err
