"""Audit directories: check all the files that git tracks in them."""

from __future__ import annotations

from collections.abc import Sequence

from polyglint import files
from polyglint.commands.check import report
from polyglint.judgement import Judge, open_reader


def audit(
    directories: Sequence[str],
    *,
    languages: Sequence[str] = (),
    verbose: bool = False,
    warn_only: bool = False,
) -> int:
    """Check the tracked files of each directory, or all its files where git tracks none."""
    judge = Judge(open_reader(languages))
    found = [file for name in directories for file in files.directory(name)]
    return report(judge, found, verbose=verbose, warn_only=warn_only)
