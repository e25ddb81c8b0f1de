import hashlib

import pytest

from polyglint.errors import FatalError
from tests.train.corpus.licence_texts import ISC
from train.__main__ import main as train
from train.corpus.repositories import main

HEADER = "language\tregistry\tpackage\tversion"
PACKAGE = "C\tnpm\ta\t1"
ONE, TWO = "1" * 40, "2" * 40


@pytest.fixture
def given(tmp_path):
    """Arguments for checkouts of two repositories with files, and one without."""
    for name, files in {
        "me__one": {"a.go": "package a\n", "b.py": "b = 1\n", "c.py": "c = 1\n", "COPYING": ISC},
        "me__two__three": {"a.go": "package a\n"},
        "me__empty": {"a.unheard-of": "a\n"},
    }.items():
        for path, text in files.items():
            file = tmp_path / "checkouts" / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    (tmp_path / "commits.tsv").write_text(
        f"me/one\t{ONE}\t3\t20\nme/two__three\t{TWO}\t1\t10\nme/empty\t{ONE}\t1\t2\n"
    )
    (tmp_path / "languages.tsv").write_text("language\trepository\nGolang\tme/two__three\n")
    (tmp_path / "sources.tsv").write_text(f"{HEADER}\n{PACKAGE}\n")
    return [
        *("--commits", str(tmp_path / "commits.tsv")),
        *("--from-dir", str(tmp_path / "checkouts")),
        *("--languages", str(tmp_path / "languages.tsv")),
        *("--sources", str(tmp_path / "sources.tsv")),
    ]


def lines(tmp_path):
    return (tmp_path / "sources.tsv").read_text().splitlines()


def test_rows_are_added_once_and_in_order(tmp_path, given, capsys):
    assert main(given) == 0
    expected = [
        f"{HEADER}\tlicence",
        f"{PACKAGE}\t",
        f"Go\tgit\tme/two__three\t{TWO}\t",
        f"Python\tgit\tme/one\t{ONE}\tISC",
    ]
    assert lines(tmp_path) == expected
    assert capsys.readouterr().out == (
        f"no file in any language: me/empty\n2 repositories added to {tmp_path / 'sources.tsv'}\n"
    )
    main(given)
    assert lines(tmp_path) == expected
    assert "\n0 repositories added" in capsys.readouterr().out


def test_what_is_held_out_is_not_added(tmp_path, given, capsys):
    digest = hashlib.sha256(b"me/one").hexdigest()
    (tmp_path / "held-out").write_text(f"{digest}\trepository\n")
    main([*given, "--held-out", str(tmp_path / "held-out")])
    assert [line.split("\t")[2] for line in lines(tmp_path)[1:]] == ["a", "me/two__three"]
    assert "held out: me/one\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"one\t{ONE}", "4: owner/name, tab, commit expected"),
        ("me/one\tmain", "4: owner/name, tab, commit expected"),
        (f"me/absent\t{ONE}", "4: checkout expected"),
    ],
)
def test_rows_of_another_form_are_named(tmp_path, given, row, words):
    with (tmp_path / "commits.tsv").open("a") as stream:
        stream.write(row + "\n")
    with pytest.raises(FatalError, match=words):
        main(given)
    assert lines(tmp_path) == [HEADER, PACKAGE]


def test_a_missing_table_is_one_line_and_exit_2(given, capsys):
    assert train(["repositories", *given, "--commits", "nowhere"]) == 2
    assert capsys.readouterr().err.startswith("train repositories: table of repositories expected")
