"""Fix what has one safe correction: lines of settings files, and fences left around code."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from polyglint.checker.fences import remaining_leftovers
from polyglint.cli.corrections import corrected_files
from polyglint.config.policy import Policy
from polyglint.config.settings import WARNING
from polyglint.errors import FatalError
from polyglint.gitattributes.file_names import is_settings
from polyglint.gitattributes.lint_files import with_settings
from polyglint.phrases import cannot_read, count_of
from polyglint.report.text import violation_line
from polyglint.results import NotJudged, Result
from polyglint.sources import worktree
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
    unreadable: list[object] = []
    changed, remaining = _correct(found.values(), unreadable, unsafe, diff)
    verb = "would change" if diff else "changed"
    counted = (violation for result in remaining for violation in policy.counted(result).violations)
    left = sorted(counted, key=lambda violation: violation[:5])
    for violation in left:
        print(violation_line(violation))
    words = f"{count_of(changed, 'file')} {verb}"
    if left:
        words += f", {count_of(len(left), 'violation')} remain{'s' if len(left) == 1 else ''}"
    print(words, file=sys.stderr)
    if unreadable:
        raise FatalError(cannot_read(unreadable))
    return 1 if (diff and changed) or any(v.severity != WARNING for v in left) else 0


def _correct(
    files: Iterable[File], unreadable: list[object], unsafe: bool, diff: bool
) -> tuple[int, list[Result]]:
    """Correct files, and return how many change and what is wrong with them afterwards.

    That are lines of settings and leftovers that have no correction, or none that is safe. Nobody
    looks for them where files stay as they are.
    """
    changed = 0
    settings: dict[File, bytes | NotJudged] = {}
    leftovers: list[Result | None] = []
    for file, content, has_changed, _ in corrected_files(files, unreadable, unsafe, diff):
        changed += has_changed
        if diff:
            continue
        if is_settings(file.place) and file.root is not None:
            settings[file] = content
        leftovers.append(remaining_leftovers(file, content))
    plain = {file: Result(file.path, place=file.place) for file in settings}
    linted, not_linted = with_settings(plain, settings)
    unreadable += not_linted
    return changed, [*linted.values(), *filter(None, leftovers)]


def _files(path: str) -> list[File]:
    return worktree.directory(path) if Path(path).is_dir() else worktree.named([path])
