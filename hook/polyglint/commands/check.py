"""Check files: report those whose content contradicts what they claim to be."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from polyglint import files
from polyglint.errors import FatalError
from polyglint.judgement import Judging
from polyglint.report import text
from polyglint.report.output import write
from polyglint.result import Run
from polyglint.runner import run


def check(
    filenames: Sequence[str],
    *,
    staged: bool = False,
    languages: Sequence[str] = (),
    model: Path | None = None,
    verbose: bool = False,
    warn_only: bool = False,
    **form: str,
) -> int:
    """Check the files named or, with `staged`, what the next commit would hold of them.

    Args:
        form: of the report, as `write` takes it.
    """
    if not filenames and not staged:
        raise FatalError("nothing to check; name files, or use --staged, or `polyglint audit DIR`")
    found = files.staged(filenames) if staged else files.named(filenames)
    results = run(found, Judging(tuple(languages), model))
    return report(results, verbose=verbose, warn_only=warn_only, **form)


def report(results: Run, *, verbose: bool, warn_only: bool, **form: str) -> int:
    """Write the report and a summary, and return the exit code."""
    write(results, **form)
    if verbose:
        for path, reason in results.not_judged():
            print(text.not_judged_line(path, reason), file=sys.stderr)
    print(text.summary_line(results), file=sys.stderr)
    if results.unreadable:
        raise FatalError(f"cannot read {'; '.join(results.unreadable)}")
    return 1 if any(results.violations()) and not warn_only else 0
