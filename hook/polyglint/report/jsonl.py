"""What `detect` and `claim` say of files, for programs: one document, or one object a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from polyglint.report.json_text import dumps
from polyglint.report.locations import path_fields
from polyglint.results import NotJudged
from polyglint.typed import TYPE_CHECKING, Any
from polyglint.version import __version__

if TYPE_CHECKING:
    from polyglint.linguist.claim import Claim
    from polyglint.results import Verdict

SCHEMA_VERSION = 1


def verdict_fields(path: str, verdict: Verdict) -> dict[str, Any]:
    best = [{"language": name, "score": _rounded(score)} for name, score in verdict.best]
    score = _rounded(verdict.score)
    return {**path_fields(path), "language": verdict.language, "score": score, "best": best}


def unread_fields(path: str, answer: NotJudged) -> dict[str, Any]:
    """A file without text has no language, and a reason."""
    reason = answer.reason
    return {**path_fields(path), "language": None, "score": 0.0, "best": [], "reason": reason}


def claim_fields(path: str, claim: Claim | None, not_judged: NotJudged | None) -> dict[str, Any]:
    return {
        **path_fields(path),
        "languages": list(claim.languages) if claim else [],
        "also": [name for name in claim.also if name not in claim.languages] if claim else [],
        "rule": str(claim.source) if claim else None,
        "judged": not_judged is None,
        "reason": not_judged.reason if not_judged else None,
    }


def _rounded(score: float) -> float:
    return round(float(score), 6)


def lines(answers: Iterable[Mapping[str, Any]], output_format: str) -> Iterator[str]:
    """Each answer as it comes (`jsonl`), or all of them in one document (`json`)."""
    if output_format == "jsonl":
        yield from map(dumps, answers)
        return
    tool = {"name": "polyglint", "version": __version__}
    document = {"schema_version": SCHEMA_VERSION, "tool": tool, "files": [*answers]}
    yield dumps(document, indent=2)
