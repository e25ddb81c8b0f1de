import csv
import filecmp
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from contextlib import nullcontext
from multiprocessing.pool import ThreadPool
from pathlib import Path

import numpy as np
import pytest

from polyglint.errors import FatalError
from polyglint.model.tokenizer import CharacterTokenizer, LexicalTokenizer
from polyglint.model.windows import encode_rows, non_blank_lines, window_starts
from tests.repositories import ROOT, environment
from tests.train.conftest import MIXED, Away, SourceFile, run_step, source_files, write_corpus
from train.data import dataset
from train.data.batches import load_dataset
from train.data.dataset import learn_vocabulary, main
from train.data.documents import Document
from train.data.split import SPLITS
from train.data.tasks import WindowTask, kept_splits
from train.model.settings import SEED_LANGUAGES, TINY

ARRAYS = ("x.npy", "y.npy", "m.npy", "split.npy", "file.npy")
FILES = (*ARRAYS, "dataset.json", "files.tsv", "languages.tsv", "projects.tsv", "vocabulary.txt")


def table(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def make(corpus, directory, *arguments):
    run_step("dataset", "--corpus", corpus, "--output", directory, *arguments)
    return directory


@pytest.fixture(scope="module")
def seed_dataset(small_corpus, tmp_path_factory):
    return make(small_corpus, tmp_path_factory.mktemp("seed"), "--preset", "seed")


@pytest.fixture(scope="module")
def window_dataset(small_corpus, tmp_path_factory):
    directory = tmp_path_factory.mktemp("window")
    return make(small_corpus, directory, "--preset", "tiny", "--split-by", "window")


def test_directory(tiny_dataset):
    assert sorted(path.name for path in tiny_dataset.iterdir()) == sorted(FILES)


def test_languages_that_a_split_lacks_are_named():
    rows = [("C", 3, 9, 1, 1, 0.5), ("Go", 3, 9, 0, 0, 0.5), ("Zig", 3, 9, 1, 0, 0.5)]
    assert dataset.unmeasured(rows) == {"validation": ["Go"], "test": ["Go", "Zig"]}
    assert dataset.unmeasured(rows[:1]) == {}


def test_a_corpus_is_known_by_its_digests_and_by_what_failed(tmp_path):
    (tmp_path / "manifest.tsv").write_text("path\n")
    facts = dataset.corpus_facts(tmp_path)
    assert (facts["corpus_sha256"], facts["failed_packages"]) == (None, [])
    assert facts["manifest_sha256"] == hashlib.sha256(b"path\n").hexdigest()
    (tmp_path / "corpus.sha256").write_text("0123\n")
    (tmp_path / "failed.tsv").write_text("registry\tpackage\tversion\treason\nnpm\ta\t1\tno a\n")
    facts = dataset.corpus_facts(tmp_path)
    assert (facts["corpus_sha256"], facts["failed_packages"]) == ("0123", ["npm a 1"])


def test_arrays(tiny_dataset):
    arrays = {name: np.load(tiny_dataset / name) for name in ARRAYS}
    count = len(arrays["y.npy"])
    assert {name: (array.dtype, array.shape) for name, array in arrays.items()} == {
        "x.npy": (np.uint16, (count, 32)),
        "m.npy": (np.bool_, (count, 33)),
        "y.npy": (np.uint8, (count,)),
        "split.npy": (np.uint8, (count,)),
        "file.npy": (np.int32, (count,)),
    }


def test_the_mask_hides_the_padding_and_nothing_else(tiny_dataset):
    data = load_dataset(tiny_dataset)
    assert data.m[:, 0].all()  # the class token
    assert (np.asarray(data.x != 0) == data.m[:, 1:]).all()


def assert_rows_are_windows_of_their_files(corpus, directory, tokenizer):
    """Every row is a window of the file that the tables name, under that file's language."""
    data, files = load_dataset(directory), table(directory / "files.tsv")
    file = np.load(directory / "file.npy")
    for index, row in enumerate(files):
        lines = non_blank_lines((corpus / row["path"]).read_text("utf-8"))
        starts = window_starts(len(lines))
        windows = encode_rows(tokenizer, lines, starts, data.settings.sequence_length)
        own = file == index
        assert {data.languages[label] for label in data.y[own]} == {row["language"]}
        assert as_counter(data.x[own], data.m[own]) <= as_counter(*windows)


def as_counter(token_ids, padding_mask):
    rows = zip(token_ids, padding_mask, strict=True)
    return Counter((ids.tobytes(), mask.tobytes()) for ids, mask in rows)


def test_rows_are_windows_of_their_files(small_corpus, tiny_dataset):
    tokenizer = LexicalTokenizer(load_dataset(tiny_dataset).vocabulary)
    assert tokenizer.vocabulary_size <= TINY.vocabulary_size
    assert_rows_are_windows_of_their_files(small_corpus, tiny_dataset, tokenizer)


def test_no_project_is_in_two_splits(tiny_dataset):
    splits = defaultdict(set)
    for row in table(tiny_dataset / "files.tsv"):
        splits[row["project"]].add(row["split"])
    assert [project for project, of in splits.items() if len(of) > 1] == []
    assert MIXED in splits


def test_projects_keep_their_splits(tiny_dataset):
    here = {row["project"]: row["split"] for row in table(tiny_dataset / "files.tsv")}
    assert {row["project"]: row["split"] for row in table(tiny_dataset / "projects.tsv")} == here


def test_splits_of_projects_that_a_corpus_lacks_are_kept():
    task = WindowTask(Document("a.go", "Go", "here"), Path("a.go"), (0,), (2,))
    assert kept_splits([task], "project", {"gone": 1, "here": 2}) == [
        ("gone", "validation"),
        ("here", "test"),
    ]
    assert kept_splits([task], "window", {"gone": 1}) == []


def test_the_tables_agree(small_corpus, tiny_dataset):
    data, files = load_dataset(tiny_dataset), table(tiny_dataset / "files.tsv")
    file = np.load(tiny_dataset / "file.npy")
    assert (data.split == [SPLITS.index(files[index]["split"]) for index in file]).all()
    description = json.loads((tiny_dataset / "dataset.json").read_text("utf-8"))
    assert description["windows"] == {
        name: len(data.rows(number)) for number, name in enumerate(SPLITS)
    }
    assert description["corpus_sha256"] == "0123abcd"
    assert description["left_out"] == {"Rust": 2}
    assert (description["seed"], description["split_by"]) == (1, "project")
    assert data.settings == TINY
    for label, row in enumerate(table(tiny_dataset / "languages.tsv")):
        splits = data.split[data.y == label]
        assert [int(row[name]) for name in SPLITS] == np.bincount(splits, minlength=3).tolist()


def test_languages_are_balanced_over_projects(tiny_dataset):
    data, files = load_dataset(tiny_dataset), table(tiny_dataset / "files.tsv")
    file = np.load(tiny_dataset / "file.npy")
    for label, row in enumerate(table(tiny_dataset / "languages.tsv")):
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


def test_the_same_seed_gives_the_same_bytes(small_corpus, tiny_dataset, tmp_path):
    again = make(small_corpus, tmp_path, "--preset", "tiny")
    assert filecmp.cmpfiles(tiny_dataset, again, FILES, shallow=False) == (list(FILES), [], [])


def test_another_seed_gives_other_windows_of_the_same_projects(
    small_corpus, tiny_dataset, tmp_path
):
    other = make(small_corpus, tmp_path, "--preset", "tiny", "--seed", "2")
    same = filecmp.cmpfiles(tiny_dataset, other, ("files.tsv", "x.npy"), shallow=False)
    assert same[:2] == (["files.tsv"], ["x.npy"])


def test_split_by_window(small_corpus, tiny_dataset, window_dataset):
    data = load_dataset(window_dataset)
    assert data.description["split_by"] == "window"
    shares = np.bincount(data.split) / len(data.split)
    assert shares == pytest.approx([0.8, 0.1, 0.1], abs=0.03)
    file = np.load(window_dataset / "file.npy")
    assert len({index for index in file if len(set(data.split[file == index])) == 3}) > 10
    tokenizer = LexicalTokenizer(data.vocabulary)
    assert_rows_are_windows_of_their_files(small_corpus, window_dataset, tokenizer)


def test_languages(small_corpus, tmp_path):
    directory = make(
        small_corpus, tmp_path, "--preset", "tiny", "--languages", "Ruby, C", "--set", "epochs=1"
    )
    data = load_dataset(directory)
    assert data.languages == ("C", "Ruby")
    assert data.settings == TINY.replace(languages=("Ruby", "C"), epochs=1)
    assert {row["language"] for row in table(directory / "files.tsv")} == {"C", "Ruby"}


def test_seed_preset(small_corpus, seed_dataset):
    data = load_dataset(seed_dataset)
    assert data.languages == SEED_LANGUAGES
    assert (data.x.shape[1], data.m.shape[1]) == (150, 151)
    assert data.x.max() < 100
    assert data.vocabulary == ()
    assert data.m[:, 0].all()
    assert (data.x[~data.m[:, 1:]] == 0).all()
    assert_rows_are_windows_of_their_files(small_corpus, seed_dataset, CharacterTokenizer())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--languages", "C,Klingon"], "no files of Klingon", id="missing language"),
        pytest.param(["--languages", "C,C"], "C: a model tells two languages apart", id="one"),
        pytest.param(["--languages", "C,Rust"], "no training windows of Rust", id="two projects"),
        pytest.param(["--set", "min_projects=7"], "fewer than two languages have 7", id="too few"),
        pytest.param(["--set", "width=3"], "no such setting", id="no such setting"),
    ],
)
def test_errors(small_corpus, tmp_path, arguments, message):
    output = tmp_path / "data"
    with pytest.raises(FatalError, match=message):
        main(["--corpus", str(small_corpus), "--output", str(output), "--preset", "tiny",
              *arguments])  # fmt: skip
    assert not (output / "x.npy").exists()


def test_no_manifest(tmp_path):
    with pytest.raises(FatalError, match=r"manifest\.tsv: not found; make a corpus"):
        main(["--corpus", str(tmp_path), "--output", str(tmp_path / "data")])


def test_nothing_to_hold_out(tmp_path):
    """One project of two languages is trained on, or held out, as a whole."""
    files = [SourceFile(file.language, "one", file.path, file.text) for file in source_files()]
    corpus = write_corpus(tmp_path / "corpus", files)
    arguments = ["--corpus", str(corpus), "--output", str(tmp_path / "data"), "--preset", "seed"]
    with pytest.raises(FatalError, match="no training windows of C, C"):
        main(arguments)
    assert main([*arguments, "--split-by", "window"]) == 0


def test_files_that_the_hook_would_not_read_give_no_windows(tmp_path):
    files = [*source_files(), SourceFile("C", "binary", "C/binary/0", "int\0main\n"),
             SourceFile("C", "binary", "C/binary/1", " \n\n")]  # fmt: skip
    corpus = write_corpus(tmp_path / "corpus", files)
    directory = make(corpus, tmp_path / "data", "--preset", "tiny")
    assert "binary" not in {row["project"] for row in table(directory / "files.tsv")}


MEASURE = """
import resource, sys
from train.data.dataset import main
assert main(sys.argv[1:]) == 0
scale = 1 if sys.platform == "darwin" else 1024
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    print(resource.getrusage(who).ru_maxrss * scale)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no getrusage")
def test_two_million_windows_in_two_gigabytes(tmp_path):
    """Memory of the whole, the workers' included, whose pages are partly the parent's."""
    line = "f(a{n});\n"
    files = [
        SourceFile(
            language,
            f"{language}-{project}",
            f"{language}/{project}",
            "".join(line.format(n=(project * n) % 977) for n in range(45_000)),
        )
        for language in ("A", "B", "C", "D")
        for project in range(15)
    ]
    corpus = write_corpus(tmp_path / "corpus", files)
    arguments = ["--corpus", corpus, "--output", tmp_path / "data", "--preset", "base"]
    quotas = ["windows_per_language=460_000", "held_out_windows_per_language=20_000"]
    sets = [word for quota in quotas for word in ("--set", quota.replace("_000", "000"))]
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, *map(str, arguments), *sets],
        cwd=ROOT,
        env=environment(PYTHONPATH="hook"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert measured.returncode == 0, measured.stderr
    memory = [int(words) for words in measured.stdout.split()[-2:]]
    assert len(np.load(tmp_path / "data" / "y.npy")) == 2_000_000
    assert sum(memory) < 2 * 1024**3, memory


@pytest.mark.parametrize("shards", [1, 3, 1000])
def test_shards_are_the_same_data_set(small_corpus, tiny_dataset, tmp_path, shards):
    directory = make(small_corpus, tmp_path / "data", "--preset", "tiny", "--shards", shards)
    whole, parts = load_dataset(tiny_dataset), load_dataset(directory)
    index = json.loads((directory / "index.json").read_text("utf-8"))["shards"]
    assert 1 <= len(index) <= shards
    assert sum(shard["rows"] for shard in index) == len(whole.y)
    for name in ("x", "m", "y", "split"):
        assert (np.asarray(getattr(parts, name)) == np.asarray(getattr(whole, name))).all()
    rows = np.random.default_rng(1).permutation(len(whole.y))
    assert (parts.x[rows] == whole.x[rows]).all()
    assert (parts.m.sum(axis=1) == whole.m.sum(axis=1)).all()
    tables = ("files.tsv", "languages.tsv", "vocabulary.txt", "dataset.json")
    assert filecmp.cmpfiles(tiny_dataset, directory, tables, shallow=False)[0] == list(tables)


def test_workers_may_have_another_current_directory(
    small_corpus, tiny_dataset, tmp_path, monkeypatch
):
    monkeypatch.chdir(small_corpus.parent)
    monkeypatch.setattr(dataset, "opened", lambda *_: nullcontext(Away()))
    output = os.path.relpath(tmp_path / "data")
    paths = ["--corpus", small_corpus.name, "--output", output]
    assert main([*paths, "--preset", "tiny", "--shards", "3"]) == 0
    tables = ("dataset.json", "files.tsv", "languages.tsv", "vocabulary.txt")
    assert filecmp.cmpfiles(tiny_dataset, tmp_path / "data", tables, shallow=False)[0] == [*tables]


def test_an_address_without_an_engine(small_corpus, tmp_path):
    paths = ["--corpus", str(small_corpus), "--output", str(tmp_path)]
    with pytest.raises(FatalError, match="--address is for --engine ray"):
        main([*paths, "--preset", "tiny", "--address", "x:1"])
