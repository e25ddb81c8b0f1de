import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglint.config.baseline import HEADER, Baseline, BaselineEntry, entries_of, entry_of, write
from polyglint.errors import FatalError
from polyglint.results import Result, Violation

FOUND = Violation("x/a.py", 3, 1, "PG101", "m", 9, ("Python",), "Perl", 0.9, fingerprint="f")
ENTRY = BaselineEntry("a.py", "PG101", ("Python",), "f")
HOSTILE = BaselineEntry('a\n\x1b\u202e\udcff"{}.py', "PG101", ('x"\n',), "\0")


def of(*violations, place="a.py"):
    return Result("x/a.py", violations=violations, place=place)


def test_an_entry_has_no_line_and_no_score():
    assert entry_of("a.py", FOUND) == entry_of("a.py", FOUND._replace(line=7, score=0.8)) == ENTRY


@pytest.mark.parametrize(
    ("found", "place"),
    [
        pytest.param(FOUND, "b.py", id="another path"),
        pytest.param(FOUND._replace(code="PG102"), "a.py", id="another code"),
        pytest.param(FOUND._replace(claimed=("C",)), "a.py", id="another claim"),
        pytest.param(FOUND._replace(fingerprint="g"), "a.py", id="another text"),
    ],
)
def test_what_a_baseline_does_not_know(found, place):
    baseline = Baseline([ENTRY])
    assert baseline.split(of(found, place=place)) == of(found, place=place)
    assert baseline.stale(lambda _: True) == [ENTRY]
    assert baseline.stale(lambda path: path != "a.py") == []


def test_an_entry_excuses_one_violation():
    baseline = Baseline([ENTRY])
    assert baseline.split(of(FOUND, FOUND)) == of(FOUND)._replace(baselined=(FOUND,))
    assert baseline.stale(lambda _: True) == []


def test_written_and_read(tmp_path):
    path = tmp_path / "known.jsonl"
    write(path, [HOSTILE, ENTRY, ENTRY])
    lines = path.read_text("ascii").splitlines()
    assert len(lines) == 4
    assert lines[0] == json.dumps(HEADER)
    assert lines[1:] == sorted(lines[1:], key=lambda line: json.loads(line)["path"])
    assert Baseline.read(path).stale(lambda _: True) == sorted([HOSTILE, ENTRY, ENTRY])
    assert [p.name for p in tmp_path.iterdir()] == ["known.jsonl"]


def test_a_link_is_replaced_and_not_followed(tmp_path):
    (tmp_path / "target").write_text("precious")
    (tmp_path / "link").symlink_to("target")
    write(tmp_path / "link", [])
    assert (tmp_path / "target").read_text() == "precious"
    assert not (tmp_path / "link").is_symlink()


GOOD = json.dumps(HEADER)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("", ": no baseline of this version", id="empty"),
        pytest.param('{"polyglint-baseline": 2}\n', ": no baseline of this version", id="version"),
        pytest.param("\udcff", ": no baseline", id="bytes"),
        pytest.param("[" * 99_999, ": no baseline", id="deep"),
        pytest.param(f"{GOOD}\n<<<<<<< HEAD\n", ":2: no entry of a baseline", id="conflict"),
        pytest.param(f"{GOOD}\n\n[]\n", ":3: no entry", id="list"),
        pytest.param("[" + "[]," * 99_999 + "[]]", ": no baseline", id="a line too long"),
        pytest.param(f"{GOOD}\n[{'[],' * 99_999}[]]", ":2: no entry", id="an entry too long"),
        pytest.param(f'{GOOD}\n{{"path": "a"}}\n', ":2: no entry", id="fields"),
        pytest.param(
            GOOD + '\n{"path": 1, "code": "", "claim": [], "fingerprint": ""}', ":2: ", id="type"
        ),
        pytest.param(
            GOOD + '\n{"path": "", "code": "", "claim": "x", "fingerprint": ""}', ":2: ", id="claim"
        ),
    ],
)
def test_malformed(tmp_path, content, message):
    path = tmp_path / "known"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(FatalError) as error:
        Baseline.read(path)
    assert str(error.value).startswith(f"{path}{message}")


def test_blank_lines_are_nothing():
    assert entries_of("x", GOOD.encode() + b"\r\n" + b"\n" * 99_999) == []


def test_not_there(tmp_path):
    with pytest.raises(FatalError, match=r"cannot read .*none: No such file"):
        Baseline.read(tmp_path / "none")
    with pytest.raises(FatalError, match="cannot write"):
        write(tmp_path / "none" / "a", [])


values = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.fixed_dictionaries(dict.fromkeys(BaselineEntry._fields, inner))
    ),
    max_leaves=8,
)


@given(st.binary(max_size=40) | values.map(json.dumps).map(str.encode))
@pytest.mark.slow
def test_any_content_is_entries_or_one_error(line):
    with contextlib.suppress(FatalError):
        entries_of("x", GOOD.encode() + b"\n" + line)
