"""The command on real archives and directories, with a registry that has no network behind it."""

import hashlib
from contextlib import nullcontext

import pytest

from polyglint.errors import FatalError
from tests.train.conftest import Away
from tests.train.corpus.archives_test import make_tar
from tests.train.corpus.clean_test import code
from train.__main__ import main as train
from train.corpus import command, main
from train.corpus.exclusions import text_digest
from train.corpus.manifest import read_table
from train.corpus.registries import NAMES, DownloadError


class Shelf:
    """A registry that is a directory of archives."""

    programs = ()

    def __init__(self, directory):
        self.directory = directory

    def download(self, name, version, directory):
        archive = self.directory / f"{name}-{version}.tgz"
        if not archive.exists():
            raise DownloadError(f"no {name}")
        (directory / archive.name).write_bytes(archive.read_bytes())


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    directory = tmp_path / "shelf"
    directory.mkdir()
    make_tar(directory / "a-1.tgz", ("p/a.py", code("a").encode()), ("p/b.c", code("b").encode()))
    make_tar(directory / "b-1.tgz", ("p/a.py", code("c").encode()))
    monkeypatch.setattr(command, "registries", lambda _: dict.fromkeys(NAMES, Shelf(directory)))
    return directory


@pytest.fixture
def sources(tmp_path):
    file = tmp_path / "sources.tsv"
    rows = ["language registry package version", "Python npm a 1", "C npm a 1", "Python npm b 1"]
    rows += ["C pypi gone 1"]
    file.write_text("\n".join(rows).replace(" ", "\t") + "\n", encoding="utf-8")
    return file


def paths(output):
    return [row["path"] for row in read_table(output / "manifest.tsv")]


def test_packages_become_a_corpus(tmp_path, shelf, sources, capsys):
    output = tmp_path / "corpus"
    assert main(["--output", str(output), "--sources", str(sources), "--max-failures", "0.4"]) == 0
    assert paths(output) == ["C/npm__a/b.c", "Python/npm__a/a.py", "Python/npm__b/a.py"]
    assert [row["package"] for row in read_table(output / "archives.tsv")] == ["a", "b"]
    *counts, total = capsys.readouterr().out.splitlines()
    assert "failed: pypi gone 1: no gone; the newest: no gone" in counts
    assert "2 packages obtained, 1 failed" in counts
    assert [line.split() for line in counts[-2:]] == [
        ["Python", "2", "projects", "2", "files"],
        ["C", "1", "projects", "1", "files"],
    ]
    assert total.startswith("3 files of 2 languages; dropped: none; corpus hash ")


def test_languages_and_limit(tmp_path, shelf, sources):
    output = tmp_path / "corpus"
    options = ["--sources", str(sources), "--languages", "Python", "--limit", "1"]
    assert main(["--output", str(output), *options]) == 0
    assert paths(output) == ["Python/npm__a/a.py"]


def test_a_second_run_needs_no_registry(tmp_path, shelf, sources):
    options = ["--sources", str(sources), "--languages", "Python"]
    main(["--output", str(tmp_path / "corpus"), *options])
    first = (tmp_path / "corpus/corpus.sha256").read_text(encoding="utf-8")
    for archive in shelf.iterdir():
        archive.unlink()
    main(["--output", str(tmp_path / "corpus"), *options])
    assert (tmp_path / "corpus/corpus.sha256").read_text(encoding="utf-8") == first


def test_too_many_failures_leave_no_corpus(tmp_path, shelf, sources):
    output = tmp_path / "corpus"
    with pytest.raises(FatalError, match="1 of 3 packages failed"):
        main(["--output", str(output), "--sources", str(sources)])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "corpus.archives",
        "shelf",
        "sources.tsv",
    ]


def test_archives_that_cannot_be_read_count_as_failures(tmp_path, shelf, sources):
    (shelf / "b-1.tgz").write_bytes(b"<html>")
    options = ["--sources", str(sources), "--max-failures", "0.5"]
    with pytest.raises(FatalError, match=r"2 of 3 packages failed.*b-1"):
        main(["--output", str(tmp_path / "corpus"), *options])


def test_a_cache_and_checkouts_together(tmp_path):
    for name in ("cache/Go/npm__a/a.go", "checkouts/one/b.py", "more/two/c.py"):
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        file.write_text(code(file.stem), encoding="utf-8")
    options = ["--cache", tmp_path / "cache", "--from-dir", tmp_path / "checkouts"]
    options += ["--from-dir", tmp_path / "more", "--output", tmp_path / "corpus"]
    assert main(list(map(str, options))) == 0
    assert paths(tmp_path / "corpus") == [
        "Go/npm__a/a.go",
        "Python/dir__one/b.py",
        "Python/dir__two/c.py",
    ]
    assert not (tmp_path / "corpus/archives.tsv").exists()


def test_workers_may_have_another_current_directory(tmp_path, monkeypatch):
    for name in ("cache/Go/npm__a/a.go", "cache/Go/npm__b/b.go", "checkouts/one/b.py"):
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        file.write_text(code(file.suffix[1:]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "opened", lambda *_: nullcontext(Away()))
    assert main(["--cache", "cache", "--from-dir", "checkouts"]) == 0
    assert paths(tmp_path / "corpus") == ["Go/npm__a/a.go", "Python/dir__one/b.py"]


def test_lists_of_what_is_held_out_add_up(tmp_path):
    for name in ("one", "two", "three", "four"):
        file = tmp_path / f"checkouts/me__{name}/a.py"
        file.parent.mkdir(parents=True)
        file.write_text(code(name), encoding="utf-8")
    lists = [tmp_path / "one", tmp_path / "two", tmp_path / "three"]
    for file in lists[:2]:
        digest = hashlib.sha256(f"me/{file.name}".encode()).hexdigest()
        file.write_text(f"{digest}\trepository\n", encoding="utf-8")
    text = (tmp_path / "checkouts/me__three/a.py").read_bytes()
    lists[2].write_text(text_digest(text) + "\n", encoding="utf-8")
    options = ["--from-dir", tmp_path / "checkouts", "--output", tmp_path / "corpus"]
    options += ["--held-out", *lists[:2], "--held-out", lists[2]]
    assert main(list(map(str, options))) == 0
    assert paths(tmp_path / "corpus") == ["Python/git__me+four/a.py"]


@pytest.mark.parametrize(
    "options",
    [
        ["--held-out", "nowhere"],
        ["--cache", "nowhere"],
        ["--from-dir", "nowhere"],
        ["--sources", "nowhere"],
        ["--languages", "Klingon"],
    ],
)
def test_bad_input_is_one_line_and_exit_2(tmp_path, capsys, options, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert train(["corpus", *options]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert options[1] in captured.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", [["--limit", "0"], ["--max-failures", "2"], ["--nonsense"]])
def test_bad_usage_exits_with_2(capsys, options):
    with pytest.raises(SystemExit) as end:
        train(["corpus", *options])
    assert end.value.code == 2
    assert options[0] in capsys.readouterr().err
