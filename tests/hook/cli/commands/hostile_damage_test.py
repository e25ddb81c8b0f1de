"""Repositories that are broken, and what each command makes of them; see docs/hostile-git.md."""

import os
import shutil
import sys

import pytest

from polyglint.git import limits
from tests.hook.cli.commands.git_files import object_of, put

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and owners of POSIX")
BROKEN = {
    "unknown format": (
        lambda r: r.git("config", "core.repositoryFormatVersion", "99"),
        "fatal: Expected git repo version <= 1, found 99",
    ),
    "unknown extension": (
        lambda r: [
            r.git("config", "core.repositoryFormatVersion", "1"),
            r.git("config", "extensions.unheardOf", "x"),
        ],
        "fatal: unknown repository extension found: unheardof",
    ),
    "garbage for settings": (
        lambda r: put(r.root / ".git" / "config", b"\0[[["),
        "fatal: bad config line 1 in file .git/config",
    ),
    "settings that include themselves": (
        lambda r: r.git("config", "include.path", str(r.root / ".git" / "config")),
        "fatal: exceeded maximum include depth",
    ),
    "settings that include a device": (
        lambda r: r.git("config", "include.path", "/dev/zero"),
        "fatal: bad config line 1 in file /dev/zero",
    ),
    "a work tree that is not there": (
        lambda r: r.git("config", "core.worktree", "/nowhere/at/all"),
        "fatal: Invalid path '/nowhere'",
    ),
    "garbage in .git's place": (
        lambda r: [shutil.rmtree(r.root / ".git"), (r.root / ".git").write_text("garbage")],
        "fatal: invalid gitfile format",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_repository_that_git_refuses_is_named(victim, outcome, case):
    damage, words = BROKEN[case]
    damage(victim)
    for command in ("staged", "named", "audit", "revision", "claim", "fix"):
        code, out, err = outcome(command)
        assert (code, out) == (2, "")
        assert err.startswith("polyglint: git rev-parse failed in ")
        assert words in err
        assert err.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="gives files away")
@pytest.mark.parametrize("name", ["repository", "fatal: not a git repository"])
def test_a_repository_of_somebody_else_is_refused(victim, outcome, name, monkeypatch):
    root = victim.root.rename(victim.root.parent / name)
    monkeypatch.chdir(root)
    for path in (root, *root.rglob("*")):
        os.lchown(path, 12345, 12345)
    for command in ("staged", "named", "audit", "revision", "claim", "fix"):
        code, out, err = outcome(command)
        assert (code, out) == (2, "")
        assert "fatal: detected dubious ownership in repository" in err
        assert "safe.directory" in err


def cut(repository):
    index = repository.root / ".git" / "index"
    index.write_bytes(index.read_bytes()[: index.stat().st_size // 2])


def swap(repository, one, other):
    put(object_of(repository, one), object_of(repository, other).read_bytes())


# What is broken; the commands that must say so, and the words; the others find what is there.
DAMAGED = {
    "half an index": (
        cut,
        "staged change audit fix",
        "index: a damaged index; `git read-tree HEAD`",
    ),
    "garbage for an index": (
        lambda r: (r.root / ".git" / "index").write_bytes(b"garbage"),
        "staged change audit fix named claim between",
        "index",
    ),
    "a directory for an index": (
        lambda r: [(r.root / ".git" / "index").unlink(), (r.root / ".git" / "index").mkdir()],
        "staged change audit fix named claim between",
        ".git/index: unable to map index file",
    ),
    "half of a split index": (
        lambda r: [
            r.git("update-index", "--split-index"),
            *(path.unlink() for path in (r.root / ".git").glob("sharedindex*")),
        ],
        "staged change audit fix named claim between",
        "index file open failed",
    ),
    "no tree of a directory": (
        lambda r: object_of(r, "HEAD:sub").unlink(),
        "between revision",
        "polyglint: git ",
    ),
    "a directory's tree that is another": (
        lambda r: swap(r, "HEAD:sub", "HEAD~1^{tree}"),
        "between revision",
        "is damaged; try `git fsck`",
    ),
    "a tree that is another": (
        lambda r: swap(r, "HEAD^{tree}", "HEAD~1^{tree}"),
        "between revision",
        "HEAD: no such revision in ",
    ),
    "a commit that is another": (
        lambda r: swap(r, "HEAD", "HEAD~1"),
        "change between revision",
        ": no such revision in ",
    ),
    "no commit": (
        lambda r: object_of(r, "HEAD").unlink(),
        "change between revision",
        ": no such revision in ",
    ),
    "half a blob": (
        lambda r: put(object_of(r, "HEAD:sub/b.py"), b"garbage"),
        "between revision",
        "cannot read ",
    ),
    "no branch yet": (
        lambda r: r.git("symbolic-ref", "HEAD", "refs/heads/none"),
        "change between revision",
        ": no such revision in ",
    ),
    "branches in a circle": (
        lambda r: [
            r.git("symbolic-ref", "refs/heads/x", "refs/heads/y"),
            r.git("symbolic-ref", "refs/heads/y", "refs/heads/x"),
            (r.root / ".git" / "HEAD").write_text("ref: refs/heads/x\n"),
        ],
        "change between revision",
        ": no such revision in ",
    ),
    "a locked index": (lambda r: (r.root / ".git" / "index.lock").touch(), "", ""),
    "a split index": (lambda r: r.git("update-index", "--split-index"), "", ""),
    "no alternates": (
        lambda r: (r.root / ".git/objects/info/alternates").write_text("/nowhere\n"),
        "",
        "",
    ),
    "alternates in a circle": (
        lambda r: (r.root / ".git/objects/info/alternates").write_text(f"{r.root}/.git/objects\n"),
        "",
        "",
    ),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_what_is_damaged_is_said_and_all_else_is_found(victim, outcome, case):
    damage, failing, words = DAMAGED[case]
    damage(victim)
    for command in failing.split():
        code, out, err = outcome(command)
        assert code == 2, command
        assert words in err
        assert err.splitlines()[-1].startswith("polyglint: ")
    for command in {"named", "audit", "revision"}.difference(failing.split()):
        code, out, _ = outcome(command)
        assert (code, out.count("PG101")) == (1, 2), command


@pytest.mark.parametrize(
    ("place", "commands"),
    [
        ("config", "named audit"),
        ("HEAD", "staged revision"),
        ("index", "staged named audit"),
        ("packed-refs", "staged revision"),
        ("objects/info/alternates", "staged revision"),
    ],
)
def test_pipes_are_not_waited_for_without_an_end(victim, outcome, monkeypatch, place, commands):
    monkeypatch.setattr(limits, "PATIENCE", 0.3)
    file = victim.root / ".git" / place
    file.unlink(missing_ok=True)
    os.mkfifo(file)
    for command in commands.split():
        code, out, err = outcome(command)
        assert (code, out) == (2, "")
        assert "has said nothing for 0 seconds; look for pipes among the files of .git" in err
