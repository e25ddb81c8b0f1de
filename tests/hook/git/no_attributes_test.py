import os
import subprocess
from pathlib import Path

import pytest

from polyglint.git import no_attributes
from polyglint.git.repository import Repository

pytestmark = pytest.mark.skipif(
    not no_attributes.is_distributed(),
    reason="only git that a distribution of Linux built is known to read no other files",
)
NAMES = ["linguist-language", "linguist-vendored"]
RULE = "*.py linguist-language=Perl\n"
SET = {"a.py": {"linguist-language": "Perl"}}


@pytest.fixture
def asked(monkeypatch):
    """Whether git is asked for attributes."""
    calls = []
    ask = Repository._attributes
    monkeypatch.setattr(
        Repository, "_attributes", lambda *words: calls.append(words) or ask(*words)
    )
    return calls


def attributes(cached):
    return Repository.current().attributes(["a.py"], NAMES, cached=cached)


@pytest.mark.parametrize("cached", [True, False], ids=["index", "work tree"])
def test_git_is_not_asked_where_nothing_sets_attributes(repository, asked, cached):
    repository.add("a.py")
    repository.add("links.py")  # which looks nearly like an extension of the index
    repository.commit()
    assert attributes(cached) == {"a.py": {}}
    assert not asked


def staged(repository, home):
    repository.add(".gitattributes", RULE)
    (repository.root / ".gitattributes").unlink()


def in_this_clone(repository, home):
    (repository.root / ".git/info").mkdir(exist_ok=True)
    (repository.root / ".git/info/attributes").write_text(RULE)


def in_its_settings(repository, home):
    (home / "rules").write_text(RULE)
    repository.git("config", "core.attributesFile", str(home / "rules"))


def in_settings_that_it_includes(repository, home):
    (home / "rules").write_text(RULE)
    (home / "more").write_text(f"[core]\nattributesFile = {home}/rules\n")
    repository.git("config", "include.path", str(home / "more"))


def of_a_person(repository, home):
    (home / ".config/git").mkdir(parents=True)
    (home / ".config/git/attributes").write_text(RULE)


def in_settings_of_a_person(repository, home):
    (home / "rules").write_text(RULE)
    (home / ".gitconfig").write_text("[core]\nattributesFile = ~/rules\n")


def compressed(repository, home):
    """Names without what they have in common with the one before."""
    repository.add(".gitattrib", "x\n")
    staged(repository, home)
    repository.git("update-index", "--index-version", "4")
    assert b".gitattributes" not in (repository.root / ".git/index").read_bytes()


def split(repository, home):
    repository.add(".gitattributes", RULE)
    (repository.root / ".gitattributes").unlink()
    repository.git("update-index", "--split-index")
    assert b".gitattributes" not in (repository.root / ".git/index").read_bytes()


WAYS = [
    staged,
    in_this_clone,
    in_its_settings,
    in_settings_that_it_includes,
    of_a_person,
    in_settings_of_a_person,
    compressed,
    split,
]


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith(("GIT_CONFIG", "XDG_CONFIG"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.mark.parametrize("cached", [True, False], ids=["index", "work tree"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_sets_them_is_heard(repository, home, asked, way, cached):
    repository.add("a.py")
    way(repository, home)
    assert attributes(cached) == SET
    assert asked


@pytest.mark.parametrize("name", [".gitattributes", "sub/.gitattributes"])
def test_of_the_work_tree(repository, name):
    repository.add("sub/a.py")
    repository.write(name, RULE)
    found = Repository.current()
    assert found.attributes(["sub/a.py"], NAMES) == {"sub/a.py": SET["a.py"]}
    assert found.attributes(["sub/a.py"], NAMES, cached=True) == {"sub/a.py": {}}


def test_above_the_directory(repository):
    repository.add("sub/a.py")
    repository.write(".gitattributes", RULE)
    found = Repository.find(repository.root / "sub")
    assert found.attributes(["a.py"], NAMES) == SET


def test_told_by_a_variable(repository, home, asked, monkeypatch):
    repository.add("a.py")
    (home / "rules").write_text(RULE)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.attributesFile")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(home / "rules"))
    assert attributes(True) == SET


def test_settings_of_the_machine(repository, home, asked, tmp_path, monkeypatch):
    repository.add("a.py")
    monkeypatch.setattr(no_attributes, "MACHINE_SETTINGS", tmp_path / "gitconfig")
    assert attributes(True) == {"a.py": {}}
    assert not asked
    (tmp_path / "gitconfig").write_text("[attr]\n\ttree = HEAD\n")
    attributes(True)
    assert asked


def test_a_script_around_git_is_asked(repository, home, asked, tmp_path, monkeypatch):
    repository.add("a.py")
    (home / "rules").write_text(RULE)
    script = tmp_path / "bin/git"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec /usr/bin/git -c core.attributesFile={home}/rules "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    assert attributes(True) == SET
    monkeypatch.setattr(no_attributes, "DISTRIBUTED", (str(script),))
    assert attributes(True) == SET
    assert len(asked) == 2


def test_hooks_find_git_elsewhere(repository, asked, monkeypatch):
    repository.add("a.py")
    commands = repository.git("--exec-path").decode().strip()
    monkeypatch.setenv("PATH", f"{commands}{os.pathsep}{os.environ['PATH']}")
    assert no_attributes.is_distributed()
    assert attributes(True) == {"a.py": {}}
    assert not asked


@pytest.mark.parametrize("name", ["GIT_CONFIG_GLOBAL", "XDG_CONFIG_HOME", "HOME"])
def test_relative_paths_are_git_s_own_business(repository, home, asked, monkeypatch, name):
    """It looks from the root of the work tree."""
    repository.add("sub/a.py")
    settings = {"GIT_CONFIG_GLOBAL": "here", "XDG_CONFIG_HOME": "here/git/config"}
    file = repository.write(settings.get(name, "here/.gitconfig"), "")
    file.write_text(f"[core]\nattributesFile = {home}/rules\n")
    (home / "rules").write_text(RULE)
    monkeypatch.setenv(name, "here")
    monkeypatch.chdir(repository.root / "sub")
    found = Repository.current().attributes(["sub/a.py"], NAMES, cached=True)
    assert found == {"sub/a.py": SET["a.py"]}


def test_a_bare_repository(repository, asked):
    repository.add("a.py")
    repository.git("config", "core.bare", "true")
    found = Repository.find(repository.root / ".git")
    assert found.is_bare
    assert found.attributes(["a.py"], NAMES) == {"a.py": {}}
    assert asked


def test_what_cannot_be_looked_at_may_be_there(repository):
    assert no_attributes._may_be_there(Path("x" * 5000))
    assert not no_attributes._may_be_there(Path("missing"))
    assert not no_attributes._may_be_there(repository.add("a.py") / "below")


def test_a_sparse_index(repository, home, asked):
    repository.add("a.py")
    repository.add("sub/.gitattributes", RULE)
    repository.add("sub/b.py")
    repository.commit()
    made = subprocess.run(
        ["git", "sparse-checkout", "set", "--cone", "--sparse-index", "other"],
        cwd=repository.root,
        capture_output=True,
        check=False,
    )
    if made.returncode or b"gitattributes" in (repository.root / ".git/index").read_bytes():
        pytest.skip("a git without sparse indices")
    Repository.current().attributes(["sub/b.py"], NAMES, cached=True)
    assert asked  # whatever git makes of what is not in its index
