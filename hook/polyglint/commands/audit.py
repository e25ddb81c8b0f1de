"""Audit directories: check all the files that git tracks in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from polyglint import files
from polyglint.commands.check import keep, report
from polyglint.files import File
from polyglint.judgement import Judging
from polyglint.policy import Policy
from polyglint.runner import run


def audit(
    directories: Sequence[str],
    *,
    options: Mapping[str, Any],
    write_baseline: str | None = None,
    languages: Sequence[str] = (),
    model: Path | None = None,
    verbose: bool = False,
    **form: str,
) -> int:
    """Check the tracked files of each directory, or all its files where git tracks none."""
    policy = Policy(options, languages, baselines=write_baseline is None)
    found: dict[str, File] = {}
    for name in directories:
        folder = Path(name).resolve()
        for file in policy.admit(files.directory(name), folder, whole_of=folder):
            found[file.path] = file
    results = policy.apply(run(found.values(), Judging(policy.languages(), model)))
    if write_baseline is not None:
        return keep(results, Path(write_baseline))
    return report(results, policy, verbose=verbose, **form)
