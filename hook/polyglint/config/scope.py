"""One repository's settings, applied to its files and to what is found in them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from polyglint.config.path_patterns import Patterns
from polyglint.config.resolve import COMMAND_LINE, Resolved
from polyglint.config.settings import OFF
from polyglint.errors import FatalError
from polyglint.filesystem.links import followed
from polyglint.git.attribute_files import is_special
from polyglint.results import NotJudged, Result, Violation
from polyglint.sources.worktree import File


class Scope:
    """The files that one configuration binds."""

    def __init__(self, resolved: Resolved, root: Path) -> None:
        self.settings = resolved.settings
        self.baseline = _baseline_path(resolved, root)
        self._origins = resolved.origins
        self._exclude = Patterns(self.settings.exclude)
        self._include = Patterns(self.settings.include)
        self._languages = [
            (Patterns([pattern]), names)
            for pattern, names in self.settings.per_path_languages.items()
        ]

    def excluded(self, place: str) -> NotJudged | None:
        """Why a path is not to be judged, if it is not."""
        if (pattern := self._exclude.match(place)) is not None:
            return NotJudged(f"excluded by {pattern} ({self._origins['exclude']})")
        if self.settings.include and self._include.match(place) is None:
            return NotJudged(f"not included ({self._origins['include']})")
        return None

    def governed(self, file: File) -> File:
        """The file with the languages that its path may hold beside those it claims."""
        allowed: dict[str, None] = {}
        for patterns, names in self._languages:
            if patterns.match(file.place) is not None:
                allowed |= dict.fromkeys(names)
        return dataclasses.replace(file, allowed=tuple(allowed)) if allowed else file

    def weighed(self, result: Result) -> Result:
        """The result with the violations that count, and with how much."""
        if not result.violations:
            return result
        counting = [self._weighed(violation) for violation in result.violations]
        return result._replace(violations=tuple(filter(None, counting)))

    def _weighed(self, violation: Violation) -> Violation | None:
        severity = self.settings.severity_of(violation.code)
        unsure = violation.score is not None and violation.score < self.settings.min_score
        return None if severity == OFF or unsure else violation._replace(severity=severity)


def _baseline_path(resolved: Resolved, root: Path) -> Path | None:
    """The file of known violations; one that a repository names is inside of it."""
    path = resolved.settings.baseline
    if path is None or resolved.origins["baseline"] == COMMAND_LINE:
        return None if path is None else Path(path)
    inside = followed(root / path)
    if not inside.is_relative_to(followed(root)):
        raise FatalError(f"{resolved.file}: baseline: {path} leads out of the repository")
    if is_special(inside):  # a run would wait for it
        raise FatalError(f"{resolved.file}: baseline: {path} is not a regular file")
    return inside
