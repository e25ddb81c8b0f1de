"""Fix what has one safe correction: lines of settings, and names where that is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from polyglint.checker.checker import Judge, Judging
from polyglint.checker.suggestion import renamed
from polyglint.config.policy import Policy
from polyglint.errors import FatalError
from polyglint.escaping import printable
from polyglint.git.repository import Repository
from polyglint.gitattributes.fix import correct_files
from polyglint.results import Result
from polyglint.sources import worktree
from polyglint.sources.worktree import File


def fix(
    paths: Sequence[str],
    *,
    options: Mapping[str, Any],
    languages: Sequence[str] = (),
    model: Path | None = None,
    unsafe: bool = False,
    rename: bool = False,
    diff: bool = False,
) -> int:
    """Correct the settings files of the work trees and, with `rename`, names of files.

    Args:
        paths: files, or folders for all that git tracks in them.
        unsafe: make corrections too that somebody may have meant otherwise.
        rename: move files whose content contradicts their extension, by `git mv`.
        diff: show what would change, and change nothing.
    """
    policy = Policy(options, languages)
    found: dict[str, File] = {}
    for path in paths:
        folder = Path(path).resolve() if Path(path).is_dir() else Path.cwd()
        found |= {file.path: file for file in policy.admit(_files(path), folder)}
    changed = correct_files(found.values(), unsafe, diff)
    if rename:
        judge = Judge(Judging(policy.languages(), model))
        changed += sum(
            _rename(file, policy.counted(judge.judge(file)), diff) for file in found.values()
        )
    verb = "would change" if diff else "changed"
    print(f"{changed} {'file' if changed == 1 else 'files'} {verb}", file=sys.stderr)
    return 1 if diff and changed else 0


def _files(path: str) -> list[File]:
    return worktree.directory(path) if Path(path).is_dir() else worktree.named([path])


def _rename(file: File, result: Result, diff: bool) -> bool:
    """Whether the file's name was to change, and could."""
    found = next((v for v in result.violations if v.code == "PG101" and v.language), None)
    if found is None or found.language is None or result.rule is None or file.root is None:
        return False
    target = renamed(file.place, result.rule, found.language)
    if target is None:
        return False
    if os.path.lexists(file.root / target):
        print(
            printable(f"polyglint: {target}: is there already; {file.path} stays"), file=sys.stderr
        )
        return False
    print(printable(f"rename {file.place} => {target}"))
    if not diff:
        repository = Repository.find(file.root)
        if repository is None or not repository.move(file.place, target):
            raise FatalError(f"{file.path}: git does not track it; rename it by hand")
    return True
