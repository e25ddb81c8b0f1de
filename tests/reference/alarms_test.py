import re

import pytest

from polyglint.checker.checker import Judge
from tests.reference import alarms
from tests.reference.alarms import DIRECTORY, judged, read_as, read_table, text_file

ROWS = read_table()
SOURCE = "".join(f"function f{n}(a, b) {{ return a.map((x) => x + b); }}\n" for n in range(16))


@pytest.fixture(scope="module")
def judge():
    return Judge()


def still_flagged(row):
    return [pytest.mark.xfail(reason=f"reads as {row.open}")] if row.open else []


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row.text, marks=still_flagged(row)) for row in ROWS]
)
def test_is_not_flagged(judge, row):
    result = judged(judge, row.path, text_file(row.text).read_bytes())
    assert read_as(result) == ""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_is_judged(judge, row):
    result = judged(judge, row.path, text_file(row.text).read_bytes())
    if result.not_judged is not None:  # silent on all of that language, so on this text, too
        assert re.search("which the model does not know", result.not_judged.reason)
    else:
        assert ", ".join(result.claimed) == row.claims


def test_the_same_judgement_flags_what_is_wrong(judge):
    assert read_as(judged(judge, "src/router.py", SOURCE.encode())) == "JavaScript"


def test_every_text_has_a_row_and_lines_enough():
    texts = sorted(DIRECTORY.glob("*.txt"))
    assert [text.stem for text in texts] == sorted(row.text for row in ROWS)
    assert [text.stem for text in texts if len(text.read_text("utf-8").splitlines()) < 4] == []


@pytest.fixture
def table(tmp_path):
    """A table of one row, apart from the real one."""
    alarms.write_table([ROWS[0]], tmp_path / "table.tsv")
    return tmp_path / "table.tsv"


def test_adding_keeps_the_lines_and_writes_a_row(table, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "found.js"
    source.write_bytes(b"\r\n".join(SOURCE.encode().splitlines()))
    arguments = [str(source), "--path", "src/found.py", "--kind", "renamed", "--lines", "3-14"]
    assert alarms.main(arguments, table) == 0
    text = tmp_path / "found.txt"
    assert capsys.readouterr().out == "found.txt: claims Python, reads as JavaScript\n"
    assert text.read_bytes().splitlines() == SOURCE.encode().splitlines()[2:14]
    added = alarms.FalseAlarm("found", "src/found.py", "Python", "renamed", "JavaScript")
    assert read_table(table) == [ROWS[0], added]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--lines", "3"], "--lines 3: two numbers expected", id="lines"),
        pytest.param(["--lines", "9-3"], "--lines 9-3: two numbers expected", id="backwards"),
        pytest.param(["--name", "table"], "exists; choose another --name", id="name"),
        pytest.param(["--path", "notes.txt"], "never flagged: claims Text", id="not judged"),
    ],
)
def test_adding_refuses(arguments, message, table, tmp_path, capsys):
    source = tmp_path / "found.js"
    source.write_text(SOURCE)
    (tmp_path / "table.txt").write_text("taken\n")
    command = [str(source), "--path", "src/found.py", "--kind", "renamed", *arguments]
    assert alarms.main(command, table) == 2
    assert message in capsys.readouterr().err
    assert read_table(table) == [ROWS[0]]
