"""What a run says about a file: violations, or why it was not judged."""

from __future__ import annotations

from typing import NamedTuple


class Violation(NamedTuple):
    """A place where a file contradicts what it claims to be, or where a setting is wrong."""

    path: str
    line: int  # from 1
    column: int  # from 1
    code: str
    message: str
    last_line: int | None = None  # where the region that speaks against the claim ends
    claimed: tuple[str, ...] = ()
    language: str | None = None  # what the text reads as
    score: float | None = None  # calibrated probability of that language
    suggestion: str | None = None  # what to do about it: a command or a corrected line
    fingerprint: str = ""  # of the text that it speaks of, whatever line that is on
    severity: str | None = None  # error or warning, where settings say; warnings fail no run


class NotJudged(NamedTuple):
    """A file that polyglint has nothing to say about, and the reason for people to read."""

    reason: str
