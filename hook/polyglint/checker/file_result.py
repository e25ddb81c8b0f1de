"""A judgement on a content as the result of a file: with its path, and with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polyglint.codes import CONTRADICTION, SHEBANG
from polyglint.lazy import lazy_import
from polyglint.linguist.languages import Claim
from polyglint.linguist.names import exact, extension
from polyglint.results import ClaimRule, Finding, Judgement, Result
from polyglint.sources.worktree import File

if TYPE_CHECKING:
    from polyglint.checker import suggestion
else:
    suggestion = lazy_import("polyglint.checker.suggestion")


def with_path(judgement: Judgement, file: File) -> Result:
    """Make a judgement on a content the result of a file, with what to do about it there."""
    return Result(
        file.path,
        judgement.claimed,
        judgement.source,
        judgement.language,
        judgement.score,
        judgement.not_judged,
        tuple(
            finding.with_path(file.path, _suggestion(finding, judgement, file))
            for finding in judgement.findings
        ),
        judgement.windows,
        file.place,
        cleared=judgement.cleared,
    )


def _suggestion(finding: Finding, judgement: Judgement, file: File) -> str | None:
    if judgement.source is None or finding.suggestion is not None:
        return None
    root = file.root if file.is_tracked else None
    claimed = Claim(judgement.claimed, judgement.source)
    if finding.code == SHEBANG:
        named = extension(file.place)
        return named and suggestion.suggestion(file.place, named, claimed.started[0], root)
    if finding.language is None:
        return None
    if finding.code == CONTRADICTION and claimed.source.rule is ClaimRule.ATTRIBUTE:
        claimed = exact(file.place) or extension(file.place) or claimed  # says the same
    return suggestion.suggestion(file.place, claimed, finding.language, root)
