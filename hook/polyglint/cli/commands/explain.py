"""Explain a file: what its windows read as, what it claims, and the decision."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polyglint.checker.checker import decide, message
from polyglint.checker.claimed_text import Decoded, Draft, PathContext, draft_of
from polyglint.checker.readable import open_reader, too_short
from polyglint.cli.commands.claim import claim_of
from polyglint.config.policy import Policy
from polyglint.escaping import printable
from polyglint.lazy import lazy_import
from polyglint.report import text
from polyglint.results import Finding, NotJudged
from polyglint.sources import worktree
from polyglint.sources.decode import decode

if TYPE_CHECKING:
    from polyglint.checker import verdict
    from polyglint.linguist.claim import Claim
    from polyglint.model.reader import Reader, Reading
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
    if isinstance(source, NotJudged):
        print(text.not_judged_line(filename, source))
        return 0
    reader = open_reader(policy.languages(directory), model)
    reading = reader.read(source, every=exhaustive)
    print(printable(filename))
    for line in _windows(reading):
        print(f"  {line}")
    claimed, not_judged = claim_of(file, reader)
    draft = draft_of(Decoded(content), PathContext.of(file))
    declared = draft.unmistakable if isinstance(draft, Draft) and not excluded else None
    not_judged = excluded or not_judged or too_short(source, reader)
    for title, words in _answers(source, reading, reader, claimed, declared or not_judged):
        print(printable(f"{title + ':':10}{words}"))
    return 0


def _windows(reading: Reading) -> Iterator[str]:
    """Yield a line for each window with the languages it speaks for most."""
    spans = [f"lines {window.first_line}-{window.last_line}" for window in reading.windows]
    width = max(map(len, spans), default=0)
    for span, row in zip(spans, reading.log_probabilities, strict=True):
        best = [(reading.labels[index], float(row[index])) for index in (-row).argsort()[:BEST]]
        yield f"{span:{width}}  {text.scores((name, math.exp(log)) for name, log in best)}"


def _answers(
    source: str,
    reading: Reading,
    reader: Reader,
    claimed: Claim | None,
    known: Finding | NotJudged | None,
) -> Iterator[tuple[str, str]]:
    yield "verdict", text.verdict_words(verdict.merge(reading))
    if claimed:
        yield "claim", text.claim_words(claimed)
    if isinstance(known, Finding):
        yield "decision", f"line {known.line}: {known.message}"
    elif known:
        yield "decision", f"not judged: {known.reason}"
    elif claimed:
        yield "decision", _decision(source, reading, reader, claimed)


def _decision(source: str, reading: Reading, reader: Reader, claimed: Claim) -> str:
    found = decide(reading, claimed, source)
    if isinstance(found, str):
        return f"not flagged: {found}"
    return f"line {found.line}: {message(claimed, reader.labels, found)}"
