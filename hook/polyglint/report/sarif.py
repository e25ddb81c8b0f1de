"""SARIF 2.1.0, the Static Analysis Results Interchange Format of OASIS, for code scanning."""

from __future__ import annotations

from collections.abc import Iterator

from polyglint.codes import CODES, HOMEPAGE, page_of
from polyglint.config.levels import ERROR
from polyglint.escaping import visible
from polyglint.report.json_text import dumps
from polyglint.report.locations import uri
from polyglint.report.partial_fingerprints import Known, fingerprinted
from polyglint.report.severity import reasons, severity_of
from polyglint.results import Run, Violation
from polyglint.typed import Any
from polyglint.version import __version__

VERSION = "2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
NOT_JUDGED, UNREADABLE, SILENCED = (
    "not-judged",
    "unreadable",
    "silenced",
)  # notifications, in this order


def lines(run: Run) -> Iterator[str]:
    yield dumps({"$schema": SCHEMA, "version": VERSION, "runs": [_run(run)]}, indent=2)


def _run(run: Run) -> dict[str, Any]:
    return {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not run.unreadable,
                "toolExecutionNotifications": [*_failures(run), *_notes(run), *_silenced(run)],
            }
        ],
        "results": [_result(known) for known in fingerprinted(run)],
        "properties": {"checked": run.checked, "revision": run.revision},
    }


def _driver() -> dict[str, Any]:
    rules = [
        {
            "id": code.code,
            "name": "".join(word.capitalize() for word in code.name.split("-")),
            "shortDescription": {"text": f"{code.summary[0].upper()}{code.summary[1:]}."},
            "fullDescription": {
                "text": f"{code.summary[0].upper()}{code.summary[1:]}. {code.help}"
            },
            "help": {"text": code.help, "markdown": f"{code.help} [More]({page_of(code.code)})"},
            "helpUri": page_of(code.code),
            "defaultConfiguration": {"level": ERROR},
        }
        for code in CODES.values()
    ]
    return {
        "name": "polyglint",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": HOMEPAGE,
        "rules": rules,
        "notifications": [
            {
                "id": NOT_JUDGED,
                "name": "NotJudged",
                "shortDescription": {"text": "Files that were not judged, and why."},
                "defaultConfiguration": {"level": "note"},
            },
            {
                "id": UNREADABLE,
                "name": "Unreadable",
                "shortDescription": {"text": "A file that is there and could not be read."},
                "defaultConfiguration": {"level": "error"},
            },
            {
                "id": SILENCED,
                "name": "Silenced",
                "shortDescription": {"text": "Findings that settings keep out of the results."},
                "defaultConfiguration": {"level": "note"},
            },
        ],
    }


def _silenced(run: Run) -> list[dict[str, Any]]:
    return [
        {
            "descriptor": {"id": SILENCED, "index": 2},
            "level": "note",
            "message": {"text": _text(str(silenced))},
            "locations": [{"physicalLocation": _artifact(uri(silenced.file))}],
        }
        for silenced in run.silenced
    ]


def _failures(run: Run) -> list[dict[str, Any]]:
    descriptor = {"id": UNREADABLE, "index": 1}
    return [
        {
            "descriptor": descriptor,
            "level": "error",
            "message": {"text": _text(f"Cannot read {file}")},
        }
        for file in run.unreadable
    ]


def _notes(run: Run) -> list[dict[str, Any]]:
    """A notification for each reason, at all the files that were not judged for it."""
    return [
        {
            "descriptor": {"id": NOT_JUDGED, "index": 0},
            "level": "note",
            "message": {"text": _text(f"Not judged: {reason}")},
            "locations": [
                {"physicalLocation": _artifact(place)} for place in dict.fromkeys(map(uri, paths))
            ],
        }
        for reason, paths in reasons(run).items()
    ]


def _result(known: Known) -> dict[str, Any]:
    violation = known.violation
    prints = {"finding/v1": known.fingerprint}
    if violation.fingerprint:
        prints["content/v1"] = violation.fingerprint
    place = {**_artifact(uri(violation.path)), "region": _region(violation)}
    result = {
        "ruleId": violation.code,
        "ruleIndex": [*CODES].index(violation.code),
        "level": severity_of(violation),
        "message": {"text": _message(violation)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": prints,
        "properties": {
            "claimed": violation.claimed,
            "language": violation.language,
            "score": None if violation.score is None else round(float(violation.score), 6),
        },
    }
    if known.baselined:
        result["suppressions"] = [{"kind": "external", "justification": "in the baseline"}]
    return result


def _region(violation: Violation) -> dict[str, int]:
    region = {"startLine": violation.line, "startColumn": violation.column}
    if violation.last_line is not None:
        region["endLine"] = violation.last_line
    return region


def _message(violation: Violation) -> str:
    if violation.suggestion is None:
        return _text(violation.message)
    return f"{_text(violation.message)}\nhelp: {_text(violation.suggestion)}"


def _text(words: str) -> str:
    """A message that shows as it is: a viewer makes ``[words](address)`` a link (§3.11.6)."""
    shown = visible(words)
    return shown.replace("[", r"\[").replace("]", r"\]") if "](" in shown else shown


def _artifact(place: str) -> dict[str, Any]:
    return {"artifactLocation": {"uri": place, "uriBaseId": "%SRCROOT%"}}
