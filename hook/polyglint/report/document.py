"""All that a run found out as JSON: one document, or one line for the run and one for each file.

Both follow `schema.json`. A new field keeps the version; any other change raises it.
"""

from __future__ import annotations

from collections.abc import Iterator

from polyglint.report.json_text import dumps
from polyglint.report.locations import path_fields
from polyglint.report.severity import is_warning, severity_of
from polyglint.results import Result, Run, Violation
from polyglint.typed import Any
from polyglint.version import __version__

SCHEMA_VERSION = 1


def json_lines(run: Run) -> Iterator[str]:
    """The document, indented."""
    files = [file_fields(result) for result in run.results]
    yield dumps({**_header(run), "files": files}, indent=2)


def jsonl_lines(run: Run) -> Iterator[str]:
    """The run without its files, then each file."""
    yield dumps({"kind": "run", **_header(run)})
    for result in run.results:
        yield dumps({"kind": "file", **file_fields(result)})


def _header(run: Run) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "polyglint", "version": __version__},
        "revision": run.revision,
        "summary": {
            "checked": run.checked,
            "not_judged": len(run.results) - run.checked,
            "violations": len([*run.violations()]),
            "warnings": sum(map(is_warning, run.violations())),
            "baselined": sum(len(result.baselined) for result in run.results),
        },
        "unreadable": [*map(str, run.unreadable)],
        "silenced": [silenced._asdict() for silenced in run.silenced],
    }


def file_fields(result: Result) -> dict[str, Any]:
    """All that a run found out about a file."""
    return {
        **path_fields(result.path),
        "claimed": result.claimed,
        "rule": result.source and str(result.source),
        "language": result.language,
        "score": round(float(result.score), 6),
        "not_judged": result.not_judged.reason if result.not_judged else None,
        "cleared": result.cleared,
        "violations": [violation_fields(violation) for violation in result.violations],
        "baselined": [violation_fields(violation) for violation in result.baselined],
        "windows": [window._asdict() for window in result.windows],
    }


def violation_fields(violation: Violation) -> dict[str, Any]:
    """A violation without the path of its file."""
    fields = violation._asdict()
    del fields["path"]
    fields["severity"] = severity_of(violation)
    if violation.score is not None:
        fields["score"] = round(float(violation.score), 6)
    return fields
