"""One repository's settings, applied to its files and to what is found in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from polyglint.config.levels import left_out_by
from polyglint.config.path_patterns import PathPatterns
from polyglint.config.resolve import COMMAND_LINE, Resolved
from polyglint.config.settings import OFF, names
from polyglint.errors import FatalError
from polyglint.filesystem.links import followed
from polyglint.filesystem.special import is_special
from polyglint.results import NotJudged, Result, Silenced, Violation
from polyglint.sources.worktree import File


class Scope:
    """The files that one configuration binds."""

    def __init__(self, resolved: Resolved, root: Path) -> None:
        self.settings = resolved.settings
        self.baseline = _baseline_path(resolved, root)
        self._origins = resolved.origins
        self._silenced: Counter[str] = Counter()  # violations, by the field that silences them
        self._allowed: set[str] = set()  # places that may hold other languages
        self._exclude = PathPatterns(self.settings.exclude)
        self._include = PathPatterns(self.settings.include)
        self._languages = [
            (PathPatterns([pattern]), languages)
            for pattern, languages in self.settings.per_path_languages.items()
        ]

    def excluded(self, place: str) -> NotJudged | None:
        """Why a path is not to be judged, if it is not."""
        if (pattern := self._exclude.match(place)) is not None:
            return NotJudged(f"excluded by {pattern} ({self._origins['exclude']})")
        if self.settings.include and self._include.match(place) is None:
            return NotJudged(f"not included ({self._origins['include']})")
        return None

    def apply_overrides(self, file: File) -> File:
        """The file with the languages that its path may hold beside those it claims."""
        allowed: dict[str, None] = {}
        for patterns, languages in self._languages:
            if patterns.match(file.place) is not None:
                allowed |= dict.fromkeys(languages)
        if not allowed:
            return file
        self._allowed.add(file.place)
        return file._replace(allowed=tuple(allowed))

    def weighed(self, result: Result) -> Result:
        """The result with the violations that count, and with how much."""
        if not result.violations:
            return result
        counting = [self._weighed(violation) for violation in result.violations]
        return result._replace(violations=tuple(filter(None, counting)))

    def _weighed(self, violation: Violation) -> Violation | None:
        settings = self.settings
        severity = settings.severity_of(violation.code) or violation.severity
        unsure = violation.score is not None and violation.score < settings.min_score
        if severity != OFF and not unsure:
            return violation._replace(severity=severity)
        field = left_out_by(violation.code, settings.select, settings.ignore) or "severity"
        self._silenced[field if severity == OFF else "min_score"] += 1
        return None

    def silenced(self, judged: int) -> Iterator[Silenced]:
        """What a file of settings kept from being found; what the command line says is no news.

        Args:
            judged: the number of files that were told apart by few languages, where it says so.
        """
        counts = dict(self._silenced)
        of_files = {"per_path_languages": len(self._allowed)}
        if self.settings.languages:
            of_files["languages"] = judged
        for what, counted in (("violation", counts), ("file", of_files)):
            for field, count in sorted(counted.items()):
                if count and self._origins[field] != COMMAND_LINE:
                    yield Silenced(self._origins[field], names()[field], count, what)


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
