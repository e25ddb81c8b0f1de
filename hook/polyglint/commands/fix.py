"""Fix what has one safe correction: lines of settings, and names where that is asked for."""

from __future__ import annotations

import contextlib
import difflib
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from polyglint import files
from polyglint.errors import FatalError
from polyglint.files import File
from polyglint.judgement import Judge, Judging
from polyglint.report import printable
from polyglint.repository import Repository
from polyglint.settings_lint import GITATTRIBUTES, problems
from polyglint.settings_lint.rules import Problem
from polyglint.suggestion import renamed
from polyglint.violation import NotJudged


def fix(
    directories: Sequence[str],
    *,
    languages: Sequence[str] = (),
    model: Path | None = None,
    unsafe: bool = False,
    rename: bool = False,
    diff: bool = False,
) -> int:
    """Correct the settings files of the work trees and, with `rename`, names of files.

    Args:
        unsafe: make corrections too that somebody may have meant otherwise.
        rename: move files whose content contradicts their extension, by `git mv`.
        diff: show what would change, and change nothing.
    """
    found = {file.path: file for name in directories for file in files.directory(name)}
    changed = 0
    for file in found.values():
        if file.place.rpartition("/")[2] == GITATTRIBUTES and file.root is not None:
            changed += _fix_settings(file, file.root, unsafe, diff)
    if rename:
        judge = Judge(Judging(tuple(languages), model))
        changed += sum(_rename(file, judge, diff) for file in found.values())
    verb = "would change" if diff else "changed"
    print(f"{changed} {'file' if changed == 1 else 'files'} {verb}", file=sys.stderr)
    return 1 if diff and changed else 0


def _fix_settings(file: File, root: Path, unsafe: bool, diff: bool) -> bool:
    """Whether the file had lines to correct."""
    content = file.content()
    repository = Repository.find(root)
    if isinstance(content, NotJudged) or repository is None:
        return False
    before = content.decode("utf-8", "surrogateescape")
    tracked = [entry.path for entry in repository.tracked()]
    found = problems({file.place: before}, tracked, lambda p: repository.matching(p, tracked))
    after = corrected(before, (p for p in found[file.place] if p.safe or unsafe))
    if after == before:
        return False
    _show(file.path, before, after)
    if not diff:
        _replace(Path(file.path), content, after.encode("utf-8", "surrogateescape"))
    return True


def corrected(text: str, found: Iterable[Problem]) -> str:
    """The text with its lines corrected, each at most once; line ends stay as they are.

    A line with two problems is corrected for the first: the next run sees the other.
    """
    lines = text.split("\n")
    seen: set[int] = set()
    gone: set[int] = set()
    for problem in found:
        index = problem.line - 1
        if problem.corrected is None or index in seen:
            continue
        seen.add(index)
        if problem.corrected == "":
            gone.add(index)
        else:
            end = "\r" if lines[index].endswith("\r") else ""
            lines[index] = problem.corrected + end
    return "\n".join(line for index, line in enumerate(lines) if index not in gone)


def _show(path: str, before: str, after: str) -> None:
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), path, path, lineterm="")
    for line in lines:
        print(printable(line))


def _replace(path: Path, expected: bytes, new: bytes) -> None:
    """Put a new content in a file's place, whole or not at all, and only over the one expected."""
    if path.is_symlink() or path.read_bytes() != expected:
        raise FatalError(f"{path}: changed while it was being fixed; run again")
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(new)
        Path(temporary).chmod(path.stat().st_mode)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _rename(file: File, judge: Judge, diff: bool) -> bool:
    """Whether the file's name was to change, and could."""
    result = judge.judge(file)
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
