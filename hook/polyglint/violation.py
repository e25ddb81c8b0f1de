"""What a run says about a file: a violation, or why it was not judged."""

from __future__ import annotations

from typing import NamedTuple


class Violation(NamedTuple):
    """A place where a file contradicts what it claims to be."""

    path: str
    line: int  # from 1
    column: int  # from 1
    code: str
    message: str


class NotJudged(NamedTuple):
    """A file that polyglint has nothing to say about, and the reason for people to read."""

    reason: str
