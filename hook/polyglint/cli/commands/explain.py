"""Explain a file: what its windows read as, what it claims, and the decision."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from polyglint.checker.checker import EVERY, SPREAD, CheckOptions, Judge
from polyglint.cli.commands.claim import claim_of
from polyglint.config.policy import Policy
from polyglint.errors import FatalError
from polyglint.escaping import printable
from polyglint.gitattributes.file_names import is_settings
from polyglint.gitattributes.lint_files import with_settings
from polyglint.lazy import lazy_import
from polyglint.phrases import cannot_read
from polyglint.report import text
from polyglint.results import NotJudged
from polyglint.sources import worktree
from polyglint.sources.decode import decode
from polyglint.sources.worktree import File
from polyglint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polyglint.checker import verdict
    from polyglint.model.reader import Reading
else:
    verdict = lazy_import("polyglint.checker.verdict")

BEST = 3


def explain(
    filename: str,
    *,
    settings: Mapping[str, Any],
    languages: Sequence[str] = (),
    model: Path | None = None,
    exhaustive: bool = False,
) -> int:
    """Print how polyglint comes to its answer about a file."""
    policy, directory = Policy(settings, languages, baselines=False), Path.cwd()
    (named,) = worktree.named([filename])
    file, excluded = policy.ruling_on(named, directory)
    content = file.content()
    source = content if isinstance(content, NotJudged) else decode(content)
    if isinstance(source, NotJudged) and not is_settings(file.place):
        print(text.not_judged_line(filename, source))
        return 0
    depth = EVERY if exhaustive else SPREAD
    judge = Judge(CheckOptions(policy.languages(directory), model, depth))
    print(printable(filename))
    answers: list[tuple[str, str]] = []
    if isinstance(source, str):
        reading = judge.reader.read(source, every=exhaustive)
        for line in _windows(reading):
            print(f"  {line}")
        read = verdict.of_text(reading, source)
        answers.append(("verdict", text.verdict_words(read)))
    claimed, _ = claim_of(file, judge.reader)
    if claimed:
        answers.append(("claim", text.claim_words(claimed)))
    reasons = [f"not judged: {excluded.reason}"] if excluded else _reasons(file, judge, policy)
    for title, words in [*answers, *(("decision", reason) for reason in reasons)]:
        print(printable(f"{title + ':':10}{words}"))
    return 0


def _windows(reading: Reading) -> Iterator[str]:
    """Yield a line for each window and one for the whole, with what they speak for most."""
    spans = [f"lines {window.first_line}-{window.last_line}" for window in reading.windows]
    rows = [*reading.log_probabilities]
    if reading.of_file is not None:
        spans.append("the whole")
        rows.append(reading.of_file)
    width = max(map(len, spans), default=0)
    for span, row in zip(spans, rows, strict=True):
        best = [(reading.labels[index], float(row[index])) for index in (-row).argsort()[:BEST]]
        yield f"{span:{width}}  {text.scores((name, math.exp(log)) for name, log in best)}"


def _reasons(file: File, judge: Judge, policy: Policy) -> Iterator[str]:
    """Yield what `polyglint check` finds in a file, or why it finds nothing."""
    settings = {file: file.content()} if is_settings(file.place) else {}
    found, unreadable = with_settings({file: judge.judge(file)}, settings)
    if unreadable:
        raise FatalError(cannot_read(unreadable))
    result = found[file]
    counted = policy.counted(result).violations
    for violation in counted:
        yield f"line {violation.line}: {violation.message}"
    left_out = {v.code: v for v in result.violations if v.code not in {c.code for c in counted}}
    for code, violation in left_out.items():
        yield f"not flagged: the settings leave out {code}: {violation.message}"
    if result.violations:
        return
    if result.not_judged:
        yield f"not judged: {result.not_judged.reason}"
    else:
        yield f"not flagged{f': {result.cleared}' if result.cleared else ''}"
