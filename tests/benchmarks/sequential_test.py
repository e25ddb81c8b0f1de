import pytest

from benchmarks.sequential import another, differences, main, own_place
from benchmarks.sequential_report import Counts, DepthFigures, DepthRow, Differences, write
from polyglint.checker.checker import EVERY, FEW
from polyglint.results import Finding, Judgement, NotJudged
from train.corpus.manifest import write_table

CLEAN = Judgement()
FOUND = Judgement(findings=(Finding(1, 1, "PG101", "x"),))
ELSEWHERE = Judgement(findings=(Finding(2, 1, "PG101", "x"),))
UNREAD = Judgement(not_judged=NotJudged("binary"))
GO = "func add(a int, b int) int {\n\tc := a + b\n\treturn c\n}\n\n" * 8


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        pytest.param([], [], (0, 0, 0, 0, 0), id="nothing"),
        pytest.param([CLEAN, UNREAD], [CLEAN, UNREAD], (1, 0, 0, 0, 0), id="clean"),
        pytest.param([FOUND], [FOUND], (1, 1, 0, 0, 0), id="the same finding"),
        pytest.param([FOUND], [CLEAN], (1, 0, 1, 0, 0), id="here alone"),
        pytest.param([CLEAN], [FOUND], (1, 1, 0, 1, 0), id="there alone"),
        pytest.param([ELSEWHERE], [FOUND], (1, 1, 0, 0, 1), id="at another line"),
    ],
)
def test_differences(first, second, found):
    assert differences(first, second) == found


def test_a_place_is_that_in_the_package():
    assert own_place("Go/npm__x/src__lib__a.go") == "src/lib/a.go"


def test_another_language_is_never_its_own():
    known = ("Go", "Emacs Lisp", "no language of linguist's")
    assert {another("Go", known, str(salt)) for salt in range(9)} == {"Emacs-Lisp"}
    assert {another("C", known, str(salt)) for salt in range(30)} == {"Go", "Emacs-Lisp"}


def test_report(tmp_path):
    counts = Counts(windows=30, whole=1, seconds=0.02)
    row = DepthRow(FEW, True, 10, counts, Differences(9, 2, 1, 0, 1))
    path = tmp_path / "x.md"
    write(DepthFigures("0123456789abcdef", [row, row._replace(depth=EVERY, is_right=False)]), path)
    lines = path.read_text().splitlines()
    assert "| the sequential test | 10 | 9 | 3.0 | 10.0% | 2.00 | 2 | 1 | 0 | 1 |" in lines
    assert sum(line.startswith("| a window at every line | 10 |") for line in lines) == 1


def test_a_run_on_a_small_corpus(tmp_path):
    rows = []
    for number in range(3):
        name = f"Go/npm__x{number}/src__a.go"
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True)
        path.write_text(GO + f"// {number}\n")
        rows.append((name, "Go", f"x{number}", "validation" if number else "train"))
    write_table(tmp_path / "files.tsv", ("path", "language", "project", "split"), rows)
    output = tmp_path / "out.md"
    arguments = ["--dataset", str(tmp_path), "--corpus", str(tmp_path / "corpus")]
    assert main([*arguments, "--every", "1", "--output", str(output)]) == 0
    table = [line.split(" | ") for line in output.read_text().splitlines() if line[:5] == "| the"]
    assert [row[1:3] for row in table] == [["2", "2"]] * 4
    assert [row[7:10] for row in table] == [["0", "0", "0 |"]] * 4
    # What is flagged is read whole, and all where windows are spread evenly.
    assert [row[4] for row in (*table[::2], table[3])] == ["100.0%"] * 3


def test_a_missing_data_set_is_named(tmp_path, capsys):
    assert main(["--dataset", str(tmp_path), "--corpus", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("benchmarks.sequential: ")
