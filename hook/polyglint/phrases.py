"""The name that a misspelt one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable


def hint(name: str, known: Iterable[str]) -> str:
    """``; did you mean …?``, or nothing where no name is near, in whatever case."""
    by_lower_case = {other.lower(): other for other in known}
    import difflib

    near = difflib.get_close_matches(name[:100].lower(), by_lower_case, n=1, cutoff=0.6)
    return f"; did you mean {by_lower_case[near[0]]}?" if near else ""
