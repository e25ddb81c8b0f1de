"""Audit directories: check all the files that git tracks in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from polyglint import files
from polyglint.commands.check import report
from polyglint.judgement import Judging
from polyglint.runner import run


def audit(
    directories: Sequence[str],
    *,
    languages: Sequence[str] = (),
    model: Path | None = None,
    verbose: bool = False,
    warn_only: bool = False,
    **form: str,
) -> int:
    """Check the tracked files of each directory, or all its files where git tracks none."""
    found = {file.path: file for name in directories for file in files.directory(name)}
    results = run(found.values(), Judging(tuple(languages), model))
    return report(results, verbose=verbose, warn_only=warn_only, **form)
