"""What a commit is about to hold, as git and its hooks see it."""

import hashlib
import os
import subprocess
import sys

import pytest

from polyglint.git.repository import Repository


def staged_paths():
    return [entry.path for entry in Repository.current().staged()]


def test_staged_of_an_unborn_branch_is_the_whole_index(repository):
    repository.add("a.py")
    repository.write("b.py")
    assert staged_paths() == ["a.py"]


def test_staged_is_what_differs_from_the_last_commit(repository):
    for name in ("kept.py", "edited.py", "deleted.py", "old.py", "unstaged.py"):
        repository.add(name, f"{name}\n" * 9)
    repository.commit()
    repository.add("edited.py", "y = 2\n")
    repository.add("added.py")
    repository.git("rm", "--quiet", "deleted.py")
    repository.git("mv", "old.py", "new.py")
    repository.write("unstaged.py", "z\n")
    assert staged_paths() == ["added.py", "edited.py", "new.py"]


def test_staged_of_a_repository_with_sha256(tmp_path, repository, monkeypatch):
    other = tmp_path / "sha256"
    subprocess.run(["git", "init", "-q", "--object-format=sha256", other], check=True)
    monkeypatch.chdir(other)
    (other / "a.py").write_text("x\n")
    subprocess.run(["git", "add", "a.py"], check=True)
    current = Repository.current()
    (entry,) = current.staged()
    assert entry.blob == hashlib.sha256(b"blob 2\0x\n").hexdigest()
    read = current.blobs().read
    assert read(entry.blob, 10) == b"x\n"


def test_staged_reads_the_index_that_a_commit_made_for_itself(repository, monkeypatch):
    repository.add("a.py")
    repository.commit()
    other = repository.root / "other-index"
    monkeypatch.setenv("GIT_INDEX_FILE", str(other))
    repository.add("b.py")
    assert staged_paths() == ["b.py"]
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert staged_paths() == []


HOOK = """
from polyglint.git.repository import Repository
current = Repository.current()
read = current.blobs().read
print([(entry.path, read(entry.blob, 99)) for entry in current.staged()])
"""


@pytest.mark.parametrize("arguments", [["-a"], ["a.py"], ["--amend", "-a"]], ids=" ".join)
def test_a_hook_sees_the_index_that_git_made_for_the_commit(repository, arguments, tmp_path):
    repository.add("a.py", "old\n")
    repository.commit()
    hook = repository.root / ".git" / "hooks" / "pre-commit"
    command = f"'{sys.executable}' '{tmp_path / 'hook.py'}' > '{tmp_path / 'seen'}'"
    (tmp_path / "hook.py").write_text(HOOK)
    hook.write_text(f"#!/bin/sh\n{command}\n")
    hook.chmod(0o755)
    repository.write("a.py", "new\n")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    repository.git("commit", "-q", "-m", "x", *arguments, env=environment)
    assert (tmp_path / "seen").read_text() == "[('a.py', b'new\\n')]\n"


def test_unmerged_files_are_left_out(repository):
    repository.add("a.py", "base\n")
    repository.commit()
    repository.git("checkout", "-qb", "side")
    repository.add("a.py", "side\n")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.add("a.py", "main\n")
    repository.commit()
    subprocess.run(["git", "merge", "-q", "side"], capture_output=True)
    assert staged_paths() == []
    assert [entry.path for entry in Repository.current().tracked()] == ["a.py"]


def test_intent_to_add_has_nothing_staged_to_read(repository):
    repository.commit()
    repository.write("a.py")
    repository.git("add", "--intent-to-add", "a.py")
    read = Repository.current().blobs().read
    contents = [read(entry.blob, 10) for entry in Repository.current().staged()]
    assert contents in ([], [b""])


def test_modes_tell_links_and_submodules(repository):
    sub = repository.root / "sub"
    subprocess.run(["git", "init", "-q", sub], check=True)
    subprocess.run(["git", "-C", sub, "commit", "-qm", "x", "--allow-empty"], check=True)
    (repository.root / "link").symlink_to("nowhere")
    repository.git("add", "sub", "link")
    modes = {entry.path: entry.mode for entry in Repository.current().staged()}
    assert modes == {"link": "120000", "sub": "160000"}
