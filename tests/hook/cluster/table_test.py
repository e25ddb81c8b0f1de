import json

import pytest

from polyglint.cluster import table
from polyglint.cluster.listing import Unit
from polyglint.cluster.table import Columns, TableRow, chunks, columns_of, files_of, units
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
EXPECTED = [
    TableRow("a", "x.py", b"1"),
    TableRow("b", "y.py", b"2"),
    TableRow("b", "z.py", "é".encode()),
]


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


def test_each_row_is_a_file_if_it_can_be():
    rows = [
        TableRow("a", "x.py", b"1"),
        TableRow("a", None, b"2", "no path"),
        TableRow("b", "x.py", b"1"),
    ]
    files = files_of(rows)
    assert [file and (file.path, file.place, file.content()) for file in files] == [
        ("x.py", "x.py", b"1"),
        None,
        ("x.py", "x.py", b"1"),
    ]
    assert files[0].blob == files[2].blob


@pytest.mark.parametrize("kind", [pa.large_string(), pa.binary(), pa.dictionary("int8", "string")])
def test_columns_of_plain_types_are_read(tmp_path, kind):
    columns = {name: pa.array(values).cast(kind) for name, values in ROWS.items()}
    assert read([write(tmp_path / "t.parquet", columns)]) == EXPECTED


@pytest.mark.parametrize("kind", [pa.int64(), pa.list_(pa.string()), pa.struct({"a": "string"})])
def test_columns_of_other_types_are_refused(tmp_path, kind):
    path = write(tmp_path / "t.parquet", {**ROWS, "text": pa.nulls(3, kind)})
    with pytest.raises(FatalError, match=r"column 'text' is .*; it must be text or bytes"):
        units([path], OWN)


class Opening(pa.ExtensionType):
    """Leaves a mark where somebody so much as opens a file that has a column of it."""

    opened = 0

    def __init__(self, name):
        super().__init__(pa.string(), name)

    def __arrow_ext_serialize__(self):
        return b""

    @classmethod
    def __arrow_ext_deserialize__(cls, _storage, _metadata):
        cls.opened += 1
        return cls("polyglint.test")


@pytest.mark.parametrize("column", ["text", "another"])
@pytest.mark.parametrize("before", range(3))
def test_no_reader_of_an_extension_type_is_run(tmp_path, monkeypatch, column, before):
    path = tmp_path / "t.parquet"
    (unit,) = units([write(path, ROWS)], OWN)
    kind = Opening("polyglint.test")
    pa.register_extension_type(kind)
    try:
        values = pa.ExtensionArray.from_storage(kind, pa.array(["1", "2", "3"]))
        write(path, {"x" * before: [1, 2, 3], **ROWS, column: values})
        monkeypatch.setattr(Opening, "opened", 0)
        for reading in (lambda: units([path], OWN), lambda: list(chunks(unit, OWN))):
            with pytest.raises(FatalError, match="a column of an extension type") as caught:
                reading()
            assert len(str(caught.value).splitlines()) == 1
        assert Opening.opened == 0
    finally:
        pa.unregister_extension_type("polyglint.test")


def test_a_pickle_of_ray_s_is_not_loaded(tmp_path):
    pytest.importorskip("ray")
    from ray.data.extensions import ArrowPythonObjectArray

    class Loaded:
        def __reduce__(self):
            return (tmp_path / "loaded").touch, ()

    values = ArrowPythonObjectArray.from_objects([Loaded()] * 3)
    path = write(tmp_path / "t.parquet", {**ROWS, "text": values})
    with pytest.raises(FatalError, match="a column of an extension type"):
        units([path], OWN)
    assert not (tmp_path / "loaded").exists()
