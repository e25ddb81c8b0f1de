import base64
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

import polyglint.report
from polyglint.report.document import json_lines, jsonl_lines
from polyglint.results import NotJudged, Result, in_order
from polyglint.version import __version__
from tests.hook.report.runs import FLAGGED, HOSTILE, RUN, UNREADABLE, runs

jsonschema = pytest.importorskip("jsonschema")
SCHEMA = json.loads((Path(polyglint.report.__file__).parent / "schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def document(run):
    (text,) = json_lines(run)
    assert text.isascii()
    return json.loads(text)


def objects(run):
    return [json.loads(line) for line in jsonl_lines(run)]


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_document():
    told = document(RUN._replace(revision="v1", unreadable=(UNREADABLE,)))
    assert told["tool"] == {"name": "polyglint", "version": __version__}
    assert told["revision"] == "v1"
    assert told["unreadable"] == [str(UNREADABLE)]
    assert told["summary"] == {
        "checked": 2,
        "not_judged": 2,
        "violations": 2,
        "warnings": 1,
        "baselined": 0,
    }
    assert [file["path"] for file in told["files"]] == [result.path for result in RUN.results]
    assert told["files"][3] == {
        "path": "src/router.py",
        "claimed": ["Python"],
        "rule": "extension .py",
        "language": "JavaScript",
        "score": 0.832,
        "not_judged": None,
        "cleared": None,
        "violations": [
            {
                "line": 1,
                "column": 1,
                "code": "PG101",
                "message": "claims Python, reads as JavaScript (0.832)",
                "last_line": 9,
                "claimed": ["Python"],
                "language": "JavaScript",
                "score": 0.832,
                "suggestion": "git mv -- src/router.py src/router.js",
                "fingerprint": "0" * 32,
                "severity": "error",
            }
        ],
        "baselined": [],
        "windows": [window._asdict() for window in FLAGGED.windows],
    }


def test_lines_hold_what_the_document_holds():
    told = document(RUN)
    files = [{"kind": "file", **file} for file in told.pop("files")]
    assert objects(RUN) == [{"kind": "run", **told}, *files]


@pytest.mark.skipif(sys.platform == "win32", reason="paths are text there")
def test_a_path_that_is_no_text_is_told_by_its_bytes():
    path = os.fsdecode(b"a\xe9.py")
    (file,) = document(in_order([Result(path, not_judged=NotJudged("x"))]))["files"]
    assert file["path"] == "a\\xe9.py"
    assert base64.b64decode(file["path_base64"]) == b"a\xe9.py"
    (other,) = document(in_order([Result("a\\xe9.py", not_judged=NotJudged("x"))]))["files"]
    assert "path_base64" not in other


@settings(max_examples=25)  # a schema takes its time
@given(runs)
def test_any_run_follows_the_schema(run):
    assert VALIDATOR.is_valid(document(run))
    for line in jsonl_lines(run):
        assert line.isprintable()
        assert VALIDATOR.is_valid(json.loads(line))


@pytest.mark.parametrize(
    "change",
    [
        {"schema_version": 2},
        {"summary": {}},
        {"files": [{"path": "a"}]},
        {"kind": "file"},
        {"revision": 1},
    ],
    ids=str,
)
def test_schema_refuses(change):
    assert not VALIDATOR.is_valid({**document(HOSTILE), **change})
    assert VALIDATOR.is_valid(document(HOSTILE))
