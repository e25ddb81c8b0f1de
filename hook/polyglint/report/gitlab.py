"""GitLab's code quality report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from polyglint.config.levels import ERROR
from polyglint.escaping import printable
from polyglint.report.json_text import dumps
from polyglint.report.locations import relative
from polyglint.report.partial_fingerprints import fingerprinted
from polyglint.report.severity import severity_of
from polyglint.results import Run, Violation


def lines(run: Run) -> Iterator[str]:
    issues = [_issue(v, key) for v, key, baselined in fingerprinted(run) if not baselined]
    yield dumps(issues, indent=2)


def _issue(violation: Violation, fingerprint: str) -> dict[str, Any]:
    lines = {"begin": violation.line}
    if violation.last_line is not None:
        lines["end"] = violation.last_line
    return {
        "description": printable(violation.message),
        "check_name": violation.code,
        "fingerprint": fingerprint,
        "severity": "major" if severity_of(violation) == ERROR else "minor",
        "location": {"path": relative(violation.path), "lines": lines},
    }
