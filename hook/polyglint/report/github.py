"""Annotations of a GitHub workflow: commands in its log, no more than GitHub shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from polyglint.codes import CODES
from polyglint.escaping import printable
from polyglint.report.locations import relative
from polyglint.report.severity import severity_of, worst_first
from polyglint.results import Run, Violation

SHOWN = 10  # of each level in a step; GitHub drops what comes after


def lines(run: Run) -> Iterator[str]:
    """A command for each violation that GitHub shows, the worst first; one where nothing was read.

    A workflow that checks nothing is as green as one that finds nothing.
    """
    if not run.checked:
        yield "::notice title=polyglint::no file was checked"
    for silenced in run.silenced:
        place = _property(relative(silenced.file))
        yield f"::notice file={place},title=polyglint::{_data(str(silenced))}"
    yield from map(command, annotated(run.violations()))


def annotated(violations: Iterable[Violation]) -> list[Violation]:
    counted: Counter[str] = Counter()
    chosen = []
    for violation in worst_first(violations):
        level = severity_of(violation)
        counted[level] += 1
        if counted[level] <= SHOWN:
            chosen.append(violation)
    return chosen


def command(violation: Violation) -> str:
    properties = {
        "file": relative(violation.path),
        "line": str(violation.line),
        "endLine": str(violation.last_line or violation.line),
        "col": str(violation.column),
        "title": f"{violation.code} {CODES[violation.code].name}",
    }
    values = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    help_line = f"\nhelp: {violation.suggestion}" if violation.suggestion else ""
    return f"::{severity_of(violation)} {values}::{_data(violation.message + help_line)}"


def _data(text: str) -> str:
    """The runner turns these three back; anything else that is not to be seen stays escaped."""
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
