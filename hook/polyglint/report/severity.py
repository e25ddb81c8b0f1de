"""How bad a violation is, for formats that tell degrees apart."""

from __future__ import annotations

from collections.abc import Iterable

from polyglint.config.levels import ERROR, WARNING
from polyglint.results import Run, Violation


def severity_of(violation: Violation) -> str:
    """Without settings that say otherwise, any violation fails a run."""
    return violation.severity or ERROR


def is_warning(violation: Violation) -> bool:
    return severity_of(violation) == WARNING


def worst_first(violations: Iterable[Violation]) -> list[Violation]:
    """Errors first, and the surest of each degree first; otherwise in their order."""
    return sorted(violations, key=lambda v: (severity_of(v) != ERROR, -(v.score or 0.0)))


def reasons(run: Run) -> dict[str, list[str]]:
    """The paths that were not judged for each reason, the commonest reason first."""
    grouped: dict[str, list[str]] = {}
    for path, answer in run.not_judged():
        grouped.setdefault(answer.reason, []).append(path)
    return dict(sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0])))
