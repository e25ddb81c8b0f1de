"""What a violation is known by from one run to the next, wherever its lines have moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from polyglint.escaping import unicode_text
from polyglint.results import Run, Violation
from polyglint.typed import NamedTuple


class Known(NamedTuple):
    """A violation and what it is known by."""

    violation: Violation
    fingerprint: str
    baselined: bool  # a baseline knows it: nobody need hear of it


def fingerprinted(run: Run) -> Iterator[Known]:
    """Yield the violations of a run with fingerprints of which no two are the same.

    Two violations of one file that say the same are told apart by their order.
    """
    seen: Counter[str] = Counter()
    for result in run.results:
        for violations, baselined in ((result.violations, False), (result.baselined, True)):
            for violation in violations:
                key = _digest(*_identity(violation))
                seen[key] += 1
                yield Known(violation, _digest(key, str(seen[key])), baselined)


def _identity(violation: Violation) -> tuple[str, ...]:
    """Path, code, claim and what the content is; a message about lines of settings quotes them.

    Not the message of a verdict, in which the score changes with any edit, and no line number.
    """
    said = violation.language or violation.message
    return violation.path, violation.code, *violation.claimed, said


def _digest(*parts: str) -> str:
    """The first 128 bits of SHA-256, as hexadecimal digits."""
    data = "\0".join(unicode_text(part) for part in parts)
    return hashlib.sha256(data.encode("utf-8")).hexdigest()[:32]
