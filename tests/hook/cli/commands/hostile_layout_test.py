"""Histories, work trees and indexes that are not what they seem; see docs/hostile-git.md."""

import shutil
import struct
import subprocess
import sys

import pytest

from tests.hook.cli.commands.git_files import put, state

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")
NO_PARENT = 0x70000000  # in a graph of commits


def bomb(repository):
    """Ten directories in ten directories, nine deep: a billion files of some ten objects."""
    blob = repository.git("hash-object", "-w", "--stdin", input=b"x\n").decode().strip()
    rows = "".join(f"100644 blob {blob}\tf{number}.py\n" for number in range(10))
    for _ in range(8):
        tree = repository.git("mktree", input=rows.encode()).decode().strip()
        rows = "".join(f"040000 tree {tree}\td{number}\n" for number in range(10))
    commit = repository.git("commit-tree", "-m", "x", tree).decode().strip()
    repository.git("update-ref", "HEAD", commit)


def test_endless_trees_are_refused(repository, outcome, monkeypatch):
    monkeypatch.setattr("polyglint.git.repository.MAX_FILES", 1000)
    bomb(repository)
    code, out, err = outcome("revision")
    assert (code, out) == (2, "")
    assert err.endswith(": more than 1,000 files; take some of its directories at a time\n")


def test_no_history_is_made_up(victim, outcome):
    """By grafts, by other objects or by a graph of commits the change would be empty."""
    head, base = (victim.git("rev-parse", name).decode().strip() for name in ("HEAD", "HEAD~1"))
    (victim.root / ".git" / "info" / "grafts").write_text(f"{base} {head}\n{head}\n")
    assert victim.git("merge-base", base, head).decode().strip() == head
    for command in ("change", "between"):
        code, out, _ = outcome(command)
        assert code == 1
        assert "sub/b.py:1:1: PG101" in out


def test_a_graph_of_commits_is_not_believed(victim, outcome):
    """One by which the first commit comes after the last, so that the base has all of it."""
    victim.git("commit", "-qm", "x")
    victim.git("config", "commitGraph.generationVersion", "1")
    victim.git("commit-graph", "write", "--reachable")
    file = victim.root / ".git" / "objects" / "info" / "commit-graph"
    ids = [victim.git("rev-parse", f"HEAD~{age}").decode().strip() for age in range(3)]
    content = file.read_bytes()
    parents = (NO_PARENT, sorted(ids).index(ids[2]), sorted(ids).index(ids[0]))
    for commit, parent, generation in zip(ids, parents, (1, 3, 2), strict=True):
        tree = bytes.fromhex(victim.git("rev-parse", f"{commit}^{{tree}}").decode())
        start = content.index(tree) + len(tree)
        far = 3 if commit == ids[2] else 0  # in the future, so that it is looked at first
        entry = struct.pack(">III", parent, NO_PARENT, generation << 2 | far)
        content = content[:start] + entry + content[start + len(entry) :]
    put(file, content)
    assert victim.git("merge-base", ids[1], ids[0]).decode().strip() == ids[0]
    for command in ("change", "between"):
        code, out, _ = outcome(command)
        assert (code, out.count("PG101")) == (1, 1)
        assert "a.py:1:1: PG101" in out


def test_work_trees_that_are_elsewhere(victim, outcome, tmp_path, monkeypatch):
    victim.git("config", "core.worktree", "/etc")
    for command in ("staged", "change", "between"):
        code, out, err = outcome(command)
        assert (code, out) == (2, "")
        assert "/etc" in err
    code, out, _ = outcome("audit")  # no work tree of git: all files of the directory
    assert (code, out.count("PG101")) == (1, 2)
    victim.git("config", "core.worktree", str(tmp_path))
    code, out, err = outcome("revision")
    assert (code, out) == (2, "")
    assert err == "polyglint: .: HEAD has no files there; check its spelling\n"


def test_a_git_file_that_points_elsewhere(victim, outcome, tmp_path):
    shutil.move(victim.root / ".git", tmp_path / "elsewhere")
    (victim.root / ".git").write_text("gitdir: ../elsewhere\n")
    code, out, _ = outcome("revision")
    assert (code, out.count("PG101")) == (1, 2)
    (victim.root / ".git").write_text("gitdir: /nowhere\n")
    code, out, err = outcome("staged")
    assert (code, out) == (2, "")
    assert "fatal: not a git repository: /nowhere" in err
    code, out, _ = outcome("audit")
    assert (code, out.count("PG101")) == (1, 2)


def test_conflicts(victim, outcome, javascript):
    victim.git("commit", "-qam", "x")
    victim.git("checkout", "-qb", "side", "HEAD~1")
    victim.add("a.py", "def x(): return 1\n" * 20)
    victim.commit()
    subprocess.run(["git", "merge", "-q", "main"], cwd=victim.root, capture_output=True)
    assert b"UU a.py" in victim.git("status", "--porcelain")
    code, out, err = outcome("audit")
    assert code == 1
    assert "sub/b.py:1:1: PG101" in out
    code, _, err = outcome("staged")
    warning = "polyglint: warning: nothing is staged\n"
    assert (code, err) == (0, f"{warning}0 files checked, 0 violations\n")


def test_an_index_of_directories(victim, outcome):
    """A sparse index holds trees in the place of files that are not checked out."""
    victim.git("config", "filter.evil.clean", "cat")
    victim.git("commit", "-qm", "x")
    victim.git("sparse-checkout", "set", "--cone", "--sparse-index", "nothing")
    assert b"sub/\n" in victim.git("ls-files", "--sparse")
    before = state(victim.root)
    code, out, err = outcome("audit", "--verbose")
    assert (code, out.count("PG101")) == (1, 1)
    assert "sub/b.py: not judged: not in the work tree" in err
    for command, count in (("change", 1), ("between", 1), ("revision", 2)):
        code, out, _ = outcome(command)
        assert (code, out.count("PG101")) == (1, count)
    assert state(victim.root) == before
