"""`check` of what is missing, no file or not to be read, and without git."""

import os

import pytest

from polyglint.cli.run import COMMANDS, main
from polyglint.sources.opening import read_below
from tests.hook.output import reported


def test_missing_file(check, repository, javascript):
    repository.write("a.py", javascript)
    message = "polyglint: b.py: no such file or directory; check its spelling"
    assert check("a.py", "b.py") == (2, "", message)


@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - {"completion"}))
def test_an_empty_name_is_no_directory(repository, javascript, capsys, command):
    """As a script gives it whose variable is not set."""
    repository.add("a.py", javascript)
    assert main([command, ""]) == 2
    message = "polyglint: an empty name; name a file or a directory\n"
    assert capsys.readouterr() == ("", message)


@pytest.mark.parametrize("name", ["src", ".", "..", "../other", "../empty"])
@pytest.mark.parametrize("command", ["claim", "explain"])
def test_a_directory_is_nothing_to_explain(repository, model, capsys, tmp_path, command, name):
    repository.write("src/a.py")
    type(repository)(tmp_path / "other")
    (tmp_path / "empty").mkdir()
    assert main([command, name]) == 2
    message = f"polyglint: {name}: a directory; use `polyglint audit` for all its files\n"
    assert capsys.readouterr() == ("", message)


def test_inside_a_submodule_it_is_a_directory(repository, model, capsys, monkeypatch):
    type(repository)(repository.root / "sub").write("a.py")
    assert main(["claim", "sub"]) == 0
    assert capsys.readouterr().out == "sub: not judged: submodule\n"
    monkeypatch.chdir(repository.root / "sub")
    assert main(["claim", "."]) == 2
    assert capsys.readouterr().err.startswith("polyglint: .: a directory;")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_unreadable_file(check, repository, javascript):
    repository.write("a.py", javascript).chmod(0)
    repository.write("b.py", javascript)
    code, out, message = check("a.py", "b.py")
    assert (code, message) == (2, "polyglint: cannot read a.py: Permission denied")
    assert out == reported("b.py", git="mv")


def test_file_that_vanishes_is_named_after_the_others(check, repository, javascript, monkeypatch):
    repository.write("a.py", javascript)
    repository.write("b.py", javascript)

    def read(directory, path):
        if path == "a.py":
            raise OSError(5, "Input/output error")
        return read_below(directory, path)

    monkeypatch.setattr("polyglint.sources.worktree.read_below", read)
    code, out, message = check("a.py", "b.py")
    assert (code, message) == (2, "polyglint: cannot read a.py: Input/output error")
    assert out == reported("b.py", git="mv")


def test_of_many_unreadable_files_some_are_named(check, repository, monkeypatch):
    monkeypatch.setattr("polyglint.phrases.MAX_NAMED", 2)
    monkeypatch.setattr("polyglint.sources.worktree.read_below", failing)
    for name in "abcd":
        repository.write(f"{name}.py")
    code, _, message = check("a.py", "b.py", "c.py", "d.py")
    assert code == 2
    assert message == "polyglint: cannot read a.py: no; b.py: no; and 2 more"


def failing(directory, path):
    raise OSError(5, "no")


def test_without_git_attributes_are_not_read(repository, model, javascript, capsys, monkeypatch):
    repository.write("a.py", javascript)
    monkeypatch.setenv("PATH", str(repository.root))
    assert main(["check", "a.py"]) == 1
    note = "polyglint: git is not on PATH; install it, or .gitattributes are not read\n"
    assert capsys.readouterr().err == note + "1 file checked, 1 violation\n"
    assert main(["check", "--staged"]) == 2
    assert capsys.readouterr().err == "polyglint: git is not on PATH; install it\n"
