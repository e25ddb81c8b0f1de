"""Repositories that mean harm or are broken, and what each command makes of them.

docs/hostile-git.md has the table of all cases. The programs that a repository names are all one,
the canary, which leaves a mark where it is run.
"""

import hashlib
import os
import shutil
import struct
import subprocess
import sys

import pytest

from polyglint import patience
from polyglint.cli import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the canary is a shell script")

COMMANDS = {
    "staged": ["check", "--staged"],
    "named": ["check", "a.py", "sub/b.py"],
    "change": ["check", "--diff-base", "HEAD~1"],
    "between": ["check", "--from-ref", "HEAD~1", "--to-ref", "HEAD"],
    "audit": ["audit", "."],
    "revision": ["audit", "--rev", "HEAD", "."],
    "claim": ["claim", "a.py", "sub/b.py"],
    "explain": ["explain", "a.py"],
    "config": ["config"],
    "fix": ["fix", "."],
    "rename": ["fix", "--rename", "."],
}
FOUND = {"staged": 1, "named": 2, "change": 2, "between": 1, "audit": 2, "revision": 2}
PROGRAMS = (
    "core.alternateRefsCommand",
    "core.askPass",
    "core.editor",
    "core.fsmonitor",
    "core.gitProxy",
    "core.pager",
    "core.sshCommand",
    "credential.helper",
    "diff.evil.command",
    "diff.evil.textconv",
    "diff.external",
    "filter.evil.clean",
    "filter.evil.process",
    "filter.evil.smudge",
    "gpg.program",
    "interactive.diffFilter",
    "merge.evil.driver",
    "pager.check-attr",
    "pager.ls-files",
    "uploadpack.packObjectsHook",
)
ALIASES = ("rev-parse", "ls-files", "check-attr", "cat-file", "diff-index", "mv", "config")
HOOKS = ("post-index-change", "pre-commit", "post-checkout", "reference-transaction")
NO_PARENT = 0x70000000  # in a graph of commits


@pytest.fixture
def canary(tmp_path):
    program = tmp_path / "canary"
    program.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{tmp_path / 'mark'}'\nexec cat\n")
    program.chmod(0o755)
    yield program
    mark = tmp_path / "mark"
    assert not mark.exists(), mark.read_text()


@pytest.fixture
def victim(repository, javascript):
    """Two commits, something staged, and a file whose times git does not know."""
    repository.add(".gitattributes", "*.py filter=evil diff=evil merge=evil\n")
    repository.add("a.py", javascript)
    repository.commit()
    repository.add("sub/b.py", javascript)
    repository.commit()
    repository.add("a.py", javascript + "// more\n")
    os.utime(repository.root / "sub" / "b.py", (0, 0))
    return repository


@pytest.fixture
def outcome(model, capsys):
    """Run a command by its short name."""

    def run(name, *more):
        code = main([*COMMANDS[name], *more])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


def object_of(repository, revision):
    name = repository.git("rev-parse", revision).decode().strip()
    return repository.root / ".git" / "objects" / name[:2] / name[2:]


def put(file, content):
    file.chmod(0o644)
    file.write_bytes(content)


def state(folder):
    """Hashes of all that is in a folder."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".py"]
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def name_programs(repository, canary):
    for name in PROGRAMS:
        repository.git("config", name, str(canary))
    for name in ALIASES:
        repository.git("config", f"alias.{name}", f"!{canary}")
    repository.git("config", "filter.evil.required", "true")
    for key, value in (("event", "post-index-change"), ("command", str(canary))):
        repository.git("config", f"hook.evil.{key}", value)
    hooks = repository.root / ".git" / "hooks"
    for name in HOOKS:
        (hooks / name).unlink(missing_ok=True)
        shutil.copy(canary, hooks / name)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("hooks_path", [None, "elsewhere"], ids=["hooks", "core.hooksPath"])
def test_no_program_that_settings_name_is_run(victim, canary, outcome, command, hooks_path):
    name_programs(victim, canary)
    if hooks_path:
        (victim.root / ".git" / "hooks").rename(victim.root / hooks_path)
        victim.git("config", "core.hooksPath", hooks_path)
    before = state(victim.root)
    code, out, _ = outcome(command)
    assert out.count("PG101") == FOUND.get(command, 0)
    assert code == (1 if command in FOUND else 0)
    if command == "rename":
        assert victim.git("-c", "core.fsmonitor=false", "ls-files").split() == [
            b".gitattributes",
            b"a.js",
            b"sub/b.js",
        ]
    else:
        assert state(victim.root) == before


def test_a_bare_repository_runs_nothing(victim, canary, outcome, tmp_path, monkeypatch):
    victim.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    bare = tmp_path / "bare"
    for name in PROGRAMS:
        subprocess.run(["git", "-C", bare, "config", name, str(canary)], check=True)
    for name in HOOKS:
        shutil.copy(canary, bare / "hooks" / name)
    (bare / "info" / "attributes").write_text("*.py filter=evil diff=evil\n")
    monkeypatch.chdir(bare)
    before = state(bare)
    for command in ("audit", "revision", "between"):
        code, out, _ = outcome(command)
        assert (code, out.count("PG101")) == (1, 1 if command == "between" else 2)
    assert state(bare) == before


@pytest.mark.parametrize(
    "remote",
    [
        pytest.param({"url": "ext::{canary} %S"}, id="ext"),
        pytest.param({"url": "ssh://example.invalid/x"}, id="ssh"),
        pytest.param({"url": "git://example.invalid/x"}, id="git"),
        pytest.param({"url": "{root}", "uploadpack": "{canary}"}, id="file"),
        pytest.param({"url": "{canary} x", "vcs": "ext"}, id="helper"),
    ],
)
def test_missing_objects_are_not_fetched(victim, canary, outcome, remote):
    name_programs(victim, canary)
    for setting, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "fetch.recurseSubmodules": "true",
    }.items():
        victim.git("config", setting, value)
    for key, value in remote.items():
        value = value.format(canary=canary, root=victim.root)
        victim.git("config", f"remote.origin.{key}", value)
    blob = object_of(victim, "HEAD:sub/b.py")
    blob.unlink()
    code, out, err = outcome("revision")
    assert code == 2
    assert "git has no object" in err
    object_of(victim, "HEAD:sub").unlink()
    for command in ("between", "revision"):
        code, out, err = outcome(command)
        assert (code, out) == (2, "")
        assert err.startswith("polyglint: git ")


def test_submodules_are_not_entered(victim, canary, outcome):
    inside = type(victim)(victim.root / "inside")
    inside.add("c.py")
    inside.commit()
    name_programs(inside, canary)
    victim.write(
        ".gitmodules",
        f'[submodule "x"]\n\tpath = inside\n\turl = ext::{canary}\n',
    )
    victim.git("-c", "core.fsmonitor=false", "add", "inside", ".gitmodules")
    for command in ("staged", "audit", "fix"):
        _, out, err = outcome(command, *(["--verbose"] if command != "fix" else []))
        assert command == "fix" or "inside: not judged: submodule" in out + err


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
    "a folder for an index": (
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
    "no tree of a folder": (
        lambda r: object_of(r, "HEAD:sub").unlink(),
        "between revision",
        "polyglint: git ",
    ),
    "a folder's tree that is another": (
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
    monkeypatch.setattr(patience, "PATIENCE", 0.3)
    file = victim.root / ".git" / place
    file.unlink(missing_ok=True)
    os.mkfifo(file)
    for command in commands.split():
        code, out, err = outcome(command)
        assert (code, out) == (2, "")
        assert "has said nothing for 0 seconds; look for pipes among the files of .git" in err


def bomb(repository):
    """Ten folders in ten folders, nine deep: a billion files of some ten objects."""
    blob = repository.git("hash-object", "-w", "--stdin", input=b"x\n").decode().strip()
    rows = "".join(f"100644 blob {blob}\tf{number}.py\n" for number in range(10))
    for _ in range(8):
        tree = repository.git("mktree", input=rows.encode()).decode().strip()
        rows = "".join(f"040000 tree {tree}\td{number}\n" for number in range(10))
    commit = repository.git("commit-tree", "-m", "x", tree).decode().strip()
    repository.git("update-ref", "HEAD", commit)


def test_endless_trees_are_refused(repository, outcome, monkeypatch):
    monkeypatch.setattr("polyglint.repository.MAX_FILES", 1000)
    bomb(repository)
    code, out, err = outcome("revision")
    assert (code, out) == (2, "")
    assert err.endswith(": more than 1,000 files; take some of its folders at a time\n")


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
    code, out, _ = outcome("audit")  # no work tree of git: all files of the folder
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


def test_a_bare_repository_among_the_files(victim, canary, outcome, monkeypatch, javascript):
    """Anybody may commit one; git takes it for a repository from inside."""
    inner = victim.root / "inner"
    subprocess.run(["git", "init", "-q", "--bare", inner], check=True)
    for name in PROGRAMS:
        subprocess.run(["git", "-C", inner, "config", name, str(canary)], check=True)
    (inner / "c.py").write_text(javascript)
    victim.git("add", "inner/c.py", "inner/config", "inner/HEAD")
    code, out, _ = outcome("audit")
    assert "inner/c.py:1:1: PG101" in out
    monkeypatch.chdir(inner)
    code, out, err = outcome("staged")
    assert (code, out) == (2, "")
    assert "fatal: this operation must be run in a work tree" in err
    assert main(["check", "c.py"]) == 1


def test_conflicts(victim, outcome, javascript):
    victim.git("commit", "-qam", "x")
    victim.git("checkout", "-qb", "side", "HEAD~1")
    victim.add("a.py", "def x(): return 1\n" * 20)
    victim.commit()
    subprocess.run(["git", "merge", "-q", "main"], cwd=victim.root, capture_output=True)
    assert b"UU a.py" in victim.git("status", "--porcelain")
    before = (victim.root / ".git" / "index").read_bytes()
    code, out, err = outcome("audit")
    assert code == 1
    assert "sub/b.py:1:1: PG101" in out
    code, _, err = outcome("staged")
    assert (code, err) == (0, "0 files checked, 0 violations\n")
    code, _, err = outcome("rename")
    assert (victim.root / ".git" / "index").read_bytes() != before
    assert (victim.root / "a.py").exists()


def test_a_locked_index_is_not_renamed_in(victim, outcome):
    (victim.root / ".git" / "index.lock").touch()
    code, _, err = outcome("rename")
    assert code == 2
    assert "git mv failed in " in err
    assert "index.lock" in err
    assert (victim.root / "a.py").exists()


def test_an_index_of_folders(victim, outcome):
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
