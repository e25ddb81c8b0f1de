"""JUnit's XML, which most CI services show as tests: a case for each file and each violation."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from polyglint.escaping import printable
from polyglint.report.text import violation_line
from polyglint.results import Result, Run

SUITE = "polyglint"


def lines(run: Run) -> Iterator[str]:
    """XML in ASCII; what XML has no way to write is escaped as elsewhere."""
    suite = ET.Element("testsuite", name=SUITE)
    for result in run.results:
        _add_cases(suite, result)
    for message in map(printable, run.unreadable):
        case = ET.SubElement(suite, "testcase", classname=SUITE, name=f"cannot read {message}")
        ET.SubElement(case, "error", message=message)
    counts = {
        "tests": str(len(suite)),
        "failures": str(len(suite.findall("*/failure"))),
        "skipped": str(len(suite.findall("*/skipped"))),
        "errors": str(len(run.unreadable)),
    }
    suite.attrib.update(counts)
    suites = ET.Element("testsuites", {"name": SUITE, **counts})
    suites.append(suite)
    ET.indent(suites)
    text = ET.tostring(suites, "us-ascii", xml_declaration=True).decode("ascii")
    yield from text.splitlines()


def _add_cases(suite: ET.Element, result: Result) -> None:
    path = printable(result.path)
    for violation in result.violations:
        place = f"{path}:{violation.line}:{violation.column}"
        case = ET.SubElement(
            suite, "testcase", classname=SUITE, name=f"{place} {violation.code}", file=path
        )
        message = printable(violation.message)
        failure = ET.SubElement(case, "failure", type=violation.code, message=message)
        advice = f"\nhelp: {printable(violation.suggestion)}" if violation.suggestion else ""
        failure.text = violation_line(violation) + advice
    if result.not_judged is not None or not result.violations:
        case = ET.SubElement(suite, "testcase", classname=SUITE, name=path, file=path)
        if result.not_judged is not None:
            ET.SubElement(case, "skipped", message=printable(result.not_judged.reason))
