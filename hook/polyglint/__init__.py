"""Catches files whose content is not the language that their name says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polyglint.lazy import lazy_import
from polyglint.version import __version__

if TYPE_CHECKING:
    from polyglint.api import (
        FatalError,
        NotJudged,
        Result,
        Run,
        RunOptions,
        Unreadable,
        Verdict,
        Violation,
        check,
        detect,
    )

__all__ = [
    "FatalError",
    "NotJudged",
    "Result",
    "Run",
    "RunOptions",
    "Unreadable",
    "Verdict",
    "Violation",
    "__version__",
    "check",
    "detect",
]


def __getattr__(name: str) -> Any:
    """Load the interface for programs when it is asked for: the command line does without."""
    if name in __all__:
        return getattr(lazy_import("polyglint.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
