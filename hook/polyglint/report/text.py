"""Lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from polyglint.escaping import printable
from polyglint.phrases import any_of, count_of, score
from polyglint.report.colour import BOLD, CYAN, RED, YELLOW, paint
from polyglint.report.severity import is_warning
from polyglint.results import NotJudged, Violation
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from polyglint.linguist.claim import Claim
    from polyglint.results import Run, Verdict


def violation_line(violation: Violation, coloured: bool = False) -> str:
    """One line; that of a warning, which fails no run, says so behind the code."""
    place = printable(f"{violation.path}:{violation.line}:{violation.column}:")
    code = f"{violation.code} [warning]" if is_warning(violation) else violation.code
    if coloured:
        place, code = paint(BOLD, place), paint(YELLOW if is_warning(violation) else RED, code)
    return f"{place} {code} {printable(violation.message)}"


def not_judged_line(path: str, answer: NotJudged) -> str:
    return printable(f"{path}: not judged: {answer.reason}")


def cleared_line(path: str, reason: str) -> str:
    return printable(f"{path}: not flagged: {reason}")


def lines(run: Run, coloured: bool = False) -> Iterator[str]:
    """A line for each violation, and below it, indented, what to do about it."""
    title = paint(CYAN, "help:") if coloured else "help:"
    for violation in run.violations():
        yield violation_line(violation, coloured)
        if violation.suggestion:
            yield f"  {title} {printable(violation.suggestion)}"


def silence_lines(run: Run) -> Iterator[str]:
    """A line for each file that is not judged, or judged and not flagged: why."""
    for result in run.results:
        if result.not_judged is not None:
            yield not_judged_line(result.path, result.not_judged)
        elif result.cleared is not None:
            yield cleared_line(result.path, result.cleared)


def summary_line(run: Run) -> str:
    parts = [
        f"{count_of(run.checked, 'file')} checked",
        _violations([*run.violations()]),
    ]
    known = sum(len(result.baselined) for result in run.results)
    if known:
        parts.append(f"{known} in the baseline")
    skipped = len([*run.not_judged()])
    if skipped:
        parts.append(f"{skipped} not judged")
    parts += (printable(str(silenced)) for silenced in run.silenced)
    return ", ".join(parts)


def _violations(found: Sequence[Violation]) -> str:
    warnings = sum(map(is_warning, found))
    counted = count_of(len(found), "violation")
    return f"{counted} ({count_of(warnings, 'warning')})" if warnings else counted


def scores(best: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{language} {score(value)}" for language, value in best)


def verdict_words(verdict: Verdict) -> str:
    if verdict.language is not None:
        return f"{verdict.language} ({score(verdict.score)})"
    return f"unsure ({scores(verdict.best)})" if verdict.best else "too little text"


def claim_words(claim: Claim) -> str:
    also = [name for name in claim.also if name not in claim.languages]
    allowed = [name for name in claim.besides if name not in (*claim.languages, *also)]
    beside = ", which nothing in it marks" if claim.is_bare else ""
    beside += f", by its name also {any_of(also)}" if also else ""
    beside += f", by the settings also {any_of(allowed)}" if allowed else ""
    customary = [name for name in claim.customary if name not in claim.languages]
    beside += f", by custom also {any_of(customary)}" if customary else ""
    return f"{any_of(claim.languages)} ({claim.source}){beside}"
