"""All findings as GitHub's Markdown: the summary of a workflow's step, or a file to post."""

from __future__ import annotations

import re
from collections.abc import Iterator

from polyglint.codes import page_of
from polyglint.escaping import printable
from polyglint.report.severity import is_warning, reasons, worst_first
from polyglint.report.text import summary_line
from polyglint.results import Run, Violation

BUDGET = 500_000  # bytes; GitHub refuses the summary of a step beyond 1 MiB
PATHS_SHOWN = 50  # of the files not judged for one reason
# Marks of Markdown and HTML. As entities they are text whatever stands around them.
MARKS = re.compile(r"[!-/:-@\[-`{-~]")


def lines(run: Run, annotated: int | None = None) -> Iterator[str]:
    """All violations, the worst first, and why files were not judged.

    Args:
        annotated: how many of the violations are annotations as well, where some are.
    """
    yield from _within(BUDGET, _violations(run, annotated))
    yield from _within(BUDGET // 2, _not_judged(run))


def _violations(run: Run, annotated: int | None) -> Iterator[str]:
    found = worst_first(run.violations())
    yield f"### polyglint: {summary_line(run)}"
    yield ""
    yield from (f"- cannot read {_code(str(file))}" for file in run.unreadable)
    if run.unreadable:
        yield ""
    if not found:
        return
    if annotated is not None and annotated < len(found):
        yield f"{annotated} of the {len(found)} violations are annotations; these are all."
        yield ""
    yield "| Where | Code | What | What to do |"
    yield "|---|---|---|---|"
    yield from map(_row, found)


def _row(violation: Violation) -> str:
    place = _code(f"{violation.path}:{violation.line}")
    advice = _advice(violation.suggestion) if violation.suggestion else ""
    code = f"[{violation.code}]({page_of(violation.code)})"
    if is_warning(violation):
        code += " (warning)"
    return f"| {place} | {code} | {_text(violation.message)} | {advice} |"


def _advice(text: str) -> str:
    """A command, or words that may hold code."""
    if text.startswith(("git ", "mv ")):
        return _code(text)
    parts = enumerate(text.split("`"))
    return "".join(_code(part) if index % 2 else _text(part) for index, part in parts)


def _not_judged(run: Run) -> Iterator[str]:
    for reason, paths in reasons(run).items():
        yield ""
        yield f"<details><summary>{len(paths)} not judged: {_text(reason)}</summary>"
        yield ""
        yield from (f"- {_code(path)}" for path in paths[:PATHS_SHOWN])
        if len(paths) > PATHS_SHOWN:
            yield f"- and {len(paths) - PATHS_SHOWN} more"
        yield ""
        yield "</details>"


def _within(budget: int, lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        budget -= len(line.encode("utf-8")) + 1
        if budget < 0:
            yield ""
            yield "The rest is too long for this page; `polyglint --format html` shows all of it."
            return
        yield line


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>"


def _text(text: str) -> str:
    return MARKS.sub(lambda mark: f"&#{ord(mark[0])};", printable(text))
