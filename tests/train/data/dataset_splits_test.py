"""Which projects are in which split, and how much of each is taken."""

from collections import Counter, defaultdict
from multiprocessing.pool import ThreadPool
from pathlib import Path

import numpy as np
import pytest

from polyglint.errors import FatalError
from tests.train.conftest import MIXED, SourceFile, make_dataset, source_files, write_corpus
from train.corpus.manifest import read_table, write_table
from train.data import dataset
from train.data.batches import load_dataset
from train.data.dataset import learn_vocabulary, main
from train.data.documents import Document
from train.data.tasks import WindowTask, kept_splits
from train.model.settings import TINY


def test_languages_that_a_split_lacks_are_named():
    rows = [("C", 3, 9, 1, 1, 0.5), ("Go", 3, 9, 0, 0, 0.5), ("Zig", 3, 9, 1, 0, 0.5)]
    assert dataset.unmeasured(rows) == {"validation": ["Go"], "test": ["Go", "Zig"]}
    assert dataset.unmeasured(rows[:1]) == {}


def test_no_project_is_in_two_splits(tiny_dataset):
    splits = defaultdict(set)
    for row in read_table(tiny_dataset / "files.tsv"):
        splits[row["project"]].add(row["split"])
    assert [project for project, of in splits.items() if len(of) > 1] == []
    assert MIXED in splits


def test_projects_keep_their_splits(tiny_dataset):
    here = {row["project"]: row["split"] for row in read_table(tiny_dataset / "files.tsv")}
    assert {
        row["project"]: row["split"] for row in read_table(tiny_dataset / "projects.tsv")
    } == here


def test_projects_keep_the_splits_of_an_earlier_data_set(small_corpus, tiny_dataset, tmp_path):
    earlier = {row["project"]: row["split"] for row in read_table(tiny_dataset / "projects.tsv")}
    moved = next(name for name, of in earlier.items() if of == "train" and name.startswith("Go-"))
    earlier |= {moved: "test", "gone": "validation"}
    (tmp_path / "earlier").mkdir()
    write_table(tmp_path / "earlier" / "projects.tsv", ("project", "split"), earlier.items())
    arguments = ("--preset", "tiny", "--split-of", tmp_path / "earlier")
    made = make_dataset(small_corpus, tmp_path / "data", *arguments)
    files = {row["project"]: row["split"] for row in read_table(made / "files.tsv")}
    assert files == {project: earlier[project] for project in files}
    assert files[moved] == "test"
    kept = {row["project"]: row["split"] for row in read_table(made / "projects.tsv")}
    assert kept["gone"] == "validation"


def test_splits_of_projects_that_a_corpus_lacks_are_kept():
    task = WindowTask(Document("a.go", "Go", "here"), Path("a.go"), (0,), (2,))
    assert kept_splits([task], "project", {"gone": 1, "here": 2}) == [
        ("gone", "validation"),
        ("here", "test"),
    ]
    assert kept_splits([task], "window", {"gone": 1}) == []


def test_languages_are_balanced_over_projects(tiny_dataset):
    data, files = load_dataset(tiny_dataset), read_table(tiny_dataset / "files.tsv")
    file = np.load(tiny_dataset / "file.npy")
    for label, row in enumerate(read_table(tiny_dataset / "languages.tsv")):
        own = file[(data.y == label) & (data.split == 0)]
        counts = Counter(files[index]["project"] for index in own)
        assert len(own) <= TINY.windows_per_language
        assert len(counts) == int(row["training_projects"])
        largest = max(counts.values())
        assert float(row["largest_project_share"]) == round(largest / len(own), 3)
        assert largest - min(counts.values()) <= 1


def test_the_vocabulary_is_of_training_files(tmp_path):
    tasks = []
    for number in range(8):
        split = number % 2
        (tmp_path / f"{number}").write_text(("learn", "peek")[split])
        document = Document(f"{number}", "C", f"project-{number}")
        tasks.append(WindowTask(document, tmp_path / f"{number}", (0,), (split,)))
    with ThreadPool(1) as pool:
        assert learn_vocabulary(tmp_path, tasks, 10, pool) == ["learn"]


def test_nothing_to_hold_out(tmp_path):
    """One project of two languages is trained on, or held out, as a whole."""
    files = [SourceFile(file.language, "one", file.path, file.text) for file in source_files()]
    corpus = write_corpus(tmp_path / "corpus", files)
    arguments = ["--corpus", str(corpus), "--output", str(tmp_path / "data"), "--preset", "seed"]
    with pytest.raises(FatalError, match="no training windows of C, C"):
        main(arguments)
    assert main([*arguments, "--split-by", "window"]) == 0
