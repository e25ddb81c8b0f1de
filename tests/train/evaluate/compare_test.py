"""One new language is added to trained weights, by the commands of the guide."""

import csv
import json
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

from polyglint.errors import FatalError
from tests.train.conftest import run_step
from train.__main__ import main
from train.data.batches import load_dataset
from train.data.split import SPLITS
from train.evaluate.compare import compare
from train.model.network import build_network
from train.model.settings import TINY
from train.model.weights import load_weights, save_weights

BEFORE = ("C", "C++", "Go", "Java", "JavaScript", "PHP", "Python")


def test_figures():
    data = SimpleNamespace(languages=("C", "Go", "Zig", "Nim"))
    truth = np.array([0, 0, 1, 1, 2, 2])
    before = np.eye(4)[[0, 0, 1, 0, 0, 1]]
    after = np.eye(4)[[0, 2, 1, 1, 2, 0]]
    after[1] = [0.4, 0, 0.6, 0]  # Zig is a rival that the weights never had
    report = compare(before, after, truth, data, ("C", "Go", "PHP"))
    known = {
        "windows": 4,
        "before": 75.0,
        "after": 100.0,
        "among_all": 75.0,
        "compatible_as_one": 75.0,
    }
    assert report["known"] == known
    assert report["new"] == {"windows": 2, "after": 50.0}
    assert report["languages"]["C"]["before"] == report["languages"]["C"]["after"] == 100.0
    assert report["languages"]["C"]["among_all"] == 50.0
    assert report["languages"]["Zig"]["among_all"] == 50.0
    assert report["unmeasured"] == ["Nim"]


def test_a_new_language_takes_nothing_from_its_compatible_languages():
    data = SimpleNamespace(languages=("C", "C++", "Go"))
    truth = np.array([0, 0, 2, 2])
    before = np.array([[1.0, -np.inf, 0.0]] * 2 + [[0.0, -np.inf, 1.0]] * 2)
    after = np.array([[0.4, 0.6, 0.0]] * 2 + [[0.0, 0.0, 1.0]] * 2)
    known = compare(before, after, truth, data, ("C", "Go"))["known"]
    assert (known["before"], known["after"]) == (100.0, 100.0)
    assert (known["among_all"], known["compatible_as_one"]) == (50.0, 100.0)


@pytest.fixture(scope="module")
def weights(small_corpus, tmp_path_factory):
    """Weights of a run that has not seen Ruby."""
    directory = tmp_path_factory.mktemp("before")
    data, run = directory / "data", directory / "run"
    names = ",".join(BEFORE)
    made = ("--corpus", small_corpus, "--output", data, "--preset", "tiny", "--languages", names)
    run_step("dataset", *made, "--set", "num_layers=1")
    run_step("fit", "--dataset", data, "--output", run, "--max-steps", 120)
    from train.release.publish import write_weights

    write_weights(run, data, directory / "weights.npz")
    return directory / "weights.npz"


@pytest.fixture(scope="module")
def mixed(small_corpus, weights, tmp_path_factory):
    """A data set of all languages with the vocabulary of the weights."""
    directory = tmp_path_factory.mktemp("mixed")
    made = ("--corpus", small_corpus, "--output", directory, "--preset", "tiny")
    run_step("dataset", *made, "--vocabulary", weights)
    return directory


def split_of(files):
    with files.open(encoding="utf-8", newline="") as stream:
        return {row["project"]: row["split"] for row in csv.DictReader(stream, delimiter="\t")}


def test_projects_keep_the_split_of_the_weights(weights, mixed):
    before = load_weights(str(weights)).projects
    assert set(before.values()) == set(range(len(SPLITS)))
    now = split_of(mixed / "files.tsv")
    assert {project: now[project] for project in before} == {
        project: SPLITS[part] for project, part in before.items()
    }


def test_the_data_set_takes_vocabulary_and_sizes(weights, mixed):
    data = load_dataset(mixed)
    assert data.languages == (*BEFORE, "Ruby")
    assert data.settings.num_layers == 1  # of the weights, not of the preset
    assert data.settings.languages is None


def test_a_new_language_is_added(weights, mixed, tmp_path, capsys):
    run = ["--dataset", str(mixed), "--output", str(tmp_path)]
    options = ["--init", str(weights), "--set", "learning_rate=2e-3", "--max-steps", "60"]
    assert main(["fit", *run, *options]) == 0
    assert f"{weights}: 7 languages go on, new: Ruby" in capsys.readouterr().out
    again = ["--run", str(tmp_path), "--dataset", str(mixed), "--init", str(weights)]
    assert main(["compare", *again, "--max-loss", "1"]) == 0
    report = json.loads((tmp_path / "compare.json").read_text("utf-8"))
    assert report["languages"]["Ruby"]["before"] == 0.0
    assert report["new"]["after"] > 80
    assert report["known"]["before"] > 80
    assert main(["compare", *again, "--max-loss", "-100"]) == 2
    assert "points lost, more than -100" in capsys.readouterr().err
    # The run began with those weights, and goes on with no others.
    assert main(["fit", *run, "--set", "learning_rate=2e-3", "--max-steps", "60"]) == 2
    assert "holds a run with another init" in capsys.readouterr().err


def test_another_vocabulary_is_refused(weights, tiny_dataset, tmp_path, capsys):
    run = ["--dataset", str(tiny_dataset), "--output", str(tmp_path / "run")]
    assert main(["fit", *run, "--init", str(weights), "--set", "num_layers=1"]) == 2
    error = capsys.readouterr().err
    assert f"{weights}: the data set has another vocabulary; make the data set with" in error
    assert not (tmp_path / "run").exists()


def test_a_start_without_training_is_the_model_it_began_with(weights, mixed):
    data = load_dataset(mixed)
    model = build_network(TINY.replace(num_layers=1), len(data.languages))
    from train.model.weights import load_weights, start_from

    given = load_weights(str(weights))
    start_from(model, given, data.languages, data.vocabulary)
    first = build_network(given.settings, len(given.languages))
    first.set_weights(list(given.arrays))
    rng = np.random.default_rng(1)
    ids = rng.integers(1, 900, (4, 16)).astype(np.int32)
    inputs = {"token_ids": ids, "padding_mask": np.ones((4, 17), bool), "bigram_ids": ids}
    inputs = {name: inputs[name] for name in model.input if name in inputs}
    for name in model.input:
        inputs.setdefault(name, np.stack([ids] * 4, axis=-1) if name == "wide_ids" else ids)
    found, expected = np.asarray(model(inputs)), np.asarray(first(inputs))
    np.testing.assert_allclose(found[:, :7], expected, atol=1e-5)


def test_weights_that_are_too_large_are_not_kept(tmp_path, tiny_run, tiny_dataset, monkeypatch):
    from train.release import publish

    monkeypatch.setattr(publish, "BUDGET", 1_000)
    with pytest.raises(FatalError, match="bytes, over 1,000"):
        publish.write_weights(tiny_run, tiny_dataset, tmp_path / "weights.npz")
    assert not (tmp_path / "weights.npz").exists()


def test_save_weights_says_the_checksum(tmp_path):
    import hashlib

    model = build_network(TINY.replace(num_layers=1), 3)
    digest = save_weights(tmp_path / "w.npz", model, TINY, ("A", "B", "C"), ("x",), {})
    assert digest == hashlib.sha256((tmp_path / "w.npz").read_bytes()).hexdigest()
