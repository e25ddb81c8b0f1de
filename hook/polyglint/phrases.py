"""Phrases that messages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from polyglint.lazy import lazy_import
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import difflib
else:
    difflib = lazy_import("difflib")

MAX_NAMED = 20  # messages of one kind


def hint(name: str, known: Iterable[str]) -> str:
    """``; did you mean …?``, or nothing where no name is near, in whatever case."""
    by_lower_case = {other.lower(): other for other in known}
    near = difflib.get_close_matches(name[:100].lower(), by_lower_case, n=1, cutoff=0.6)
    return f"; did you mean {by_lower_case[near[0]]}?" if near else ""


def any_of(names: Sequence[str]) -> str:
    """Join names as a choice: C, C++ or Objective-C."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def count_of(number: int, noun: str) -> str:
    """A number and its noun: 1 file, 2 files, 0 repositories."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def few(messages: Sequence[str]) -> list[str]:
    """The first of many messages, and how many more there are."""
    rest = len(messages) - MAX_NAMED
    return [*messages[:MAX_NAMED], *([f"and {rest} more"] if rest > 0 else [])]


def cannot_read(reasons: Iterable[object]) -> str:
    """What a run ends with that could not read some files, the first of which it names."""
    return f"cannot read {'; '.join(few([*map(str, reasons)]))}"


def score(value: float) -> str:
    """Three decimals, and never the 1.000 that no evidence gives."""
    return f"{min(value, 0.999):.3f}"
