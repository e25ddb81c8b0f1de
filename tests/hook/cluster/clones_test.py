import os
import tempfile
from pathlib import Path

import pytest

from polyglint.cluster import clones
from polyglint.cluster.clones import opened, remove_orphans
from polyglint.errors import FatalError
from tests.repositories import commit_traps, git


@pytest.fixture(autouse=True)
def scratch(tmp_path, monkeypatch):
    """Where clones go."""
    directory = tmp_path / "scratch"
    directory.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(directory))
    return directory


def test_a_directory_is_read_where_it_is(forest, scratch):
    with opened(str(forest / "tree0")) as directory:
        assert directory == str(forest / "tree0")
        assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("form", ["url", "bundle"])
def test_what_is_no_directory_is_cloned_bare_and_gone_afterwards(forest, scratch, form):
    location = f"file://{forest / 'tree1'}" if form == "url" else str(forest / "one.bundle")
    with opened(location) as directory:
        assert (Path(directory) / "HEAD").is_file()
        assert not (Path(directory) / "hooks").exists()
        assert b"src/inventory.py" in git_names(directory)
    assert list(scratch.iterdir()) == []


def git_names(directory):
    return git(Path(directory), "ls-tree", "-r", "--name-only", "HEAD").encode()


def test_a_revision_asks_for_the_history(forest):
    source = forest / "tree2"
    commits = git(source, "rev-list", "--all").split()
    with opened(f"file://{source}", commits[-1]) as directory:
        assert git(Path(directory), "rev-list", "--all").split() == commits


HOSTILE = [
    ("ext::sh -c 'touch {}'", "names a transport helper"),
    ("fd::17/x", "names a transport helper"),
    ("persistent-https::https://example.org", "names a transport helper"),
    ("ssh://-oProxyCommand=touch%20{}/x", "begins with a dash"),
    ("http://[::1", "not a URL"),
]


@pytest.mark.parametrize(("location", "problem"), HOSTILE)
def test_nothing_that_runs_a_program_is_opened(tmp_path, location, problem, scratch):
    mark = tmp_path / "mark"
    with pytest.raises(FatalError, match=problem), opened(location.format(mark)):
        pass
    assert not mark.exists()
    assert list(scratch.iterdir()) == []


def test_a_file_that_is_no_bundle(tmp_path, scratch):
    (tmp_path / "--upload-pack=id").write_text("touch mark")
    with (
        pytest.raises(FatalError, match="git clone failed"),
        opened(str(tmp_path / "--upload-pack=id")),
    ):
        pass
    assert list(scratch.iterdir()) == []


def test_neither_hooks_nor_filters_nor_submodules_of_a_repository_act(forest, tmp_path):
    source = tmp_path / "hostile"
    mark = tmp_path / "mark"
    git(tmp_path, "clone", "--quiet", forest / "tree0", source)
    commit_traps(source, mark)
    with opened(f"file://{source}"):
        assert not mark.exists()


def test_a_password_is_not_in_the_reason():
    location = "https://me:secret@127.0.0.1:9/x"
    with pytest.raises(FatalError) as caught, opened(location):
        pass
    assert "secret" not in str(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="locks of another system")
def test_clones_of_dead_workers_are_removed_and_no_others(forest, scratch):
    orphan = scratch / f"{clones.PREFIX}dead"
    (orphan / clones.CLONE).mkdir(parents=True)
    (orphan / clones.LOCK).touch()
    young = scratch / f"{clones.PREFIX}young"
    young.mkdir()
    other = scratch / "other"
    other.mkdir()
    with opened(str(forest / "one.bundle")) as directory:
        remove_orphans()
        assert Path(directory).is_dir()
    assert sorted(scratch.iterdir()) == [other, young]
