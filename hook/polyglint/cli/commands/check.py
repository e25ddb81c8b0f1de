"""Check files: report those whose content contradicts what they claim to be."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from polyglint.checker.checker import EVERY, FEW, SPREAD, Judging
from polyglint.config.policy import Policy
from polyglint.config.settings import WARNING
from polyglint.engine.runner import run
from polyglint.errors import FatalError
from polyglint.escaping import printable
from polyglint.report import text
from polyglint.report.output import TELLING_VERDICTS, write
from polyglint.results import Run
from polyglint.sources import git_objects, worktree
from polyglint.sources.worktree import File

MAX_NAMED = 20  # unreadable files


def check(
    filenames: Sequence[str],
    *,
    staged: bool = False,
    diff_base: str | None = None,
    from_ref: str | None = None,
    to_ref: str | None = None,
    fix: bool = False,
    options: Mapping[str, Any],
    write_baseline: str | None = None,
    languages: Sequence[str] = (),
    model: Path | None = None,
    exhaustive: bool = False,
    jobs: int | None = None,
    cache: bool = True,
    verbose: bool = False,
    **form: str,
) -> int:
    """Check the files named, or those of the index or of a change; see `arguments.commands`.

    Args:
        fix: correct first what is safe in each .gitattributes named.
        exhaustive: read a window at every line.
        form: of the report, as `write` takes it.
    """
    if fix and staged:
        raise FatalError("--fix writes to the work tree, --staged reads the index; use one of them")
    if fix and not filenames:
        raise FatalError("--fix needs the names of the files that it may correct")
    found = _files(filenames, staged, diff_base, from_ref, to_ref)
    policy = Policy(options, languages, baselines=write_baseline is None)
    folder = Path.cwd()
    tree = found[0].tree if found else None  # of a change, the same for all
    judging = Judging(policy.languages(folder, tree), model, depth_of(exhaustive, **form))
    admitted: Iterable[File] = policy.admit(found, folder, explicit=bool(filenames))
    if fix:
        from polyglint.gitattributes.fix import correct_files

        admitted = [*admitted]
        correct_files(admitted)
    results = policy.apply(run(admitted, judging, jobs=jobs, cache=cache))
    if write_baseline is not None:
        return keep(results, Path(write_baseline))
    return report(results, policy, verbose=verbose, **form)


def depth_of(exhaustive: bool, output_format: str = "text", **_: str) -> str:
    """How much of a text is read: more than findings take only where a report tells verdicts."""
    if exhaustive:
        return EVERY
    return SPREAD if output_format in TELLING_VERDICTS else FEW


def _files(
    filenames: Sequence[str],
    staged: bool,
    diff_base: str | None,
    from_ref: str | None,
    to_ref: str | None,
) -> list[File]:
    if sum([staged, diff_base is not None, from_ref is not None]) > 1:
        raise FatalError("--staged, --diff-base and --from-ref exclude each other; use one")
    if to_ref is not None and from_ref is None:
        raise FatalError("--to-ref needs --from-ref, where the change began")
    if filenames and (diff_base is not None or from_ref is not None):
        raise FatalError("name files or a change to check, not both")
    if diff_base is not None:
        return worktree.changed(diff_base)
    if from_ref is not None:
        return git_objects.changed(from_ref, to_ref or "HEAD")
    if not filenames and not staged:
        raise FatalError("nothing to check; name files, or use --staged, or `polyglint audit DIR`")
    return git_objects.staged(filenames) if staged else worktree.named(filenames)


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
        raise FatalError(f"cannot read {'; '.join(_few(results.unreadable))}")
    return 1 if any(v.severity != WARNING for v in results.violations()) else 0


def keep(results: Run, path: Path) -> int:
    """Write a baseline of what was found."""
    from polyglint.config.baseline import entry_of
    from polyglint.config.baseline import write as write_entries

    found = [entry_of(result.place, v) for result in results.results for v in result.violations]
    write_entries(path, found)
    words = "1 violation" if len(found) == 1 else f"{len(found)} violations"
    print(printable(f"{words} written to {path}"), file=sys.stderr)
    if results.unreadable:
        raise FatalError(f"cannot read {'; '.join(_few(results.unreadable))}")
    return 0


def _few(messages: Sequence[str]) -> list[str]:
    rest = len(messages) - MAX_NAMED
    return [*messages[:MAX_NAMED], *([f"and {rest} more"] if rest > 0 else [])]
