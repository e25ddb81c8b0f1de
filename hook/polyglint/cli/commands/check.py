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
from polyglint.filesystem.links import followed
from polyglint.filesystem.named_file import check_given
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
    quiet: bool = False,
    **form: Any,
) -> int:
    """Check the files named, or those of the index or of a change; see `arguments.commands`.

    Args:
        filenames: files, and directories for all files below; of a change those that it has
            there. None of them means all of the index or of the change, or all below the current
            directory.
        fix: correct first what is safe in each .gitattributes among them, and remove fences that
            are left around code.
        exhaustive: read a window at every line.
        form: of the report, as `write` takes it.
    """
    of_change = _of_change(filenames, staged, diff_base, from_ref, to_ref)
    if of_change is None and not filenames:
        filenames = ["."]
    folders = [name for name in filenames if is_folder(name)] if of_change is None else []
    found = worktree.named(set(filenames).difference(folders)) if of_change is None else of_change
    policy = Policy(options, languages, baselines=write_baseline is None)
    here = Path.cwd()
    tree = found[0].tree if found else None  # of a change, the same for all
    chosen = admitted_below(folders, policy)
    explicit = bool(filenames) and diff_base is None and from_ref is None
    chosen |= {file.path: file for file in policy.admit(found, here, explicit=explicit)}
    judging = Judging(policy.languages(here, tree), model, depth_of(exhaustive, **form))
    if fix:
        _correct(chosen.values(), staged)
    results = policy.apply(run(chosen.values(), judging, jobs=jobs, cache=cache))
    if write_baseline is not None:
        return keep(results, Path(write_baseline))
    nothing = _nothing(filenames, diff_base or from_ref)
    return report(results, policy, verbose=verbose, quiet=quiet, nothing=nothing, **form)


def is_folder(name: str) -> bool:
    """Whether a name is a directory's own, not a link's to one, which is judged as a link."""
    check_given(name)
    path = Path(name)
    try:
        return path.is_dir() and not path.is_symlink()
    except (OSError, ValueError):  # what is wrong with it is told where it is read
        return False


def admitted_below(
    folders: Iterable[str], policy: Policy, revision: str | None = None
) -> dict[str, File]:
    """Return by path the files below directories, as `git_objects.all_of` has them."""
    found: dict[str, File] = {}
    for name in folders:
        folder = followed(Path(name))
        for file in policy.admit(git_objects.all_of(name, revision), folder, whole_of=folder):
            found[file.path] = file
    return found


def _correct(found: Iterable[File], staged: bool) -> None:
    """Correct what is safe, in the work tree: what is staged stays as it is, and so do findings."""
    from polyglint.checker.fences import remove_fences
    from polyglint.gitattributes.fix import correct_files

    found = [*found]
    count = correct_files(found) + remove_fences(found)
    if staged and count:
        words = "1 file" if count == 1 else f"{count} files"
        them = "it" if count == 1 else "them"
        print(f"polyglint: {words} corrected in the work tree; stage {them}", file=sys.stderr)


def _nothing(filenames: Sequence[str], base: str | None) -> str:
    """Why there would be no file to check."""
    if base is not None:
        where = f" in {', '.join(_few(filenames))}" if filenames else ""
        return f"no file has changed since {base}{where}"
    return f"no files in {', '.join(_few(filenames))}" if filenames else "nothing is staged"


def depth_of(
    exhaustive: bool, output_format: str = "text", statistics: str | None = None, **_: str
) -> str:
    """How much of a text is read: more than findings take only where a report tells verdicts."""
    if exhaustive:
        return EVERY
    return SPREAD if output_format in TELLING_VERDICTS and not statistics else FEW


def _of_change(
    filenames: Sequence[str],
    staged: bool,
    diff_base: str | None,
    from_ref: str | None,
    to_ref: str | None,
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
    return git_objects.staged(filenames) if staged else None


def report(
    results: Run, policy: Policy, *, verbose: bool, quiet: bool, nothing: str, **form: Any
) -> int:
    """Write the report and a summary, and return the exit code.

    Args:
        nothing: why there are no files, where there are none.
    """
    write(results, **form)
    if verbose:
        for path, reason in results.not_judged():
            print(text.not_judged_line(path, reason), file=sys.stderr)
    for line in () if quiet else policy.stale_lines(results, verbose):
        print(line, file=sys.stderr)
    if not results.results and not results.unreadable:
        print(printable(f"polyglint: warning: {nothing}"), file=sys.stderr)
    if not quiet or not results.checked:
        print(text.summary_line(results), file=sys.stderr)
    if results.unreadable:
        raise FatalError(f"cannot read {'; '.join(_few([*map(str, results.unreadable)]))}")
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
        raise FatalError(f"cannot read {'; '.join(_few([*map(str, results.unreadable)]))}")
    return 0


def _few(messages: Sequence[str]) -> list[str]:
    rest = len(messages) - MAX_NAMED
    return [*messages[:MAX_NAMED], *([f"and {rest} more"] if rest > 0 else [])]
