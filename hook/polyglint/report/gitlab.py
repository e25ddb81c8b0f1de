"""GitLab's code quality report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from polyglint.config.levels import ERROR
from polyglint.escaping import printable
from polyglint.report.json_text import dumps
from polyglint.report.locations import relative
from polyglint.report.partial_fingerprints import fingerprinted
from polyglint.report.severity import severity_of
from polyglint.results import Run, Silenced, Violation
from polyglint.typed import Any


def lines(run: Run) -> Iterator[str]:
    issues = [_issue(v, key) for v, key, baselined in fingerprinted(run) if not baselined]
    yield dumps([*issues, *map(_note, run.silenced)], indent=2)


def _note(silenced: Silenced) -> dict[str, Any]:
    """What settings silence, as an issue of their file; the same one whatever the count."""
    identity = repr((silenced.file, silenced.key)).encode("utf-8", "surrogatepass")
    return {
        "description": printable(str(silenced)),
        "check_name": "silenced",
        "fingerprint": hashlib.sha256(identity).hexdigest(),
        "severity": "info",
        "location": {"path": relative(silenced.file), "lines": {"begin": 1}},
    }


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
