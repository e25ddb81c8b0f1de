"""The registry on repositories of this machine, which `insteadOf` puts in the place of a host."""

import hashlib
import os
import tarfile

import pytest

from tests.repositories import commit_traps, new_repository
from tests.repositories import git as run_git
from tests.train.corpus.clean_test import code
from tests.train.corpus.licence_texts import ISC
from train.corpus.command import main
from train.corpus.manifest import read_table
from train.corpus.registries import DownloadError, OversizeError, git
from train.corpus.registries.git import Git, url
from train.corpus.repository_archive import RepositoryArchive

FILES = {
    "src/a.py": "a = 1\n",
    "src/config.tpl": "a = 1\n",
    "docs/b.md": "# B\n",
    "LICENSE": ISC,
    ".gitattributes": "*.tpl linguist-language=Python\ndocs/* linguist-generated\n",
    "large.py": "a = 1\n" * 100_000,
    "binary.py": "a\0b",
    "kept-elsewhere.py": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
    "node_modules/c/c.js": "c()\n",
    "back\\\\slash.py": "a = 1\n",
}


@pytest.fixture
def mirror(tmp_path, monkeypatch):
    """The directory of repositories that stands for the host."""
    directory = tmp_path / "mirror"
    directory.mkdir()
    settings = tmp_path / "gitconfig"
    settings.write_text(f'[url "{directory}/"]\n insteadOf = https://github.com/\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return directory


@pytest.fixture
def repository(mirror):
    directory = new_repository(mirror / "owner" / "name")
    for path, text in FILES.items():
        file = directory / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    (directory / "link.py").symlink_to("/etc/passwd")
    committed(directory, "First")
    return directory


def committed(directory, message):
    """The id of a new commit of all there is."""
    run_git(directory, "add", "--all", "--force")
    run_git(directory, "commit", "--quiet", "--message", message)
    return run_git(directory, "rev-parse", "HEAD").strip()


def head(directory):
    return run_git(directory, "rev-parse", "HEAD").strip()


def download(directory, version, name="owner/name"):
    directory.mkdir()
    Git().download(name, version, directory)
    (archive,) = directory.iterdir()
    return archive


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("owner/.name", "https://github.com/owner/.name"),
        ("gitlab.example/group/sub/name", "https://gitlab.example/group/sub/name"),
    ],
)
def test_url(name, expected):
    assert url(name) == expected


@pytest.mark.parametrize("name", ["name", "owner/..", "-o/name", "a b/c", "host.example/name"])
def test_names_of_another_form_are_refused(name):
    with pytest.raises(DownloadError, match="expected"):
        url(name)


def test_an_archive_has_the_texts_of_one_commit(repository, tmp_path):
    commit = head(repository)
    (repository / "src/later.py").write_text("b = 1\n")
    newest = committed(repository, "Second")
    archive = download(tmp_path / "one", commit)
    assert archive.name == f"{commit}.tar.gz"
    with tarfile.open(archive) as tar:
        names = sorted(tar.getnames())
    expected = [".gitattributes", "LICENSE", "docs/b.md", "src/a.py", "src/config.tpl"]
    assert names == [f"name/{path}" for path in expected]
    assert download(tmp_path / "two", None).name == f"{newest}.tar.gz"


def test_the_same_commit_gives_the_same_archive(repository, tmp_path):
    first, second = (download(tmp_path / name, head(repository)) for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()


def test_files_are_labelled_as_their_repository_says(repository, tmp_path):
    archive = RepositoryArchive(download(tmp_path / "one", head(repository)))
    assert archive.origin == (head(repository), "ISC")
    labelled = {(language, path) for language, path, _ in archive.labelled()}
    assert labelled == {
        ("Python", "src/a.py"),
        ("Python", "src/config.tpl"),
        ("Git Attributes", ".gitattributes"),
        ("Text", "LICENSE"),
    }


def test_a_branch_that_is_gone_is_no_commit(repository, tmp_path):
    with pytest.raises(DownloadError, match="git fetch failed"):
        download(tmp_path / "one", "0" * 40)
    with pytest.raises(DownloadError, match="git fetch failed"):
        download(tmp_path / "two", None, "owner/absent")


def test_the_limits_hold(repository, tmp_path, monkeypatch):
    monkeypatch.setattr(git, "MAX_TEXT_BYTES", 10)
    with pytest.raises(OversizeError, match="MiB of text"):
        download(tmp_path / "one", head(repository))
    monkeypatch.setattr(git, "MAX_REPOSITORY_BYTES", 1000)
    with pytest.raises(OversizeError, match="larger than 0 MiB"):
        download(tmp_path / "two", head(repository))


@pytest.mark.skipif(os.name == "nt", reason="shell scripts")
def test_nothing_of_a_repository_is_executed(repository, mirror, tmp_path):
    mark = tmp_path / "mark"
    commit_traps(repository, mark, "linguist-language=Python")
    archive = RepositoryArchive(download(tmp_path / "one", head(repository)))
    assert ("Python", "src/a.py") in {(language, path) for language, path, _ in archive.labelled()}
    assert not mark.exists()


def test_repositories_become_a_corpus(repository, tmp_path, capsys):
    (repository / "src/a.py").write_text(code("a"))
    commit = committed(repository, "Second")
    rows = ["language registry package version licence", f"Python git owner/name {commit} ISC"]
    rows += [f"Python git owner/absent {commit}  ", f"Python git owner/kept-back {commit}  "]
    sources = tmp_path / "sources.tsv"
    sources.write_text("\n".join(rows).replace(" ", "\t") + "\n")
    held_out = tmp_path / "held-out"
    digest = hashlib.sha256(b"owner/kept-back").hexdigest()
    held_out.write_text(f"{digest}\trepository\n")
    options = ["--output", tmp_path / "corpus", "--sources", sources, "--max-failures", "0.5"]
    assert main([*map(str, options), "--held-out", str(held_out)]) == 0
    rows = read_table(tmp_path / "corpus/manifest.tsv")
    assert [row["path"] for row in rows] == [
        "Python/git__owner+name/src__a.py",
        "Text/git__owner+name/LICENSE",
    ]
    row = rows[0]
    assert (row["commit"], row["licence"]) == (commit, "ISC")
    said = capsys.readouterr().out
    assert f"held out: git owner/kept-back {commit}\n" in said
    assert f"failed: git owner/absent {commit}: git fetch failed" in said
    assert "1 packages obtained, 1 failed\n" in said
    (failed,) = read_table(tmp_path / "corpus/failed.tsv")
    assert (failed["registry"], failed["package"]) == ("git", "owner/absent")
    assert failed["reason"].startswith("git fetch failed")
    options = ["--cache", tmp_path / "corpus.archives/files", "--output", tmp_path / "again"]
    assert main([*map(str, options)]) == 0
    assert read_table(tmp_path / "again/failed.tsv") == [failed]
    assert read_table(tmp_path / "again/manifest.tsv") == rows


def test_a_submodule_is_left_alone(repository, tmp_path):
    commit = head(repository)
    run_git(repository, "update-index", "--add", "--cacheinfo", f"160000,{commit},module")
    run_git(repository, "commit", "--quiet", "--message", "Add a submodule")
    archive = RepositoryArchive(download(tmp_path / "one", head(repository)))
    assert not any(path.startswith("module") for path in archive.paths)
