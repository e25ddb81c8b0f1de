"""Fix what has one safe correction: lines of settings files, and fences left around code."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from polyglint.checker.fences import remove_fences
from polyglint.config.policy import Policy
from polyglint.gitattributes.fix import correct_files
from polyglint.sources import worktree
from polyglint.sources.worktree import File


def fix(
    paths: Sequence[str], *, settings: Mapping[str, Any], unsafe: bool = False, diff: bool = False
) -> int:
    """Correct the settings files of work trees, and remove Markdown fences around code.

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
    changed = correct_files(found.values(), unsafe, diff) + remove_fences(found.values(), diff)
    verb = "would change" if diff else "changed"
    print(f"{changed} {'file' if changed == 1 else 'files'} {verb}", file=sys.stderr)
    return 1 if diff and changed else 0


def _files(path: str) -> list[File]:
    return worktree.directory(path) if Path(path).is_dir() else worktree.named([path])
