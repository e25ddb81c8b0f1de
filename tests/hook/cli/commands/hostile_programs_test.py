"""No program that a repository names is run; docs/hostile-git.md has the table of all cases.

They are all one, the canary, which leaves a mark where it is run.
"""

import shutil
import subprocess
import sys

import pytest

from polyglint.cli.run import main
from tests.hook.cli.commands.conftest import COMMANDS
from tests.hook.cli.commands.git_files import object_of, state

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the canary is a shell script"),
]
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


@pytest.fixture
def canary(tmp_path):
    program = tmp_path / "canary"
    program.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{tmp_path / 'mark'}'\nexec cat\n")
    program.chmod(0o755)
    yield program
    mark = tmp_path / "mark"
    assert not mark.exists(), mark.read_text()


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
