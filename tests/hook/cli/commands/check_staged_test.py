"""`check --staged`: files as the next commit would hold them."""

from pathlib import Path

import pytest

from polyglint.cli.run import main
from tests.hook.output import paths, reported


def test_staged_reads_the_index(check, repository, javascript, python):
    repository.add("bad.py", javascript)
    repository.add("good.py", python)
    repository.write("bad.py", python)
    repository.write("good.py", javascript)
    repository.write("untracked.py", javascript)
    found = reported("bad.py")
    assert check("--staged") == (1, found, "2 files checked, 1 violation")
    assert check("--staged", "good.py", "untracked.py", "gone.py")[0] == 0
    assert check("--staged", "bad.py", "good.py")[1] == found


def test_staged_takes_attributes_from_the_index(check, repository, javascript):
    repository.add("a.py", javascript)
    repository.add(".gitattributes", "*.py linguist-language=JavaScript\n")
    repository.write(".gitattributes", "")
    assert check("--staged")[0] == 0
    repository.add(".gitattributes", "")
    repository.write(".gitattributes", "*.py linguist-language=JavaScript\n")
    assert check("--staged")[0] == 1


@pytest.mark.parametrize(
    "name", ["a b.py", "café.py", "-a.py", "new\nline.py", "--warn-only.py"], ids=ascii
)
def test_staged_names(check, repository, javascript, name):
    repository.add(name, javascript)
    shown = name.replace("\n", "\\x0a")
    assert check("--staged")[:2] == (1, reported(shown))
    assert check("--staged", "--", name)[:2] == (1, reported(shown))
    assert check("--", name)[:2] == (1, reported(shown))


def test_staged_leaves_out_what_is_not_a_file(repository, model, capsys, javascript):
    repository.add("deleted.py", javascript)
    repository.add("kept.py", javascript)
    repository.add("old.py", javascript)
    repository.commit()
    repository.git("rm", "-q", "deleted.py")
    repository.git("mv", "old.py", "new.py")
    (repository.root / "link.py").symlink_to("kept.py")
    sub = type(repository)(repository.root / "sub")
    sub.commit()
    repository.git("add", "link.py", "sub")
    repository.add("binary.py", b"\0")
    repository.add("empty.py", b"")
    assert main(["check", "--staged", "--verbose"]) == 1
    assert capsys.readouterr() == (
        reported("new.py"),
        (
            "binary.py: not judged: binary\n"
            "empty.py: not judged: empty\n"
            "link.py: not judged: symbolic link\n"
            "sub: not judged: submodule\n"
            "1 file checked, 1 violation, 4 not judged\n"
        ),
    )
    assert main(["check", "--staged", "deleted.py", "link.py"]) == 0


def test_staged_judges_what_is_named_changed_or_not(check, repository, javascript):
    repository.add("old.py", javascript)
    repository.commit()
    (repository.root / "old.py").write_text("")
    assert check("--staged")[0] == 0
    assert check("--staged", "old.py")[:2] == (1, reported("old.py"))


def test_staged_from_a_subdirectory(check, repository, javascript, monkeypatch):
    repository.add("a.py", javascript)
    repository.add("src/b.py", javascript)
    monkeypatch.chdir(repository.root / "src")
    names = paths(check("--staged")[1])
    assert names == [str(Path("..") / "a.py"), "b.py"]
    assert check("--staged", ".")[1] == reported("b.py")
    assert check("--staged", "../a.py")[2] == "1 file checked, 1 violation"
    assert check("--staged", "..")[2] == "2 files checked, 2 violations"


def test_staged_by_a_link_to_the_directory(check, repository, javascript, tmp_path, monkeypatch):
    repository.add("src/a.py", javascript)
    (tmp_path / "link").symlink_to(repository.root, target_is_directory=True)
    monkeypatch.chdir(tmp_path / "link" / "src")
    assert check("--staged", "a.py")[1] == reported("a.py")
    assert check(str(tmp_path / "link" / "src" / "a.py"))[0] == 1


def test_staged_nothing(check, repository):
    assert check("--staged") == (0, "", "0 files checked, 0 violations")


def test_staged_outside_of_a_repository(check, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    outside = tmp_path / "outside"
    outside.mkdir()
    monkeypatch.chdir(outside)
    code, out, message = check("--staged")
    assert (code, out) == (2, "")
    assert message.endswith("fatal: not a git repository (or any of the parent directories): .git")


OVERRIDE = ".gitattributes:1:1: PG203 linguist-language=Python for a.inc, which claims Python, "


@pytest.mark.parametrize("names", [[], [".gitattributes"]], ids=["all", "named"])
def test_settings_alone_are_held_against_the_files_of_the_index(
    repository, model, capsys, javascript, names
):
    repository.add("a.inc", javascript)
    repository.add("b.py", javascript)  # wrong, and no part of the commit
    repository.add("c.go", javascript)
    repository.commit()
    repository.add(".gitattributes", "*.inc linguist-language=Python\n")
    repository.write("a.inc", "def x(): pass\n" * 16)  # what is staged counts
    assert main(["check", "--staged", *names]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(OVERRIDE)
    assert out.count("PG") == 1
    assert err.startswith("0 files checked, 1 violation, 1 not judged")


def test_settings_of_another_commit_are_not_held_against_it(
    repository, model, capsys, javascript, python
):
    repository.add("a.inc", javascript)
    repository.add(".gitattributes", "*.inc linguist-language=Python\n")
    repository.commit()
    repository.add("b.py", python)
    assert main(["check", "--staged"]) == 0
    assert capsys.readouterr().out == ""


def test_files_that_are_excluded_say_nothing_of_settings(repository, model, capsys, javascript):
    repository.add("a.inc", javascript)
    repository.commit()
    repository.add(".gitattributes", "*.inc linguist-language=Python\n")
    assert main(["check", "--staged", "--exclude", "*.inc"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", "0 files checked, 0 violations, 1 not judged\n")
