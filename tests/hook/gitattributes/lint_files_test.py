"""Overrides that a content contradicts are reported at the line that makes them."""

import pytest

from polyglint.cli.run import main
from polyglint.sources.decode import SIZE_LIMIT
from tests.hook.output import paths


@pytest.fixture
def run(repository, model, capsys):
    def run(*arguments):
        code = main([*arguments])
        return code, capsys.readouterr().out

    return run


CLAIM = "which claims Python, reads as JavaScript"


def test_override_contradicted(repository, run, javascript):
    repository.add("a.inc", javascript)
    repository.add(".gitattributes", "\n*.inc text linguist-language=Python\n")
    code, out = run("check", "--staged")
    assert code == 1
    assert out.startswith(
        f".gitattributes:2:1: PG203 linguist-language=Python for a.inc, {CLAIM} (0."
    )
    assert len(paths(out)) == 1


def test_many_files_of_a_line_are_one_violation(repository, run, javascript):
    for name in ("a.inc", "b.inc", "sub/c.inc"):
        repository.add(name, javascript)
    repository.add(".gitattributes", "*.inc linguist-language=Python\n")
    _, out = run("audit")
    assert f"for a.inc (and 2 more), {CLAIM}" in out
    assert len(paths(out)) == 1


def test_settings_that_are_not_among_the_files(repository, run, javascript):
    repository.add("a.inc", javascript)
    repository.add(".gitattributes", "*.inc linguist-language=Python\n")
    code, out = run("check", "a.inc")
    assert code == 1
    assert out.startswith("a.inc:1:1: PG203 claims Python, reads as JavaScript (0.")


@pytest.mark.parametrize(
    ("top", "nested", "where"),
    [
        pytest.param(
            "*.inc linguist-language=Go\n",
            "*.inc linguist-language=Python\n",
            "sub/.gitattributes:1:1",
            id="deepest file",
        ),
        pytest.param(
            "* linguist-language=python\n*.inc linguist-language=Python\n",
            "",
            ".gitattributes:2:1",
            id="last line",
        ),
        pytest.param(
            "*.inc linguist-language=Python\n*.x linguist-language=Go\n",
            "",
            ".gitattributes:1:1",
            id="line that matches",
        ),
        pytest.param(
            "[attr]py linguist-language=Python\n*.inc py\n", "", "sub/a.inc:1:1", id="macro"
        ),
    ],
)
def test_the_line_that_decides(repository, run, javascript, top, nested, where):
    repository.add("sub/a.inc", javascript)
    repository.add(".gitattributes", top)
    repository.add("sub/.gitattributes", nested)
    repository.add("z.x", "x\n")
    _, out = run("check", "--staged")
    assert f"{where}: PG203 " in out


def test_what_only_this_clone_declares_has_no_line(repository, run, javascript):
    repository.add("a.inc", javascript)
    repository.add(".gitattributes", "*.inc linguist-language=Go\n")
    repository.write(".git/info/attributes", "*.inc linguist-language=Python\n")
    _, out = run("check", "--staged")
    assert out.startswith("a.inc:1:1: PG203 claims Python")


def test_right_overrides(repository, run, python):
    repository.add("a.inc", python)
    repository.add(".gitattributes", "*.inc linguist-language=Python\n")
    assert run("check", "--staged") == (0, "")


def test_no_repository(tmp_path, run, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".gitattributes").write_text("* linguist-ignore\n")
    assert run("check", ".gitattributes") == (0, "")


def test_the_end_of_a_large_file_is_not_taken_for_a_line(repository, run):
    repository.add("a.js", "x\n")
    line = "*.js linguist-vendored\n"
    repository.add(".gitattributes", "# " + "x" * (SIZE_LIMIT - len(line)) + "\n" + line * 9)
    assert run("check", "--staged") == (0, "")


@pytest.mark.parametrize(
    ("name", "language", "where"),
    [
        pytest.param("err.json", "JSON", "err.json:1:1: PG101", id="the same"),
        pytest.param("err.json", "JSON-with-Comments", "err.json:1:1: PG101", id="a dialect"),
        pytest.param("err.go", "Ruby", ".gitattributes:1:1: PG203", id="another"),
        pytest.param("err.h", "C", ".gitattributes:1:1: PG203", id="one of several"),
        pytest.param("err.cfg", "INI", ".gitattributes:1:1: PG203", id="a name of many formats"),
    ],
)
def test_an_override_that_says_what_the_name_says_is_not_what_is_wrong(
    repository, run, name, language, where
):
    page = "<!DOCTYPE html>\n<html>\n<body>502 Bad Gateway</body>\n</html>\n"
    repository.add(name, page)
    repository.add(".gitattributes", f"*{name[3:]} linguist-language={language}\n")
    code, out = run("audit")
    assert (code, out.startswith(where)) == (1, True), out
    assert out.count(": PG") == 1
    assert ("git mv -- err.json err.html" in out) is (name == "err.json")
