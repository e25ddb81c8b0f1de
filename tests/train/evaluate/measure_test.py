"""The shipped model on a corpus of a few files."""

import json
import shutil
from types import SimpleNamespace

import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

from polyglint.errors import FatalError
from polyglint.model.config import CONFIG, SHIPPED, load_config
from tests.repositories import SOURCES
from train.evaluate import measure
from train.evaluate.measure import main

FILES = {
    "Go/git__a+one/queue.go": ("queue.go", "Go", "a/one"),
    "Python/npm__two/inventory.py": ("inventory.py", "Python", "two"),
    "Ruby/npm__seen/ledger.rb": ("ledger.rb", "Ruby", "seen"),
    "Perl/dir__four/queue.pl": ("queue.go", "Perl", "four"),  # mislabelled on purpose
    "Klingon/npm__two/a.k": ("cache.rs", "Klingon", "two"),
}


@pytest.fixture
def corpus(tmp_path):
    directory = tmp_path / "corpus"
    rows = ["path\tlanguage\tproject"]
    for path, (source, language, project) in FILES.items():
        (directory / path).parent.mkdir(parents=True)
        shutil.copy(SOURCES / source, directory / path)
        rows.append(f"{path}\t{language}\t{project}")
    (directory / "Go/git__a+one/short.go").write_text("")
    rows.append("Go/git__a+one/short.go\tGo\ta/one")
    (directory / "manifest.tsv").write_text("\n".join(rows) + "\n")
    return directory


def run(corpus, tmp_path, *arguments):
    output = tmp_path / "figures.json"
    assert main(["--corpus", str(corpus), "--output", str(output), *map(str, arguments)]) == 0
    return json.loads(output.read_text())


def test_packages_and_repositories_are_measured_apart(corpus, tmp_path, capsys, monkeypatch):
    projects = {"seen": 0, "two": measure.TEST, "four": measure.TEST}
    monkeypatch.setattr(measure, "load_weights", lambda _: SimpleNamespace(projects=projects))
    report = run(corpus, tmp_path)
    counts = {group: report[group]["files"]["files"] for group in measure_groups(report)}
    assert counts == {"packages": 1, "repositories": 2, "both": 3}
    assert report["both"]["files"]["accuracy"] == pytest.approx(2 / 3)
    assert report["both"]["languages"]["Go"]["file_accuracy"] == 1
    assert report["both"]["languages"]["Perl"]["window_accuracy"] < 0.5
    low, high = report["both"]["files"]["accuracy_interval"]
    assert (low, high) == (0, 1)
    assert "Ruby" not in report["both"]["languages"]  # trained on
    assert report["unknown"] == {"Klingon": 1}
    assert report["without_windows"] == 1
    assert report["model"]["sha256"] == load_config(SHIPPED).sha256
    assert set(report["unmeasured"]) == {*load_config(SHIPPED).languages} - {"Go", "Perl", "Python"}
    said = capsys.readouterr().out
    assert "1 files in 1 languages that are not candidates" in said
    assert "no files, so no figures: " in said


def test_the_model_that_ships_by_another_path_is_the_same(corpus, tmp_path, capsys, monkeypatch):
    projects = {"seen": 0, "two": measure.TEST, "four": measure.TEST}
    monkeypatch.setattr(measure, "load_weights", lambda _: SimpleNamespace(projects=projects))
    link = tmp_path / "link"
    link.symlink_to(SHIPPED, target_is_directory=True)
    assert "Ruby" not in run(corpus, tmp_path, "--model", link)["both"]["languages"]
    assert "which projects it was trained on" not in capsys.readouterr().out


def measure_groups(report):
    return [group for group in ("packages", "repositories", "both") if group in report]


def test_two_models_choose_among_what_both_know(corpus, tmp_path, capsys):
    other = tmp_path / "other"
    other.mkdir()
    config = json.loads((SHIPPED / CONFIG).read_text())
    config["languages"] = ["C", "Go", "Python", "Klingon"]
    (other / CONFIG).write_text(json.dumps(config))
    model = shutil.copytree(SHIPPED, tmp_path / "model")
    report = run(corpus, tmp_path, "--model", model, "--among", other)
    assert report["candidates"] == 3
    assert report["both"]["languages"].keys() == {"Go", "Python"}
    assert report["unknown"] == {"Klingon": 1, "Perl": 1, "Ruby": 1}
    assert report["unmeasured"] == ["C"]
    said = "no --weights or --dataset say which projects it was trained on"
    assert f"{model}: {said}" in capsys.readouterr().out


def test_the_test_split_of_a_data_set(corpus, tmp_path):
    dataset = tmp_path / "dataset"
    dataset.mkdir()
    rows = ["path\tlanguage\tproject\tsplit"]
    for path, (_, language, project) in FILES.items():
        rows.append(f"{path}\t{language}\t{project}\t{'test' if language == 'Go' else 'train'}")
    (dataset / "files.tsv").write_text("\n".join(rows) + "\n")
    report = run(corpus, tmp_path, "--dataset", dataset)
    assert report["both"]["languages"].keys() == {"Go"}


def test_a_corpus_without_anything_to_measure(corpus, tmp_path):
    (corpus / "manifest.tsv").write_text(
        "path\tlanguage\tproject\nKlingon/npm__two/a.k\tKlingon\ttwo\n"
    )
    with pytest.raises(FatalError, match="no file in a language to measure"):
        main(["--corpus", str(corpus), "--output", str(tmp_path / "figures.json")])
