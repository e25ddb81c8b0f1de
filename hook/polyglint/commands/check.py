"""Check files: report those whose content contradicts what they claim to be."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from polyglint import files
from polyglint.errors import FatalError, UnreadableFileError
from polyglint.files import File
from polyglint.judgement import Judge
from polyglint.report import text
from polyglint.result import Result, in_order
from polyglint.settings_lint import is_settings
from polyglint.settings_lint.run import with_settings
from polyglint.violation import NotJudged


def check(
    filenames: Sequence[str],
    *,
    staged: bool = False,
    languages: Sequence[str] = (),
    verbose: bool = False,
    warn_only: bool = False,
) -> int:
    """Check the files named or, with `staged`, what the next commit would hold of them."""
    if not filenames and not staged:
        raise FatalError("nothing to check; name files, or use --staged, or `polyglint audit DIR`")
    found = files.staged(filenames) if staged else files.named(filenames)
    return report(found, languages=languages, verbose=verbose, warn_only=warn_only)


def report(
    found: Iterable[File], *, languages: Sequence[str], verbose: bool, warn_only: bool
) -> int:
    """Print a line for each violation and a summary, and return the exit code."""
    judge = Judge(languages)
    judged: dict[File, Result] = {}
    settings: dict[File, bytes | NotJudged] = {}
    unreadable = []
    for file in found:
        answer = _judged(judge, file)
        if not isinstance(answer, Result):
            unreadable.append(str(answer))
            continue
        judged[file] = answer
        if is_settings(file.place):
            settings[file] = file.content()
    run = in_order(with_settings(judged, settings))
    for line in text.lines(run):
        print(line)
    if verbose:
        for path, reason in run.not_judged():
            print(text.not_judged_line(path, reason), file=sys.stderr)
    print(text.summary_line(run), file=sys.stderr)
    if unreadable:
        raise FatalError(f"cannot read {'; '.join(unreadable)}")
    return 1 if any(run.violations()) and not warn_only else 0


def _judged(judge: Judge, file: File) -> Result | UnreadableFileError:
    """The result, or why there is none: the others are judged all the same."""
    try:
        return judge.judge(file)
    except UnreadableFileError as error:
        return error
