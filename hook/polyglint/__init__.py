"""Catches files whose content is not the language that their name says."""

from polyglint.version import __version__

# Nothing else is imported here: until `polyglint.__main__` has taken the current directory out of
# the search path, `typing` could be a file of the repository that is scanned.
TYPE_CHECKING = False
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


def __getattr__(name: str) -> object:
    """Load the interface for programs when it is asked for: the command line does without."""
    if name in __all__:
        from polyglint import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
