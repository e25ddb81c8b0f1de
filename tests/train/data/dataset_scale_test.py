"""Data sets in shards, made by many workers, and too large for memory."""

import filecmp
import json
import os
import subprocess
import sys
from contextlib import nullcontext

import numpy as np
import pytest

from tests.repositories import ROOT, environment
from tests.train.conftest import Away, SourceFile, make_dataset, write_corpus
from train.data import dataset
from train.data.batches import load_dataset
from train.data.dataset import main

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
        for project in range(14)
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
    directory = make_dataset(
        small_corpus, tmp_path / "data", "--preset", "tiny", "--shards", shards
    )
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
