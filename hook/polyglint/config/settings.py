"""The settings of a run: by defaults, a configuration file and the command line."""

from __future__ import annotations

from collections.abc import Mapping

from polyglint.config.levels import OFF, WARNING, level
from polyglint.typed import NamedTuple

__all__ = ["OFF", "WARNING", "Settings", "names"]


class Settings(NamedTuple):
    """A field for each key of the configuration; ``force_exclude`` is ``force-exclude`` there."""

    exclude: tuple[str, ...] = ()  # patterns as of .gitignore, from the repository's root
    include: tuple[str, ...] = ()  # patterns; where there are any, nothing else is judged
    force_exclude: bool = True  # whether both also bind files that a command names
    languages: tuple[str, ...] = ()  # the only ones to tell apart; none for all
    per_path_languages: Mapping[str, tuple[str, ...]] = {}  # by pattern
    min_score: float = 0.0  # verdicts below it are no violation
    select: tuple[str, ...] = ()  # codes, or how they begin; none for all
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = {}  # by code, or how it begins
    warn_only: bool = False  # report, and fail no run
    baseline: str | None = None  # file of violations that are known

    def severity_of(self, code: str) -> str | None:
        """`OFF`, or a severity, or None for the code's own."""
        said = level(code, self.select, self.ignore, self.severity)
        return WARNING if self.warn_only and said != OFF else said


def names() -> Mapping[str, str]:
    """Field -> key."""
    return {name: name.replace("_", "-") for name in Settings._fields}
