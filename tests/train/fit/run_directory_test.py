import json

import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

from polyglint.errors import FatalError
from tests.repositories import git, new_repository
from train.fit.run_directory import (
    KEPT,
    WriteHistory,
    check_resume,
    commit_of,
    read_history,
    write_whole,
)


def test_a_commit_is_whole_and_says_whether_files_differ(tmp_path):
    assert commit_of(tmp_path) is None
    directory = new_repository(tmp_path / "clone")
    (directory / "a").write_text("1\n")
    git(directory, "add", "a")
    git(directory, "commit", "--quiet", "--message", "First")
    git(directory, "tag", "-a", "v1", "-m", "v1")
    head = git(directory, "rev-parse", "HEAD").strip()
    (directory / "untracked").write_text("1\n")
    assert commit_of(directory) == head
    (directory / "a").write_text("2\n")
    assert commit_of(directory) == f"{head}+"


def test_lines_of_the_history_end_alike(tmp_path):
    path = tmp_path / "history.csv"
    first = WriteHistory(path, 0)
    first.on_epoch_end(0, {"val_loss": 0.5, "loss": 1.0})
    first.on_epoch_end(1, {"val_loss": 0.25, "loss": 0.5})
    WriteHistory(path, 1).on_epoch_end(1, {"val_loss": 0.125, "loss": 0.25})
    assert path.read_bytes() == b"epoch,loss,val_loss\n0,1.0,0.5\n1,0.25,0.125\n"


def test_stages_that_are_done_again_are_forgotten(tmp_path):
    path = tmp_path / "history.csv"
    path.write_bytes(b"epoch,loss\r\n0,1.0\r\n1,0.5\r\n")
    WriteHistory(path, 1)
    assert read_history(path) == [{"epoch": "0", "loss": "1.0"}]
    assert b"\r" not in path.read_bytes()


def test_a_run_that_says_nothing_of_its_stages_goes_on_with_those_of_its_time(tmp_path):
    file = tmp_path / "run.json"
    description = dict.fromkeys(KEPT)
    check_resume(file, description)  # none there yet
    del description["checkpoint_steps"]
    file.write_text(json.dumps(description))
    check_resume(file, description | {"checkpoint_steps": 500})
    with pytest.raises(FatalError, match="holds a run with another checkpoint_steps"):
        check_resume(file, description | {"checkpoint_steps": 20})


def test_a_file_is_written_as_it_is(tmp_path):
    write_whole(tmp_path / "file", "a\r\nb\n")
    assert [file.name for file in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_bytes() == b"a\r\nb\n"
