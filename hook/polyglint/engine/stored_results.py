"""What a content was found to be, as bytes to keep, and back again."""

from __future__ import annotations

import json

from polyglint.codes import CODES
from polyglint.results import (
    ERROR,
    WARNING,
    ClaimRule,
    ClaimSource,
    Finding,
    Judgement,
    NotJudged,
    WindowRead,
)
from polyglint.typed import Any, TypeVar

T = TypeVar("T")
MAX_LINE = 1 << 31  # no file has as many that is read


def encode(judgement: Judgement) -> bytes:
    """Write a judgement down."""
    return json.dumps(
        [
            judgement.claimed,
            judgement.source and [judgement.source.rule.name, judgement.source.detail],
            judgement.language,
            judgement.score,
            judgement.not_judged and judgement.not_judged.reason,
            judgement.findings,
            judgement.windows,
            judgement.cleared,
        ],
        separators=(",", ":"),
    ).encode("ascii")


def decode(data: bytes) -> Judgement:
    """Read what `encode` wrote, trusting nothing in it.

    Raises:
        ValueError: it is something else.
    """
    try:
        claimed, source, language, score, reason, findings, windows, cleared = json.loads(data)
        return Judgement(
            _names(claimed),
            None if source is None else _source(*_a(list, source)),
            _maybe(str, language),
            _score(score),
            None if reason is None else NotJudged(_a(str, reason)),
            tuple(_finding(*fields) for fields in _a(list, findings)),
            tuple(_window(*fields) for fields in _a(list, windows)),
            _maybe(str, cleared),
        )
    except (TypeError, RecursionError) as error:
        raise ValueError("not a result") from error


def _finding(
    line: Any,
    column: Any,
    code: Any,
    message: Any,
    last_line: Any,
    claimed: Any,
    language: Any,
    score: Any,
    fingerprint: Any,
    suggestion: Any,
    severity: Any,
) -> Finding:
    return Finding(
        _line(line),
        _line(column),
        _code(code),
        _a(str, message),
        None if last_line is None else _line(last_line),
        _names(claimed),
        _maybe(str, language),
        None if score is None else _score(score),
        _a(str, fingerprint),
        _maybe(str, suggestion),
        _severity(severity),
    )


def _source(rule: Any, detail: Any) -> ClaimSource:
    known = ClaimRule.__members__.get(_a(str, rule))
    if known is None:
        raise TypeError("not a rule")
    return ClaimSource(known, _a(str, detail))


def _window(first_line: Any, last_line: Any, language: Any, score: Any, text: Any) -> WindowRead:
    lines = _line(first_line), _line(last_line)
    return WindowRead(*lines, _a(str, language), _score(score), _a(str, text))


def _a(kind: type[T], value: Any) -> T:
    if type(value) is not kind:
        raise TypeError(f"not a {kind.__name__}")
    return value


def _score(value: Any) -> float:
    if not 0 <= _a(float, value) <= 1:  # nor is NaN
        raise ValueError("not a probability")
    return float(value)


def _line(value: Any) -> int:
    if not 1 <= _a(int, value) <= MAX_LINE:
        raise ValueError("not a line of a file")
    return int(value)


def _code(value: Any) -> str:
    if _a(str, value) not in CODES:
        raise ValueError("not a code")
    return str(value)


def _severity(value: Any) -> str | None:
    if value not in (None, ERROR, WARNING):
        raise ValueError("not a severity")
    return _maybe(str, value)


def _maybe(kind: type[T], value: Any) -> T | None:
    return None if value is None else _a(kind, value)


def _names(value: Any) -> tuple[str, ...]:
    return tuple(_a(str, name) for name in _a(list, value))
