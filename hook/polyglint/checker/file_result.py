"""A judgement on a content as the result of a file: with its path, and with what to do about it."""

from __future__ import annotations

from functools import partial

from polyglint.codes import CONTRADICTION, SHEBANG
from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.linguist.languages import Claim
from polyglint.linguist.names import exact, extension
from polyglint.results import ClaimRule, Finding, Judgement, Result
from polyglint.sources.worktree import File
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from polyglint.checker import suggestion
    from polyglint.git import repository
else:
    repository = lazy_import("polyglint.git.repository")
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
    advise = partial(suggestion.suggestion, root=file.root, is_tracked=_is_tracked(file))
    claimed = Claim(judgement.claimed, judgement.source)
    if finding.code == SHEBANG:
        named = extension(file.place)
        return named and advise(file.place, named, claimed.started[0])
    if finding.language is None:
        return None
    if finding.code == CONTRADICTION and claimed.source.rule is ClaimRule.ATTRIBUTE:
        claimed = exact(file.place) or extension(file.place) or claimed  # says the same
    return advise(file.place, claimed, finding.language)


def _is_tracked(file: File) -> bool:
    """Whether git tracks a file, which it is asked of those that a command names."""
    if file.is_tracked is not None or file.root is None:
        return bool(file.is_tracked)
    try:
        found = repository.Repository(file.root).tracked_at([file.place])
        return any(entry.path == file.place for entry in found)
    except FatalError:  # no git, or none that answers: what it has it cannot rename
        return False
