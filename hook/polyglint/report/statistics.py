"""Counts of a run by rule: `--statistics`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from polyglint.codes import CODES
from polyglint.report.json_text import dumps
from polyglint.report.severity import is_warning
from polyglint.results import Run
from polyglint.typed import Any


def lines(run: Run, output_format: str) -> Iterator[str]:
    """A line for each code that was found, the commonest first, or JSON (`json`) of the same."""
    rows = [*_rows(run)]
    if output_format == "json":
        yield dumps(rows, indent=2)
        return
    width = max((len(str(row["count"])) for row in rows), default=0)
    for row in rows:
        warnings = f" ({row['warnings']} as warnings)" if row["warnings"] else ""
        yield f"{row['count']:>{width}}  {row['code']}  {row['name']}{warnings}"


def _rows(run: Run) -> Iterator[dict[str, Any]]:
    found = Counter(violation.code for violation in run.violations())
    warnings = Counter(v.code for v in run.violations() if is_warning(v))
    for code, count in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        name = CODES[code].name
        yield {"code": code, "name": name, "count": count, "warnings": warnings[code]}
