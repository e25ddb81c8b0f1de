import csv
import hashlib
import json
import os
import re
import shutil
from pathlib import Path

import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

from polyglint.checker.verdict import merge
from polyglint.errors import FatalError
from polyglint.model.config import (
    CONFIG,
    MODEL,
    VOCABULARY,
    calibration_of,
    load_config,
    load_tokenizer,
)
from polyglint.model.reader import Reader
from tests.train.conftest import CPP
from train.__main__ import main
from train.model.file_branch import BRANCH, branch_report
from train.model.file_branch import REPORT as FILE_BRANCH
from train.model.settings import MAX_WINDOWS, TINY
from train.model.weights import load_weights
from train.release import publish
from train.release.card import model_card
from train.release.publish import read_facts


def run_step(run, dataset, directory):
    arguments = [
        "--dataset",
        dataset,
        "--output",
        directory / "model",
        "--report",
        directory / "report",
    ]
    return main(["publish", "--run", str(run), *map(str, arguments)])


@pytest.fixture(scope="module")
def published(tiny_run, tiny_dataset, tmp_path_factory):
    directory = tmp_path_factory.mktemp("published")
    assert run_step(tiny_run, tiny_dataset, directory) == 0
    return directory


@pytest.fixture
def copy_of_run(tiny_run, tmp_path):
    """A run to be spoilt."""
    return shutil.copytree(tiny_run, tmp_path / "run", ignore=shutil.ignore_patterns("[cm]*.keras"))


def test_directories(published):
    names = {path.name for path in (published / "model").iterdir()}
    assert names == {MODEL, CONFIG, VOCABULARY, "README.md"}
    written = {path.name for path in (published / "report").iterdir()}
    assert written == {*publish.REPORT_FILES, "doubtful.tsv", FILE_BRANCH}


def test_the_model_is_the_shipped_form_of_the_run(published, tiny_run):
    shipped = (tiny_run / "int8_weights.tflite").read_bytes()
    assert (published / "model" / MODEL).read_bytes() == shipped
    assert load_config(published / "model").run["form"] == "int8_weights"


def test_whoever_has_the_model_before_mapped_keeps_it(tiny_run, tiny_dataset, tmp_path):
    run_step(tiny_run, tiny_dataset, tmp_path)
    with (tmp_path / "model" / MODEL).open("rb") as before:
        run_step(tiny_run, tiny_dataset, tmp_path)
        assert not os.path.samestat(os.fstat(before.fileno()), (tmp_path / "model" / MODEL).stat())


def test_the_description_is_that_of_the_run(published, tiny_run):
    config = load_config(published / "model")
    run = json.loads((tiny_run / "run.json").read_text("utf-8"))
    assert config.languages == tuple(run["languages"])
    assert (config.tokenizer, config.vocabulary_size) == ("lexical", TINY.vocabulary_size)
    assert (config.sequence_length, config.lengths) == (32, (16, 32))
    assert config.bigram_buckets == TINY.bigram_buckets
    assert config.trigram_buckets == TINY.trigram_buckets
    assert config.file_buckets == branch_report(tiny_run)["buckets"]
    assert config.max_windows == MAX_WINDOWS
    assert config.run["corpus_sha256"] == "0123abcd"
    assert (config.run["preset"], config.run["commit"]) == ("tiny", run["commit"])
    calibration = json.loads((tiny_run / "calibration.json").read_text("utf-8"))
    assert config.calibration == calibration_of(calibration)
    for name, digest in config.sha256.items():
        content = (published / "model" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest
    assert set(config.sha256) == {MODEL, VOCABULARY}


def test_the_hook_runs_it(published):
    config = load_config(published / "model")
    assert load_tokenizer(published / "model", config).vocabulary_size <= config.vocabulary_size
    verdict = merge(Reader(model_directory=published / "model").read(CPP))
    assert verdict.best[0][0] == "C++"


def test_the_card_gives_the_figures_of_the_run(published, tiny_run):
    card = (published / "model" / "README.md").read_text("utf-8")
    evaluation = json.loads((tiny_run / "evaluation.json").read_text("utf-8"))
    windows = evaluation["test_windows"]
    row = f"| windows, all languages | {windows['windows']} | {100 * windows['accuracy']:.1f} % |"
    assert row in card
    assert "8: C, C++, Go, Java, JavaScript, PHP, Python, Ruby." in card
    assert re.search(r"Left out for .*: Rust \(2\)\.", " ".join(card.split()))
    assert not re.search(r"\bnan\b|None", card)
    assert all(len(line) <= 100 for line in card.splitlines() if not line.startswith("|"))


@pytest.mark.parametrize(
    ("init", "start"),
    [(None, "from scratch on"), ("c0ffee" * 10, r"from the weights .*`c0ffeec0ffee`.* on")],
)
def test_the_card_says_what_training_began_with(tiny_run, tiny_dataset, init, start):
    facts = read_facts(tiny_run, tiny_dataset)
    facts["run"] = {**facts["run"], "init": init}
    with (tiny_run / "languages.csv").open(encoding="utf-8", newline="") as stream:
        card = model_card(facts, list(csv.DictReader(stream)), 1)
    assert re.search(f"Trained {start}", card.replace("\n", " "))


def test_the_card_names_what_is_trusted_as_before(tiny_run, tiny_dataset):
    facts = read_facts(tiny_run, tiny_dataset)
    words = "Trusted as by the release before, for want of validation files"
    assert words not in " ".join(model_card(facts, [], 1).split())
    files = {**facts["evaluation"]["files"], "trusted_as_before": ["Zig", "Elm"]}
    facts["evaluation"] = {**facts["evaluation"], "files": files}
    assert f"{words}: Zig, Elm." in " ".join(model_card(facts, [], 1).split())


def test_the_card_tells_of_the_branch_for_whole_files(tiny_run, tiny_dataset):
    facts = read_facts(tiny_run, tiny_dataset)
    words = "which of 512 hashed n-grams they have, through 8 numbers each"
    assert words in " ".join(model_card(facts, [], 1).split())
    assert "Whole files are read" not in model_card({**facts, "file": {}}, [], 1)


def test_another_branch_than_was_quantized_is_refused(copy_of_run, tiny_dataset, tmp_path, capsys):
    report = json.loads((copy_of_run / FILE_BRANCH).read_text("utf-8"))
    (copy_of_run / FILE_BRANCH).write_text(json.dumps({**report, "seed": 2}), "utf-8")
    assert run_step(copy_of_run, tiny_dataset, tmp_path) == 2
    assert "its file branch is not what quantize read" in capsys.readouterr().err
    (copy_of_run / FILE_BRANCH).unlink()
    (copy_of_run / BRANCH).unlink()
    assert run_step(copy_of_run, tiny_dataset, tmp_path) == 2


def test_the_card_names_what_was_not_measured_and_not_had(tiny_run, tiny_dataset):
    facts = read_facts(tiny_run, tiny_dataset)
    assert "Not measured" not in model_card(facts, [], 1)
    facts["evaluation"] = {**facts["evaluation"], "unmeasured": ["Forth", "Zig"]}
    failed = {**facts["run"]["dataset"], "failed_packages": ["npm a 1", "git b/c 1"]}
    facts["run"] = {**facts["run"], "dataset": failed}
    card = " ".join(model_card(facts, [], 1).split())
    assert "Not measured, since no test project has windows of them: Forth, Zig." in card
    assert "`train/sources.tsv` (2 of them could not be had: `run.json`)." in card


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, None),
        ({"commit": "1" * 40 + "+"}, "with changes; what is released is trained at a clean"),
        ({"commit": None}, "outside of a clone"),
        ({"dataset": {"failed_packages": []}}, "run.json lacks manifest_sha256"),
        ({"dataset": {"manifest_sha256": "0"}}, "run.json lacks failed_packages"),
        ({"init": "0" * 64}, "run.json lacks init_name"),
        ({"init": "0" * 64, "init_name": "released"}, None),
        ({}, "with changes; what is released is trained at a clean"),
    ],
)
def test_what_is_released_is_traceable(tmp_path, changed, words):
    branch = "2" * 40 if changed or words is None else "2" * 40 + "+"
    dataset = {"manifest_sha256": "0", "failed_packages": []}
    description = {"commit": "1" * 40, "dataset": dataset, "init": None, "init_name": None}
    (tmp_path / "run.json").write_text(json.dumps(description | changed))
    (tmp_path / FILE_BRANCH).write_text(json.dumps({"commit": branch}))
    (tmp_path / BRANCH).write_bytes(b"")
    if words is None:
        publish.check_traceable(tmp_path)
        return
    with pytest.raises(FatalError, match=words):
        publish.check_traceable(tmp_path)


def test_a_release_asks_for_it(tiny_run, tiny_dataset, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(publish, "SHIPPED", tmp_path / "model")
    described = json.loads((tiny_run / "run.json").read_text("utf-8"))
    monkeypatch.setattr(
        publish, "read_json", lambda path: {**described, "form": "int8_weights", "commit": None}
    )
    assert run_step(tiny_run, tiny_dataset, tmp_path) == 2
    assert "trained outside of a clone" in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)
    assert run_step(tiny_run, tiny_dataset, Path()) == 2  # the same place by another path
    assert "trained outside of a clone" in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("evaluation.json", "evaluation.json: not found; fit, quantize and evaluate"),
        ("calibration.json", "calibration.json: not found; fit, quantize and evaluate"),
        ("int8_weights.tflite", "int8_weights.tflite: not what quantize measured"),
        ("confusion.png", "confusion.png: not found; fit, quantize and evaluate"),
        ("metrics.json", "metrics.json: not found; fit, quantize and evaluate"),
    ],
)
def test_an_unfinished_run_is_not_published(
    capsys, tiny_dataset, copy_of_run, tmp_path, missing, message
):
    (copy_of_run / missing).unlink()
    assert run_step(copy_of_run, tiny_dataset, tmp_path) == 2
    error = capsys.readouterr().err
    assert error.startswith("train publish: ")
    assert message in error
    assert error.count("\n") == 1
    assert not (tmp_path / "model").exists()


def test_a_run_whose_files_were_not_evaluated_is_not_published(
    capsys, tiny_dataset, copy_of_run, tmp_path
):
    evaluation = json.loads((copy_of_run / "evaluation.json").read_text("utf-8"))
    del evaluation["files"]
    (copy_of_run / "evaluation.json").write_text(json.dumps(evaluation))
    assert run_step(copy_of_run, tiny_dataset, tmp_path) == 2
    assert "evaluate it with --corpus" in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


def test_a_run_that_was_quantized_again_is_evaluated_again(
    capsys, tiny_dataset, copy_of_run, tmp_path
):
    report = json.loads((copy_of_run / "quantize.json").read_text("utf-8"))
    model = copy_of_run / "int8_weights.tflite"
    model.write_bytes(model.read_bytes() + b"0")
    for form in report["forms"]:
        if form["name"] == "int8_weights":
            form["sha256"] = hashlib.sha256(model.read_bytes()).hexdigest()
    (copy_of_run / "quantize.json").write_text(json.dumps(report))
    assert run_step(copy_of_run, tiny_dataset, tmp_path) == 2
    words = f"{model}: not the model that was evaluated; evaluate the run again\n"
    assert capsys.readouterr().err == f"train publish: {words}"
    assert not (tmp_path / "model").exists()


def test_a_model_over_the_budget_is_not_published(
    monkeypatch, capsys, tiny_dataset, tiny_run, tmp_path
):
    monkeypatch.setattr(publish, "MODEL_BUDGET", 10_000)
    assert run_step(tiny_run, tiny_dataset, tmp_path) == 2
    assert "bytes with its files, over 10,000" in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


def test_weights_to_start_from(tiny_run, tiny_dataset, tmp_path):
    weights = tmp_path / "own" / "weights.npz"
    places = ["--output", str(tmp_path / "model"), "--report", str(tmp_path / "report")]
    run = ["--run", str(tiny_run), "--dataset", str(tiny_dataset)]
    assert main(["publish", *run, *places, "--weights", str(weights)]) == 0
    config, given = load_config(tmp_path / "model"), load_weights(str(weights))
    assert config.run["weights_sha256"] == given.sha256
    assert config.languages == given.languages
    assert sorted(path.name for path in (tmp_path / "model").iterdir()) == [
        "README.md",
        "config.json",
        "model.tflite",
        "vocabulary.txt",
    ]


def test_a_model_elsewhere_leaves_the_released_weights_alone(published):
    assert "weights_sha256" not in load_config(published / "model").run
