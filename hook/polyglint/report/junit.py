"""JUnit's XML, which most CI services show as tests: a case for each code in each file.

A service follows a case from run to run by its name, so there is no line number in it. A warning
is a skipped case: it shows, and fails nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from polyglint.escaping import printable
from polyglint.report.severity import is_warning, worst_first
from polyglint.report.text import violation_line
from polyglint.results import Result, Run, Violation

SUITE = "polyglint"


def lines(run: Run) -> Iterator[str]:
    """XML in ASCII; what XML has no way to write is escaped as elsewhere."""
    suite = ET.Element("testsuite", name=SUITE)
    for result in run.results:
        _add_cases(suite, result)
    for message in (printable(str(file)) for file in run.unreadable):
        case = ET.SubElement(suite, "testcase", classname=SUITE, name=f"cannot read {message}")
        ET.SubElement(case, "error", message=message)
    counts = {
        "tests": str(len(suite)),
        "failures": str(len(suite.findall("*/failure"))),
        "skipped": str(len(suite.findall("*/skipped"))),
        "errors": str(len(run.unreadable)),
    }
    suite.attrib.update(counts)
    if run.silenced:
        properties = ET.Element("properties")
        for silenced in run.silenced:
            words = printable(str(silenced))
            ET.SubElement(properties, "property", name="silenced", value=words)
        suite.insert(0, properties)  # where JUnit has them
    suites = ET.Element("testsuites", {"name": SUITE, **counts})
    suites.append(suite)
    ET.indent(suites)
    text = ET.tostring(suites, "us-ascii", xml_declaration=True).decode("ascii")
    yield from text.splitlines()


def _add_cases(suite: ET.Element, result: Result) -> None:
    path = printable(result.path)
    by_code: dict[str, list[Violation]] = {}
    for violation in worst_first(result.violations):
        by_code.setdefault(violation.code, []).append(violation)
    for code, found in sorted(by_code.items()):
        case = ET.SubElement(suite, "testcase", classname=SUITE, name=f"{path} {code}", file=path)
        _add_outcome(case, found)
    if result.not_judged is not None or not result.violations:
        case = ET.SubElement(suite, "testcase", classname=SUITE, name=path, file=path)
        if result.not_judged is not None:
            ET.SubElement(case, "skipped", message=printable(result.not_judged.reason))


def _add_outcome(case: ET.Element, found: Sequence[Violation]) -> None:
    """What the violations of one code, the worst first, make of a case."""
    worst = found[0]
    message = printable(worst.message)
    if len(found) > 1:
        message += f" (and {len(found) - 1} more)"
    if is_warning(worst):
        outcome = ET.SubElement(case, "skipped", type=worst.code, message=f"warning: {message}")
    else:
        outcome = ET.SubElement(case, "failure", type=worst.code, message=message)
    outcome.text = "\n".join(map(_words, found))


def _words(violation: Violation) -> str:
    advice = f"\nhelp: {printable(violation.suggestion)}" if violation.suggestion else ""
    return violation_line(violation) + advice
