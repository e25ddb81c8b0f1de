import pytest

from train.evaluate import held_out
from train.evaluate.held_out import chosen_files, held_to


def test_files_are_chosen_in_turn_from_each_project(monkeypatch, tmp_path):
    monkeypatch.setattr(held_out, "FILES_PER_LANGUAGE", 4)
    rows = [f"{project}/{n}\tC\t{project}\ttest" for project in "ab" for n in range(5)]
    rows += ["c/0\tC\tc\ttest", "d/0\tC\td\ttrain", "d/1\tGo\td\ttest"]
    (tmp_path / "files.tsv").write_text("path\tlanguage\tproject\tsplit\n" + "\n".join(rows))
    assert chosen_files(tmp_path / "files.tsv", "test") == [
        ("a/0", "C", "a"),
        ("b/0", "C", "b"),
        ("c/0", "C", "c"),
        ("a/1", "C", "a"),
        ("d/1", "Go", "d"),
    ]


@pytest.mark.parametrize(
    ("path", "text", "language", "held"),
    [
        pytest.param("Go/git__a+b/cmd__a.go", "package a\n", "Go", ("Go",), id="by its name"),
        pytest.param(
            "Nim/git__a+b/src__a.nimble",
            'version = "1"\n',
            "Nim",
            ("INI", "Nim", "TOML"),
            id="a custom",
        ),
        pytest.param("Go/git__a+b/build", "package a\n", "Go", ("Go",), id="no name to go by"),
        pytest.param("C/git__a+b/a.h", "int a;\n", "C", ("C", "C++", "Objective-C"), id="shared"),
        pytest.param("Go/git__a+b/a.rb", "package a\n", "Go", ("Go",), id="by an attribute"),
        pytest.param("Go/git__a+b/vendor__a.go", "package a\n", "Go", ("Go",), id="vendored"),
        pytest.param("HTML/git__a+b/a.scala.html", "", "HTML", (), id="of an engine"),
        pytest.param(
            "Jinja/git__a+b/a.jinja", "{% if a %}\n", "Jinja", ("Jinja",), id="a template"
        ),
    ],
)
def test_what_a_name_allows(path, text, language, held):
    assert held_to(path, text, language) == held
