"""Check files: report those whose content contradicts what they claim to be."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence

from polyglint import files
from polyglint.errors import FatalError, UnreadableFileError
from polyglint.files import File
from polyglint.judgement import Judge
from polyglint.report import text
from polyglint.violation import NotJudged, Violation


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
    count: Counter[type] = Counter()
    unreadable = []
    for file in found:
        try:
            answer = judge.judge(file)
        except UnreadableFileError as error:
            unreadable.append(str(error))
            continue
        count[type(answer)] += 1
        if isinstance(answer, Violation):
            print(text.violation_line(answer))
        elif isinstance(answer, NotJudged) and verbose:
            print(text.not_judged_line(file.path, answer), file=sys.stderr)
    checked = count[Violation] + count[type(None)]
    print(text.summary_line(checked, count[Violation], count[NotJudged]), file=sys.stderr)
    if unreadable:
        raise FatalError(f"cannot read {'; '.join(unreadable)}")
    return 1 if count[Violation] and not warn_only else 0
