"""One JSON object a line, for programs: what `detect` and `claim` say of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polyglint.report.json_text import dumps
from polyglint.report.locations import path_fields
from polyglint.results import NotJudged

if TYPE_CHECKING:
    from polyglint.checker.verdict import Verdict
    from polyglint.linguist.claim import Claim


def verdict_line(path: str, verdict: Verdict) -> str:
    best = [{"language": name, "score": _rounded(score)} for name, score in verdict.best]
    return _line(path, language=verdict.language, score=_rounded(verdict.score), best=best)


def unread_line(path: str, answer: NotJudged) -> str:
    """A file without text has no language, and a reason."""
    return _line(path, language=None, score=0.0, best=[], reason=answer.reason)


def claim_line(path: str, claim: Claim | None, not_judged: NotJudged | None) -> str:
    return _line(
        path,
        languages=list(claim.languages) if claim else [],
        also=[name for name in claim.also if name not in claim.languages] if claim else [],
        rule=claim.rule if claim else None,
        judged=not_judged is None,
        reason=not_judged.reason if not_judged else None,
    )


def _rounded(score: float) -> float:
    return round(float(score), 6)


def _line(path: str, **fields: Any) -> str:
    return dumps({**path_fields(path), **fields})
