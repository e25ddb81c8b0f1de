"""Fix what has one safe correction: lines of settings files, and fences left around code."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from polyglint.checker.fences import remaining_leftovers, remove_fences
from polyglint.config.policy import Policy
from polyglint.config.settings import WARNING
from polyglint.errors import FatalError
from polyglint.gitattributes.file_names import is_settings
from polyglint.gitattributes.fix import correct_files
from polyglint.gitattributes.lint_files import with_settings
from polyglint.phrases import cannot_read, count_of
from polyglint.report.text import violation_line
from polyglint.results import Result, Violation
from polyglint.sources import worktree
from polyglint.sources.correction import readable
from polyglint.sources.worktree import File
from polyglint.typed import Any


def fix(
    paths: Sequence[str], *, settings: Mapping[str, Any], unsafe: bool = False, diff: bool = False
) -> int:
    """Correct the settings files of work trees, and remove Markdown fences around code.

    What is left of these two kinds is shown, and fails the command. So does a file that cannot be
    read, after all others.

    Args:
        paths: files, or directories for all that git tracks in them.
        unsafe: make corrections too that somebody may have meant otherwise.
        diff: show what would change, and change nothing.
    """
    policy = Policy(settings)
    found: dict[str, File] = {}
    for path in paths:
        directory = Path(path).resolve() if Path(path).is_dir() else Path.cwd()
        found |= {file.path: file for file in policy.admit(_files(path), directory)}
    files, unreadable = readable(found.values())
    changed = correct_files(files, unsafe, diff)
    changed += len(remove_fences(files, diff))
    verb = "would change" if diff else "changed"
    left = [] if diff else _remaining(policy, files)
    for violation in left:
        print(violation_line(violation))
    words = f"{count_of(changed, 'file')} {verb}"
    if left:
        words += f", {count_of(len(left), 'violation')} remain{'s' if len(left) == 1 else ''}"
    print(words, file=sys.stderr)
    if unreadable:
        raise FatalError(cannot_read(unreadable))
    return 1 if (diff and changed) or any(v.severity != WARNING for v in left) else 0


def _remaining(policy: Policy, files: Sequence[File]) -> list[Violation]:
    """What counts of settings files and leftovers and has no correction, or none that is safe."""
    settings = {f: f.content() for f in files if is_settings(f.place) and f.root is not None}
    plain = {file: Result(file.path, place=file.place) for file in files}
    found, unreadable = with_settings(plain, settings)
    if unreadable:
        raise FatalError(cannot_read(unreadable))
    results = [found[file] for file in settings] + remaining_leftovers(files)
    counted = [violation for result in results for violation in policy.counted(result).violations]
    return sorted(counted, key=lambda violation: violation[:5])


def _files(path: str) -> list[File]:
    return worktree.directory(path) if Path(path).is_dir() else worktree.named([path])
