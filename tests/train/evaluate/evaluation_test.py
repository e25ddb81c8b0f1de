import csv
import json
import shutil
from functools import partial

import numpy as np
import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

from polyglint.linguist.compatible import compatible_with
from polyglint.model.config import calibration_of
from polyglint.model.interpreter import Interpreter
from polyglint.model.reader import Reader
from train.__main__ import main
from train.data import documents
from train.data.batches import buckets_of, load_dataset
from train.data.dataset import make_tokenizer
from train.evaluate import evaluation
from train.evaluate.held_out import FileReader, chosen_files, score_files
from train.export import quantize
from train.export.quantize import export_lengths
from train.model.file_branch import branch_report
from train.model.settings import TINY

# What a run says of its model, whatever form of it there is.
DESCRIBED = ("run.json", "vocabulary.txt", "quantize.json", "file.json", "file.keras")


@pytest.fixture(scope="module")
def data(tiny_dataset):
    return load_dataset(tiny_dataset)


class Unsure(Interpreter):
    """The tiny model makes no mistakes on the small corpus: noise that is the same every time."""

    def log_probabilities(self, token_ids, padding_mask):
        scores = super().log_probabilities(token_ids, padding_mask)
        noisy = scores + np.random.default_rng(1).normal(0, 6, scores.shape)
        return (noisy - np.logaddexp.reduce(noisy, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def unsure_run(tiny_run, tiny_dataset, tmp_path_factory):
    """A run whose model is wrong now and then, evaluated on windows alone."""
    directory = tmp_path_factory.mktemp("unsure")
    for name in (*DESCRIBED, "int8_weights.tflite"):
        shutil.copy(tiny_run / name, directory)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quantize, "Interpreter", Unsure)
        assert main(["evaluate", "--run", str(directory), "--dataset", str(tiny_dataset)]) == 0
    return directory


def figures_of(run):
    return json.loads((run / "evaluation.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def matrix(unsure_run):
    """Counts of ``confusion.csv``, and its header."""
    with (unsure_run / "confusion.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    return np.array([[int(count) for count in row] for row in rows]), tuple(header)


def shipped(run, interpreter=Interpreter):
    of_files = branch_report(run)["buckets"]
    return interpreter(
        run / "int8_weights.tflite", export_lengths(TINY), buckets_of(TINY), of_files
    )


def test_run_directory(tiny_run):
    names = {path.name for path in tiny_run.iterdir()}
    assert names >= {
        "calibration.json",
        "calibration.png",
        "confusion.csv",
        "confusion.png",
        "doubtful.tsv",
        "evaluation.json",
        "languages.csv",
    }


def test_the_confusion_matrix_is_that_of_the_shipped_form(unsure_run, data, matrix):
    counts, header = matrix
    assert header == data.languages
    rows = data.rows(2)
    best = shipped(unsure_run, Unsure).log_probabilities(data.x[rows], data.m[rows]).argmax(axis=1)
    assert 0.3 < (best == data.y[rows]).mean() < 0.95
    expected = np.zeros_like(counts)
    for true, found in zip(data.y[rows], best, strict=True):
        expected[true, found] += 1
    assert (counts == expected).all()


def test_window_figures_follow_from_the_matrix(unsure_run, matrix, data):
    counts, _ = matrix
    windows = figures_of(unsure_run)["test_windows"]
    assert windows["windows"] == counts.sum() == len(data.rows(2))
    assert windows["accuracy"] == pytest.approx(np.trace(counts) / counts.sum())
    recalls = [counts[i, i] / counts[i].sum() for i in range(len(counts))]
    assert windows["accuracy_mean_of_languages"] == pytest.approx(np.mean(recalls))
    assert windows["top_3_accuracy"] > windows["accuracy"]
    compatible = [
        [other in compatible_with(label) for other in data.languages] for label in data.languages
    ]
    assert windows["accuracy_compatible_as_one"] == pytest.approx(
        (counts * compatible).sum() / counts.sum()
    )
    # The tiny model knows the seed's eight and no others.
    eight = windows["eight_languages"]
    assert (eight["windows"], eight["accuracy"]) == (windows["windows"], windows["accuracy"])
    c, cpp = (data.languages.index(name) for name in ("C", "C++"))
    mixed = counts[c, cpp] + counts[cpp, c]
    assert mixed > 0
    as_one = (np.trace(counts) + mixed) / counts.sum()
    assert eight["accuracy_c_and_cpp_as_one"] == pytest.approx(as_one)


def test_the_language_table_follows_from_the_matrix(unsure_run, matrix):
    counts, header = matrix
    with (unsure_run / "languages.csv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream))
    assert tuple(row["language"] for row in table) == header
    for i, row in enumerate(table):
        recall, precision = counts[i, i] / counts[i].sum(), counts[i, i] / counts[:, i].sum()
        assert int(row["windows"]) == counts[i].sum()
        assert float(row["window_recall"]) == pytest.approx(recall, abs=1e-4)
        assert float(row["window_precision"]) == pytest.approx(precision, abs=1e-4)
        assert (row["files"], row["file_recall"]) == ("0", "")


def test_file_figures_of_the_run(tiny_run):
    files = figures_of(tiny_run)["files"]
    test, validation = files["test"], files["validation"]
    assert test["files"] == validation["files"] == 16  # two of each language
    assert test["accuracy"] > 0.9
    assert validation["false_positives"] == 0
    assert sum(of["files"] for of in test["by_windows"].values()) == 16
    with (tiny_run / "languages.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["files"] for row in csv.DictReader(stream)} == {"2"}


def test_the_calibration_is_what_the_hook_reads(tiny_run):
    values = json.loads((tiny_run / "calibration.json").read_text("utf-8"))
    calibration = calibration_of(values)
    assert calibration.scale > 0
    assert 0 < calibration.verdict_threshold <= 1


def test_files_are_read_as_the_hook_reads_them(
    small_corpus, tiny_dataset, tiny_run, tmp_path, data
):
    files = chosen_files(tiny_dataset / "files.tsv", "test")
    tokenizer = make_tokenizer(TINY, data.vocabulary)
    opening = partial(shipped, tiny_run)
    found = score_files(
        files, FileReader(small_corpus, data.languages, tokenizer, opening, TINY.sequence_length)
    )
    output, report = tmp_path / "model", tmp_path / "report"
    arguments = ["--dataset", tiny_dataset, "--output", output, "--report", report]
    assert main(["publish", "--run", str(tiny_run), *map(str, arguments)]) == 0
    reader = Reader(model_directory=output)
    assert found.labels == reader.labels
    for index, (path, *_) in enumerate(files):
        reading = reader.read((small_corpus / path).read_text("utf-8"))
        own = found.reading(index, reading.calibration)
        assert (reading.log_probabilities == own.log_probabilities).all()
        assert (reading.of_file == own.of_file).all()
    first = found.excerpts(1).reading(0, reader.config.calibration)
    assert len(first.windows) == 1
    assert (first.of_file == found.of_files[0][1]).all()
    assert (first.of_file != found.of_files[0][0]).any()


def test_windows_alone(tiny_dataset, tiny_run, tmp_path):
    for name in (*DESCRIBED, "float32.tflite"):
        shutil.copy(tiny_run / name, tmp_path)
    arguments = ["--run", str(tmp_path), "--dataset", str(tiny_dataset), "--form", "float32"]
    assert main(["evaluate", *arguments]) == 0
    figures = figures_of(tmp_path)
    assert (figures["form"], figures["split_by"], figures["languages"]) == ("float32", "project", 8)
    assert (figures["seed"], figures["least_projects"]) == (1, 0)
    assert "files" not in figures
    assert not (tmp_path / "calibration.json").exists()


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("run.json", "run.json: not found; train a run with"),
        ("int8_weights.tflite", "int8_weights.tflite: not what quantize measured"),
        ("quantize.json", "quantize.json: not found; quantize the run first"),
        ("file.keras", "file.keras: not found beside the rest of the file branch"),
    ],
)
def test_a_run_that_lacks_something(capsys, tiny_dataset, tiny_run, tmp_path, missing, message):
    for name in {*DESCRIBED, "int8_weights.tflite"} - {missing}:
        shutil.copy(tiny_run / name, tmp_path)
    assert main(["evaluate", "--run", str(tmp_path), "--dataset", str(tiny_dataset)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("train evaluate: ")
    assert message in error
    assert error.count("\n") == 1


def test_mislabelled_files_count_neither_way(monkeypatch, tiny_dataset, tiny_run, tmp_path, data):
    path = chosen_files(tiny_dataset / "files.tsv", "test")[0][0]
    monkeypatch.setattr(documents, "MISLABELLED", tmp_path / "mislabelled.tsv")
    (tmp_path / "mislabelled.tsv").write_text(f"path\tis\n{path}\tPerl\n")
    assert path not in {file for file, *_ in chosen_files(tiny_dataset / "files.tsv", "test")}
    y = evaluation.score_test_windows(tiny_dataset, data, shipped(tiny_run)).y
    assert len(y) == len(data.rows(2)) - 25  # one of its language's two files


def test_languages_that_few_projects_taught(tmp_path):
    table = tmp_path / "languages.tsv"
    table.write_text("language\ttraining_projects\nC\t12\nCrystal\t6\nElm\t11\n")
    assert evaluation.learned_from_few(table, 12) == ["Crystal", "Elm"]
    assert evaluation.learned_from_few(table, 0) == []
    table.write_text(
        "language\ttraining_projects\tearlier_projects\nC\t12\t0\nCrystal\t6\t5\nElm\t4\t8\n"
    )
    assert evaluation.learned_from_few(table, 12) == ["Crystal"]
