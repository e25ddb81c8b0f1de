"""Patterns as of .gitignore, matched on paths inside a repository."""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Sequence

from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import pathspec
else:
    pathspec = lazy_import("pathspec")

# pathspec makes regular expressions of them, which backtrack: three * in one part of a path cost
# its length to the third, 3 ms at these bounds. A repository chooses both sides.
MAX_CHARACTERS = 256
MAX_STARS = 2  # beyond the first of each part of a pattern
MAX_DOUBLE_STARS = 2
MAX_SECONDS = 120.0  # of a run; all patterns on 100,000 honest paths take ten
MAX_PATH, MAX_PART = 4096, 255  # of a path on any common file system
BACKEND = "simple"  # the others, taken where they are installed, refuse bytes that are no UTF-8
STARS = re.compile(r"\*+")


def check_pattern(pattern: str) -> str:
    """Return a pattern that can be matched in good time.

    Raises:
        ValueError: it is none, or would take too long.
    """
    stars = [len(STARS.findall(part)) for part in pattern.split("/") if part != "**"]
    if (
        len(pattern) > MAX_CHARACTERS
        or sum(max(number - 1, 0) for number in stars) > MAX_STARS
        or pattern.split("/").count("**") > MAX_DOUBLE_STARS
    ):
        raise ValueError(f"pattern {pattern[:60]!r} is too long or has too many *; make it several")
    try:
        with warnings.catch_warnings():
            # Of what `re` reads in brackets otherwise than git does, such as [[:alpha:]].
            warnings.simplefilter("error", FutureWarning)
            (compiled,) = pathspec.GitIgnoreSpec.from_lines([pattern], backend=BACKEND).patterns
    except (ValueError, re.error, FutureWarning):
        compiled = None
    if compiled is None or compiled.include is None:
        how = ", with plain ranges in brackets" if "[" in pattern else ""
        raise ValueError(f"{pattern!r} is no pattern; write it as in .gitignore{how}")
    return pattern


class PathPatterns:
    """Patterns in their order, of which the last to match a path has the last word.

    pathspec is loaded for the first path that there is a pattern for.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = tuple(patterns)
        self._spec: pathspec.GitIgnoreSpec | None = None
        self._spent = 0.0  # seconds

    def match(self, path: str) -> str | None:
        """The pattern that holds a path, if one does.

        Args:
            path: from the root of the repository, parts separated by ``/``. One that no file
                system has, as a tree may hold, is held by none.
        """
        if not self.patterns or len(path) > MAX_PATH:
            return None
        if any(len(part) > MAX_PART for part in path.split("/")):
            return None
        if self._spec is None:
            self._spec = pathspec.GitIgnoreSpec.from_lines(self.patterns, backend=BACKEND)
        began = time.process_time()
        found = self._spec.check_file(path)
        self._spent += time.process_time() - began
        if self._spent > MAX_SECONDS:
            raise FatalError(f"patterns such as {self.patterns[0]!r} take too long; use fewer *")
        return self.patterns[found.index] if found.include and found.index is not None else None
