import filecmp
import hashlib
import json
from collections import Counter

import numpy as np
import pytest

from polyglint.errors import FatalError
from polyglint.model.tokenizer import CharacterTokenizer, LexicalTokenizer
from polyglint.model.window_rows import encode_rows
from polyglint.model.windows import Lines, window_starts
from tests.train.conftest import SourceFile, make_dataset, source_files, write_corpus
from train.corpus.manifest import read_table
from train.data import dataset
from train.data.batches import load_dataset
from train.data.dataset import main
from train.data.split import SPLITS
from train.model.settings import SEED_LANGUAGES, TINY

ARRAYS = ("x.npy", "y.npy", "m.npy", "split.npy", "file.npy")
FILES = (*ARRAYS, "dataset.json", "files.tsv", "languages.tsv", "projects.tsv", "vocabulary.txt")


@pytest.fixture(scope="module")
def seed_dataset(small_corpus, tmp_path_factory):
    return make_dataset(small_corpus, tmp_path_factory.mktemp("seed"), "--preset", "seed")


@pytest.fixture(scope="module")
def window_dataset(small_corpus, tmp_path_factory):
    directory = tmp_path_factory.mktemp("window")
    return make_dataset(small_corpus, directory, "--preset", "tiny", "--split-by", "window")


def test_directory(tiny_dataset):
    assert sorted(path.name for path in tiny_dataset.iterdir()) == sorted(FILES)


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
    data, files = load_dataset(directory), read_table(directory / "files.tsv")
    file = np.load(directory / "file.npy")
    for index, row in enumerate(files):
        lines = Lines((corpus / row["path"]).read_text("utf-8"))
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


def test_the_tables_agree(small_corpus, tiny_dataset):
    data, files = load_dataset(tiny_dataset), read_table(tiny_dataset / "files.tsv")
    file = np.load(tiny_dataset / "file.npy")
    assert (data.split == [SPLITS.index(files[index]["split"]) for index in file]).all()
    description = json.loads((tiny_dataset / "dataset.json").read_text("utf-8"))
    assert description["windows"] == {
        name: len(data.rows(number)) for number, name in enumerate(SPLITS)
    }
    assert description["corpus_sha256"] == "0123abcd"
    assert description["left_out"] == {"Rust": 2}
    assert description["vocabulary_of"] is None
    assert (description["seed"], description["split_by"]) == (1, "project")
    assert data.settings == TINY
    for label, row in enumerate(read_table(tiny_dataset / "languages.tsv")):
        splits = data.split[data.y == label]
        assert [int(row[name]) for name in SPLITS] == np.bincount(splits, minlength=3).tolist()


def test_the_same_seed_gives_the_same_bytes(small_corpus, tiny_dataset, tmp_path):
    again = make_dataset(small_corpus, tmp_path, "--preset", "tiny")
    assert filecmp.cmpfiles(tiny_dataset, again, FILES, shallow=False) == (list(FILES), [], [])


def test_another_seed_gives_other_windows_of_the_same_projects(
    small_corpus, tiny_dataset, tmp_path
):
    other = make_dataset(small_corpus, tmp_path, "--preset", "tiny", "--seed", "2")
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
    directory = make_dataset(
        small_corpus, tmp_path, "--preset", "tiny", "--languages", "Ruby, C", "--set", "epochs=1"
    )
    data = load_dataset(directory)
    assert data.languages == ("C", "Ruby")
    assert data.settings == TINY.replace(languages=("Ruby", "C"), epochs=1)
    assert {row["language"] for row in read_table(directory / "files.tsv")} == {"C", "Ruby"}


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


def test_files_that_the_hook_would_not_read_give_no_windows(tmp_path):
    files = [*source_files(), SourceFile("C", "binary", "C/binary/0", "int\0main\n"),
             SourceFile("C", "binary", "C/binary/1", " \n\n")]  # fmt: skip
    corpus = write_corpus(tmp_path / "corpus", files)
    directory = make_dataset(corpus, tmp_path / "data", "--preset", "tiny")
    assert "binary" not in {row["project"] for row in read_table(directory / "files.tsv")}


def test_an_address_without_an_engine(small_corpus, tmp_path):
    paths = ["--corpus", str(small_corpus), "--output", str(tmp_path)]
    with pytest.raises(FatalError, match="--address is for --engine ray"):
        main([*paths, "--preset", "tiny", "--address", "x:1"])
