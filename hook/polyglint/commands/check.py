"""Check files: report those whose content contradicts what they claim to be."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from polyglint import files
from polyglint.baseline import entry_of
from polyglint.baseline import write as write_entries
from polyglint.errors import FatalError
from polyglint.files import File
from polyglint.judgement import Judging
from polyglint.policy import Policy
from polyglint.report import printable, text
from polyglint.report.output import write
from polyglint.result import Run
from polyglint.runner import run
from polyglint.settings import WARNING
from polyglint.settings_lint.correction import correct_files


def check(
    filenames: Sequence[str],
    *,
    staged: bool = False,
    fix: bool = False,
    options: Mapping[str, Any],
    write_baseline: str | None = None,
    languages: Sequence[str] = (),
    model: Path | None = None,
    verbose: bool = False,
    **form: str,
) -> int:
    """Check the files named or, with `staged`, what the next commit would hold of them.

    Args:
        fix: correct first what is safe in each .gitattributes named.
        form: of the report, as `write` takes it.
    """
    if not filenames and not staged:
        raise FatalError("nothing to check; name files, or use --staged, or `polyglint audit DIR`")
    if fix and staged:
        raise FatalError("--fix writes to the work tree, --staged reads the index; use one of them")
    found = files.staged(filenames) if staged else files.named(filenames)
    policy = Policy(options, languages, baselines=write_baseline is None)
    folder = Path.cwd()
    judging = Judging(policy.languages(folder), model)
    admitted: Iterable[File] = policy.admit(found, folder, explicit=bool(filenames))
    if fix:
        admitted = [*admitted]
        correct_files(admitted)
    results = policy.apply(run(admitted, judging))
    if write_baseline is not None:
        return keep(results, Path(write_baseline))
    return report(results, policy, verbose=verbose, **form)


def report(results: Run, policy: Policy, *, verbose: bool, **form: str) -> int:
    """Write the report and a summary, and return the exit code."""
    write(results, **form)
    if verbose:
        for path, reason in results.not_judged():
            print(text.not_judged_line(path, reason), file=sys.stderr)
    for line in policy.stale_lines(results, verbose):
        print(line, file=sys.stderr)
    print(text.summary_line(results), file=sys.stderr)
    if results.unreadable:
        raise FatalError(f"cannot read {'; '.join(results.unreadable)}")
    return 1 if any(v.severity != WARNING for v in results.violations()) else 0


def keep(results: Run, path: Path) -> int:
    """Write a baseline of what was found."""
    found = [entry_of(result.place, v) for result in results.results for v in result.violations]
    write_entries(path, found)
    words = "1 violation" if len(found) == 1 else f"{len(found)} violations"
    print(printable(f"{words} written to {path}"), file=sys.stderr)
    if results.unreadable:
        raise FatalError(f"cannot read {'; '.join(results.unreadable)}")
    return 0
