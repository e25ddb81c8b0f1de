"""Check files: report those whose content contradicts what they claim to be."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from polyglint.checker.checker import EVERY, FEW, SPREAD, STRICT
from polyglint.codes import LEFTOVER
from polyglint.config.settings import WARNING
from polyglint.engine.check import Check
from polyglint.engine.options import RunOptions
from polyglint.errors import FatalError
from polyglint.escaping import printable
from polyglint.filesystem.meanwhile import Meanwhile
from polyglint.lazy import lazy_import
from polyglint.report import text
from polyglint.report.options import LANGUAGES, ReportOptions
from polyglint.report.output import DESCRIBING, SHOWING_VERDICTS, write
from polyglint.results import Run, Violation
from polyglint.sources import git_objects, worktree
from polyglint.sources.staging import Staging
from polyglint.sources.worktree import File
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from polyglint import phrases
    from polyglint.cli import corrections
    from polyglint.config import baseline
else:
    phrases = lazy_import("polyglint.phrases")
    corrections = lazy_import("polyglint.cli.corrections")
    baseline = lazy_import("polyglint.config.baseline")


def check(
    filenames: Sequence[str],
    *,
    run: RunOptions,
    report: ReportOptions,
    staged: bool = False,
    diff_base: str | None = None,
    from_ref: str | None = None,
    to_ref: str | None = None,
    fix: bool = False,
    write_baseline: str | None = None,
    listed: Meanwhile[Staging] | None = None,
) -> int:
    """Check the files named, or those of the index or of a change; see `polyglint.cli.subparsers`.

    Args:
        filenames: files, and directories for all files below; of a change those that it has
            there. None of them means all of the index or of the change, or all below the current
            directory.
        fix: correct first what is safe in each .gitattributes among them, and remove fences that
            are left around code.
        listed: of the index, begun with before this module was imported.
    """
    of_change = _of_change(filenames, staged, diff_base, from_ref, to_ref, listed)
    checked = Check(run, baselines=write_baseline is None)
    if of_change is None:
        filenames = filenames or ["."]
        checked.add_named(filenames)
    else:
        explicit = bool(filenames) and diff_base is None and from_ref is None
        checked.add(of_change, explicit=explicit)
        checked.add_context(git_objects.overridden(of_change) if staged else ())
    corrected = _correct(checked.files, staged) if fix else frozenset()
    tree = of_change[0].tree if of_change else None  # of a change, the same for all
    results = _to_stage(checked.run(depth_of(run, report), Path.cwd(), tree), corrected)
    if write_baseline is not None:
        return keep(results, Path(write_baseline))
    return say(results, checked, report, _nothing(filenames, diff_base or from_ref))


def _correct(found: Iterable[File], staged: bool) -> frozenset[str]:
    """Correct what is safe, in the work tree: what is staged stays as it is, and so do findings.

    Returns:
        The paths of the files that had fences, which have none in the work tree any more.
    """
    without_fences, count = set(), 0
    for file, _, has_changed, had_fences in corrections.corrected_files(found, []):
        count += has_changed
        if had_fences:
            without_fences.add(file.path)
    if staged and count:
        them = "it" if count == 1 else "them"
        files = phrases.count_of(count, "file")
        print(f"polyglint: {files} corrected in the work tree; stage {them}", file=sys.stderr)
    return frozenset(without_fences)


def _to_stage(results: Run, corrected: Collection[str]) -> Run:
    """The results, whose fences found in git are to be staged where the work tree has none."""
    if not corrected:
        return results

    def told(violation: Violation) -> Violation:
        if violation.code != LEFTOVER or violation.path not in corrected:
            return violation
        return violation._replace(suggestion="stage it: the work tree is corrected")

    return results._replace(
        results=tuple(
            result._replace(violations=tuple(map(told, result.violations)))
            for result in results.results
        )
    )


def _nothing(filenames: Sequence[str], base: str | None) -> str:
    """Why there would be no file to check."""
    if base is not None:
        where = f" in {', '.join(phrases.few(filenames))}" if filenames else ""
        return f"no file has changed since {base}{where}"
    return f"no files in {', '.join(phrases.few(filenames))}" if filenames else "nothing is staged"


def depth_of(run: RunOptions, report: ReportOptions) -> str:
    """How much of a text is read: more than findings take only where a report shows verdicts."""
    if run.strict:
        return STRICT
    if run.exhaustive:
        return EVERY
    if report.statistics is not None:
        return SPREAD if report.statistics == LANGUAGES else FEW
    is_told = report.verbose or report.output_format in SHOWING_VERDICTS
    return SPREAD if is_told else FEW


def _of_change(
    filenames: Sequence[str],
    staged: bool,
    diff_base: str | None,
    from_ref: str | None,
    to_ref: str | None,
    listed: Meanwhile[Staging] | None,
) -> list[File] | None:
    """Return the files of the index or of a change; None where neither is asked for."""
    if sum([staged, diff_base is not None, from_ref is not None]) > 1:
        raise FatalError("--staged, --diff-base and --from-ref exclude each other; use one")
    if to_ref is not None and from_ref is None:
        raise FatalError("--to-ref needs --from-ref, where the change began")
    if diff_base is not None:
        return worktree.changed(diff_base, filenames)
    if from_ref is not None:
        return git_objects.changed(from_ref, to_ref or "HEAD", filenames)
    return git_objects.staged(filenames, listed) if staged else None


def say(results: Run, checked: Check, options: ReportOptions, nothing: str) -> int:
    """Write the report and a summary, and return the exit code.

    Args:
        nothing: why there are no files, where there are none.
    """
    if options.output_format in DESCRIBING:
        results = results._replace(about=checked.about(results.revision))
    write(results, options)
    if options.verbose:
        for line in text.silence_lines(results):
            print(line, file=sys.stderr)
    for line in () if options.quiet else checked.stale_lines(results, options.verbose):
        print(line, file=sys.stderr)
    if not results.results and not results.unreadable:
        print(printable(f"polyglint: warning: {nothing}"), file=sys.stderr)
    if not options.quiet or not results.checked:
        print(text.summary_line(results), file=sys.stderr)
    if results.unreadable:
        raise FatalError(phrases.cannot_read(results.unreadable))
    return 1 if any(v.severity != WARNING for v in results.violations()) else 0


def keep(results: Run, path: Path) -> int:
    """Write a baseline of what was found."""
    found = [
        baseline.entry_of(result.place, v) for result in results.results for v in result.violations
    ]
    baseline.write(path, found)
    words = phrases.count_of(len(found), "violation")
    print(printable(f"{words} written to {path}"), file=sys.stderr)
    if results.unreadable:
        raise FatalError(phrases.cannot_read(results.unreadable))
    return 0
