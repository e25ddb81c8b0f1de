import json

import pytest

from polyglint.cluster import table
from polyglint.cluster.listing import Unit
from polyglint.cluster.table import Columns, Row, chunks, columns_of, files_of, units
from polyglint.errors import FatalError

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
OWN = Columns("repo", "file", "text")


def write(path, columns, **options):
    pq.write_table(pa.table(columns), path, **options)
    return path


def read(files, columns=OWN):
    return [
        row for unit in units(files, columns) for chunk in chunks(unit, columns) for row in chunk
    ]


ROWS = {"repo": ["a", "b", "b"], "file": ["x.py", "y.py", "z.py"], "text": ["1", "2", "é"]}
EXPECTED = [Row("a", "x.py", b"1"), Row("b", "y.py", b"2"), Row("b", "z.py", "é".encode())]


def test_columns_keep_the_names_that_nobody_changes():
    assert columns_of("") == Columns()
    assert columns_of("content = text, repository=r") == Columns("r", "path", "text")


@pytest.mark.parametrize("value", ["x=y", "content", "content=", "=x", "path=a;content=b,c"])
def test_columns_of_another_form(value):
    with pytest.raises(ValueError, match="is not of the form"):
        columns_of(value)


@pytest.mark.parametrize("size", [1, 2, 100])
def test_parquet_is_read_row_group_by_row_group(tmp_path, size):
    path = write(tmp_path / "t.parquet", ROWS, row_group_size=size)
    assert len(units([path], OWN)) == -(-3 // size)
    assert read([path]) == EXPECTED


def test_contents_may_be_bytes(tmp_path):
    path = write(tmp_path / "t.parquet", {**ROWS, "text": [b"1", b"\xff", None]})
    found = read([path])
    assert [row.content for row in found] == [b"1", b"\xff", None]
    assert found[2].problem == "no content"


@pytest.mark.parametrize("part", [1, 7, 40, 1 << 20])
def test_lines_are_each_in_one_part(tmp_path, monkeypatch, part):
    monkeypatch.setattr(table, "PART", part)
    path = tmp_path / "t.jsonl"
    records = [dict(zip(ROWS, values, strict=True)) for values in zip(*ROWS.values(), strict=True)]
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records) + "\n")
    assert read([path]) == EXPECTED


def test_bad_lines_are_rows_with_a_reason(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "MAX_LINE", 100)
    path = tmp_path / "t.jsonl"
    good = json.dumps({"repo": "a", "file": "x.py", "text": "1"})
    path.write_text("\n".join([good, "{", "[]", json.dumps({"text": "x" * 1000}), good]))
    assert [row.problem for row in read([path])] == [
        None,
        "byte 43: not a JSON object",
        "byte 45: not a JSON object",
        "byte 48: a line of more than 0 MiB",
        None,
    ]


@pytest.mark.parametrize("suffix", ["parquet", "jsonl"])
def test_a_table_without_the_columns_is_told_what_it_has(tmp_path, suffix):
    path = tmp_path / f"t.{suffix}"
    if suffix == "parquet":
        write(path, ROWS)
    else:
        path.write_text('{"repo": 1, "file": 2, "text": 3}\n')
    with pytest.raises(FatalError) as caught:
        units([path], Columns("repo"))
    assert str(caught.value) == (
        f"{path}: no column 'path', 'content'; it has 'repo', 'file', 'text': "
        "say --columns path=NAME,content=NAME"
    )


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"x" * 100 + b"PAR1"])
def test_what_is_no_parquet(tmp_path, content):
    path = tmp_path / "t.parquet"
    path.write_bytes(content)
    with pytest.raises(FatalError, match="not Parquet"):
        units([path], OWN)


@pytest.mark.parametrize("content", ["x\n", "[1]\n", "\0\n", "[" * 100_000 + "\n"])
def test_what_is_no_json_lines(tmp_path, content):
    path = tmp_path / "t.jsonl"
    path.write_text(content)
    with pytest.raises(FatalError, match="not JSON Lines"):
        units([path], OWN)


def test_a_damaged_row_group_is_told(tmp_path):
    path = write(tmp_path / "t.parquet", {**ROWS, "text": ["a" * 999, "b" * 999, "c" * 999]})
    content = bytearray(path.read_bytes())
    content[4:200] = bytes(196)
    path.write_bytes(content)
    (unit,) = units([path], OWN)
    with pytest.raises(FatalError, match="row group 0"):
        list(chunks(unit, OWN))


def test_a_table_that_is_gone():
    with pytest.raises(FatalError, match="No such file"):
        list(chunks(Unit("table", "t.jsonl", "/nope/t.jsonl", 0, 9), OWN))


def test_memory_holds_some_rows_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "CHUNK_ROWS", 2)
    path = write(tmp_path / "t.parquet", ROWS)
    (unit,) = units([path], OWN)
    assert [len(chunk) for chunk in chunks(unit, OWN)] == [2, 1]


def test_rows_are_files_by_their_number():
    rows = [Row("a", "x.py", b"1"), Row("a", None, b"2", "no path"), Row("b", "x.py", b"1")]
    files = files_of(rows)
    assert [(file.path, file.place, file.content()) for file in files] == [
        ("0", "x.py", b"1"),
        ("2", "x.py", b"1"),
    ]
    assert files[0].blob == files[1].blob
