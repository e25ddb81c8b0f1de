import os

import pytest

from polyglint.cli import main

FOUND = "{}:1:1: PG101 claims Python, reads as JavaScript (0.999)\n"


@pytest.fixture
def audit(repository, model, capsys):
    def run(*arguments):
        code = main(["audit", *arguments])
        out, err = capsys.readouterr()
        return code, out, err.splitlines()[-1]

    return run


def test_tracked_files_are_checked_as_they_are_in_the_work_tree(
    audit, repository, javascript, python
):
    repository.add("a.py", python)
    repository.add("src/b c.py", python)
    repository.write("src/b c.py", javascript)
    repository.write("untracked.py", javascript)
    summary = "2 files checked, 1 violation"
    assert audit(".") == (1, FOUND.format("src/b c.py"), summary)
    assert audit() == audit(".")
    assert audit("--warn-only", ".") == (0, FOUND.format("src/b c.py"), summary)


def test_another_folder_is_named_in_the_paths(audit, repository, javascript, tmp_path, monkeypatch):
    repository.add("src/a.py", javascript)
    repository.add("b.py", javascript)
    monkeypatch.chdir(tmp_path)
    assert audit("repository/src")[1] == FOUND.format("repository/src/a.py")
    assert audit("repository")[2] == "2 files checked, 2 violations"
    assert audit("repository/src", "repository/src")[2] == "1 file checked, 1 violation"
    assert audit(str(repository.root / "src"))[1] == FOUND.format(repository.root / "src/a.py")


def test_attributes_and_path_rules_are_the_repository_s(audit, repository, javascript):
    for name in ("lib/vendor/a.py", "lib/b.py", "lib/c.py"):
        repository.add(name, javascript)
    repository.add(".gitattributes", "lib/b.py linguist-language=JavaScript\n")
    assert audit("lib")[1] == FOUND.format("lib/c.py")
    assert audit("lib/vendor") == (0, "", "0 files checked, 0 violations, 1 not judged")


def test_files_that_are_not_there_to_read(repository, model, capsys, javascript):
    repository.add("deleted.py", javascript).unlink()
    (repository.root / "link.py").symlink_to("/etc")
    sub = type(repository)(repository.root / "sub")
    sub.add("inside.py", javascript)
    sub.commit()
    empty = type(repository)(repository.root / "uninitialised")
    empty.commit()
    repository.git("add", "link.py", "sub", "uninitialised")
    for path in sorted(empty.root.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert main(["audit", "--verbose"]) == 0
    assert capsys.readouterr() == (
        "",
        (
            "deleted.py: not judged: not in the work tree\n"
            "link.py: not judged: symbolic link\n"
            "sub: not judged: submodule\n"
            "uninitialised: not judged: submodule\n"
            "0 files checked, 0 violations, 4 not judged\n"
        ),
    )


def test_a_directory_without_git_is_walked(audit, tmp_path, javascript, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    base = tmp_path / "plain"
    (base / "b").mkdir(parents=True)
    (base / ".git").mkdir()  # not a repository, and not ours to read
    (base / ".git" / "x.py").write_text(javascript)
    (base / "b" / "c.py").write_text(javascript)
    (base / "a.py").write_text(javascript)
    (base / "loop").symlink_to(base)
    monkeypatch.chdir(base)
    code, out, summary = audit()
    assert (code, out) == (1, FOUND.format("a.py") + FOUND.format("b/c.py"))
    # os.walk lists a link to a folder among the folders, and does not enter it
    assert summary == "2 files checked, 2 violations"


def test_a_directory_with_nothing_tracked_is_walked(audit, repository, javascript):
    repository.write("build/a.py", javascript)
    repository.write("build/b.py", javascript)
    repository.write(".gitattributes", "b.py linguist-generated\n")
    repository.add("c.py", javascript)
    assert audit("build")[1] == FOUND.format("build/a.py")


def test_without_git_a_plain_directory_is_walked(audit, tmp_path, javascript, monkeypatch):
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "a.py").write_text(javascript)
    monkeypatch.setenv("PATH", str(plain))
    assert audit(str(plain))[0] == 1
    assert audit(".") == (2, "", "polyglint: git is not on PATH; install it")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing", "polyglint: missing: no such directory"),
        ("a.py", "polyglint: a.py: not a directory; use `polyglint check`"),
    ],
)
def test_not_a_directory(audit, repository, name, message):
    repository.write("a.py")
    assert audit(name) == (2, "", message)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_unreadable_folder(audit, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "plain" / "shut").mkdir(parents=True, mode=0)
    code, _, message = audit(str(tmp_path / "plain"))
    assert (code, message.endswith("shut: Permission denied; make it readable")) == (2, True)
