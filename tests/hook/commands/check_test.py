import os
from pathlib import Path

import pytest

from polyglint.cli import main

FOUND = "{}:1:1: PG101 claims {}, reads as JavaScript (0.999)\n"


@pytest.fixture
def check(repository, model, capsys):
    """Run the command; return its exit code, its standard output and the last line of the other."""

    def run(*arguments):
        code = main(["check", *arguments])
        out, err = capsys.readouterr()
        return code, out, err.splitlines()[-1]

    return run


def test_a_contradiction_is_reported(check, repository, javascript):
    repository.write("a.py", javascript)
    summary = "1 file checked, 1 contradiction"
    assert check("a.py") == (1, FOUND.format("a.py", "Python"), summary)


def test_the_line_is_where_the_other_language_starts(check, repository, javascript):
    repository.write("a.py", "# x\n\n\n\n" * 4 + javascript)
    assert check("a.py")[1].startswith("a.py:17:1: PG101")


def test_findings_come_in_the_order_of_names(check, repository, javascript):
    for name in ("c.py", "a.go", "b.py"):
        repository.write(name, javascript)
    code, out, summary = check("c.py", "b.py", "a.go", "b.py")
    assert [line.partition(":")[0] for line in out.splitlines()] == ["a.go", "b.py", "c.py"]
    assert (code, summary) == (1, "3 files checked, 3 contradictions")


def test_several_claimed_languages_are_all_named(check, repository, javascript):
    repository.write("a.h", javascript)
    assert check("a.h")[1] == FOUND.format("a.h", "C, C++ or Objective-C")


def test_languages_that_the_model_cannot_compare_are_not_named(check, repository, javascript):
    repository.write("a.pm", javascript)  # Perl, Raku or X PixMap
    assert check("a.pm")[1] == FOUND.format("a.pm", "Perl")


CLEAN = [
    # name, content, checked files
    pytest.param("a.py", "def x(): return 1\n" * 16, 1, id="right"),
    pytest.param("a.js", "def x(): return 1\nfunction \n" * 16, 1, id="mixed"),
    pytest.param("a.cpp", "#include <x>\n" * 16, 1, id="subset"),
    pytest.param("a.h", "class x;\n" * 16, 1, id="one of the extension's languages"),
    pytest.param("a.py", "function x() {}\n" * 4, 1, id="short"),
    pytest.param("a.py", "x y z\n" * 16, 1, id="unsure"),
    pytest.param("a.py", "#!/usr/bin/env node\n" + "function x() {}\n" * 16, 1, id="shebang"),
    pytest.param("a.py", "// vim: ft=javascript\n" + "function x() {}\n" * 16, 1, id="modeline"),
    pytest.param("a.py", "// polyglint: ignore\n" + "function x() {}\n" * 16, 0, id="ignore"),
    pytest.param("a.unheard", "function x() {}\n" * 16, 0, id="no claim"),
    pytest.param("a.hs", "function x() {}\n" * 16, 0, id="language unknown to the model"),
    pytest.param("a.pl", "function x() {}\n" * 16, 0, id="may be a language unknown to the model"),
    pytest.param("vendor/a.py", "function x() {}\n" * 16, 0, id="vendored"),
    pytest.param("a.pb.go", "function x() {}\n" * 16, 0, id="generated"),
    pytest.param("a.py", "", 0, id="empty"),
    pytest.param("a.py", b"function x() {}\n\0" * 16, 0, id="binary"),
    pytest.param(
        "a.py", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", 0, id="LFS pointer"
    ),
]


@pytest.mark.parametrize(("name", "content", "checked"), CLEAN)
def test_clean(check, repository, name, content, checked):
    repository.write(name, content)
    files = "1 file" if checked == 1 else "0 files"
    rest = "" if checked else ", 1 not judged"
    assert check(name) == (0, "", f"{files} checked, 0 contradictions{rest}")


@pytest.mark.parametrize(
    ("attribute", "code"),
    [
        ("linguist-language=JavaScript", 0),
        ("gitlab-language=javascript", 0),
        ("linguist-vendored", 0),
        ("linguist-generated=true", 0),
        ("linguist-documentation", 0),
        ("linguist-language=Klingon", 0),
        ("linguist-language=Ruby", 1),
        ("-linguist-vendored", 1),
        ("text", 1),
    ],
)
def test_attributes(check, repository, javascript, attribute, code):
    repository.write("src/a b.py", javascript)
    repository.write(".gitattributes", f"src/** {attribute}\n")
    assert check("src/a b.py")[0] == code


def test_attributes_are_those_of_each_file_s_own_repository(
    check, repository, tmp_path, javascript, monkeypatch
):
    other = type(repository)(tmp_path / "other")
    other.write("a.py", javascript)
    other.write(".gitattributes", "*.py linguist-language=JavaScript\n")
    repository.write("a.py", javascript)
    monkeypatch.chdir(repository.root)
    assert check("../other/a.py", "a.py")[1] == FOUND.format("a.py", "Python")
    loose = tmp_path / "loose.py"
    loose.write_text(javascript)
    assert check(str(loose))[1] == FOUND.format(loose, "Python")


def test_vendored_is_judged_inside_the_repository_only(check, tmp_path, javascript, repository):
    (tmp_path / "vendor").mkdir()
    own = type(repository)(tmp_path / "vendor" / "project")
    own.write("a.py", javascript)
    assert check(str(own.root / "a.py"))[0] == 1
    (tmp_path / "vendor" / "b.py").write_text(javascript)
    assert check(str(tmp_path / "vendor" / "b.py"))[0] == 1


def test_the_same_text_is_read_once(check, repository, javascript, model):
    for name in ("a.py", "b.py", "c.go"):
        repository.write(name, javascript)
    assert check("a.py", "b.py", "c.go")[0] == 1
    (reader,) = model
    assert len(reader.texts) == 2  # once for each claim


def test_a_commit_that_claims_nothing_needs_no_model(check, repository, model):
    repository.write("a.unheard", "x\n")
    repository.write("b.py", b"")
    assert check("a.unheard", "b.py")[0] == 0
    assert model == []


def test_names_are_escaped(check, repository, javascript):
    name = "a\x1b[2J\n\u202e.py"
    repository.write(name, javascript)
    assert check(name)[1] == FOUND.format("a\\x1b[2J\\x0a\\u202e.py", "Python")


def test_verbose_names_what_is_not_judged(repository, model, capsys):
    repository.write("a.hs", "x\n" * 9)
    repository.write("b\n.py", b"")
    (repository.root / "c.py").symlink_to("a.hs")
    assert main(["check", "-v", "a.hs", "b\n.py", "c.py"]) == 0
    assert capsys.readouterr().err == (
        "a.hs: not judged: claims Haskell, which the model does not know\n"
        "b\\x0a.py: not judged: empty\n"
        "c.py: not judged: symbolic link\n"
        "0 files checked, 0 contradictions, 3 not judged\n"
    )


def test_warn_only(check, repository, javascript):
    repository.write("a.py", javascript)
    assert check("--warn-only", "a.py")[:2] == (0, FOUND.format("a.py", "Python"))


def test_languages_restrict_the_candidates(check, repository, javascript):
    repository.write("a.py", javascript)
    assert check("--languages", "python,go", "a.py")[0] == 0
    assert check("--languages", "Python, js", "a.py")[0] == 1


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Pyton", "; did you mean Python?"),
        ("Haskell", ""),
        ("Objective-D", "; did you mean Objective-C?"),
    ],
)
def test_unknown_language(check, repository, name, hint):
    repository.write("a.py", b"")
    message = f"polyglint: --languages: the model does not know {name!r}{hint}"
    assert check("--languages", name, "a.py") == (2, "", message)


def test_missing_file(check, repository, javascript):
    repository.write("a.py", javascript)
    message = "polyglint: b.py: no such file; check its spelling"
    assert check("a.py", "b.py") == (2, "", message)


def test_no_file(check):
    message = "nothing to check; name files, or use --staged, or `polyglint audit DIR`"
    assert check() == (2, "", f"polyglint: {message}")


def test_directory(check, repository):
    repository.write("src/a.py")
    message = "polyglint: src: a directory; use `polyglint audit` for all its files"
    assert check("src") == (2, "", message)


def test_submodules_are_not_directories(check, repository, tmp_path):
    (repository.root / "sub").mkdir()
    type(repository)(repository.root / "populated")
    assert check("sub", "populated")[0] == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_unreadable_file(check, repository, javascript):
    repository.write("a.py", javascript).chmod(0)
    repository.write("b.py", javascript)
    code, out, message = check("a.py", "b.py")
    assert (code, message) == (2, "polyglint: cannot read a.py: Permission denied")
    assert out == FOUND.format("b.py", "Python")


def test_file_that_vanishes_is_named_after_the_others(check, repository, javascript, monkeypatch):
    repository.write("a.py", javascript)
    repository.write("b.py", javascript)

    def read(path):
        if path.name == "a.py":
            raise OSError(5, "Input/output error")
        return path.read_bytes()

    monkeypatch.setattr("polyglint.files.read_file", read)
    code, out, message = check("a.py", "b.py")
    assert (code, message) == (2, "polyglint: cannot read a.py: Input/output error")
    assert out == FOUND.format("b.py", "Python")


def test_without_git_attributes_are_not_read(repository, model, javascript, capsys, monkeypatch):
    repository.write("a.py", javascript)
    monkeypatch.setenv("PATH", str(repository.root))
    assert main(["check", "a.py"]) == 1
    note = "polyglint: git is not on PATH; install it, or .gitattributes are not read\n"
    assert capsys.readouterr().err == note + "1 file checked, 1 contradiction\n"
    assert main(["check", "--staged"]) == 2
    assert capsys.readouterr().err == "polyglint: git is not on PATH; install it\n"


# The index


def test_staged_reads_the_index(check, repository, javascript, python):
    repository.add("bad.py", javascript)
    repository.add("good.py", python)
    repository.write("bad.py", python)
    repository.write("good.py", javascript)
    repository.write("untracked.py", javascript)
    found = FOUND.format("bad.py", "Python")
    assert check("--staged") == (1, found, "2 files checked, 1 contradiction")
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
    assert check("--staged")[:2] == (1, FOUND.format(shown, "Python"))
    assert check("--staged", "--", name)[:2] == (1, FOUND.format(shown, "Python"))
    assert check("--", name)[:2] == (1, FOUND.format(shown, "Python"))


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
        FOUND.format("new.py", "Python"),
        (
            "binary.py: not judged: binary\n"
            "empty.py: not judged: empty\n"
            "link.py: not judged: symbolic link\n"
            "sub: not judged: submodule\n"
            "1 file checked, 1 contradiction, 4 not judged\n"
        ),
    )
    assert main(["check", "--staged", "deleted.py", "link.py"]) == 0


def test_staged_judges_what_is_named_changed_or_not(check, repository, javascript):
    repository.add("old.py", javascript)
    repository.commit()
    (repository.root / "old.py").write_text("")
    assert check("--staged")[0] == 0
    assert check("--staged", "old.py")[:2] == (1, FOUND.format("old.py", "Python"))


def test_staged_from_a_subfolder(check, repository, javascript, monkeypatch):
    repository.add("a.py", javascript)
    repository.add("src/b.py", javascript)
    monkeypatch.chdir(repository.root / "src")
    names = [line.partition(":")[0] for line in check("--staged")[1].splitlines()]
    assert names == [str(Path("..") / "a.py"), "b.py"]
    assert check("--staged", ".")[1] == FOUND.format("b.py", "Python")
    assert check("--staged", "../a.py")[2] == "1 file checked, 1 contradiction"
    assert check("--staged", "..")[2] == "2 files checked, 2 contradictions"


def test_staged_by_a_link_to_the_folder(check, repository, javascript, tmp_path, monkeypatch):
    repository.add("src/a.py", javascript)
    (tmp_path / "link").symlink_to(repository.root, target_is_directory=True)
    monkeypatch.chdir(tmp_path / "link" / "src")
    assert check("--staged", "a.py")[1] == FOUND.format("a.py", "Python")
    assert check(str(tmp_path / "link" / "src" / "a.py"))[0] == 1


def test_staged_nothing(check, repository):
    assert check("--staged") == (0, "", "0 files checked, 0 contradictions")


def test_staged_outside_of_a_repository(check, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    outside = tmp_path / "outside"
    outside.mkdir()
    monkeypatch.chdir(outside)
    code, out, message = check("--staged")
    assert (code, out) == (2, "")
    assert message.endswith("fatal: not a git repository (or any of the parent directories): .git")
