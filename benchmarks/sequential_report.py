"""The report of the sequential test, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from polyglint.checker.checker import EVERY, FEW, SPREAD

READ = {
    SPREAD: "the model's windows, spread evenly",
    FEW: "the sequential test",
    EVERY: "a window at every line",
}


class Counts(NamedTuple):
    """What reading some files took."""

    windows: int
    whole: int  # texts that were read whole
    seconds: float  # of processor time, from bytes to findings


class Differences(NamedTuple):
    """Findings beside those by the model's windows."""

    judged: int
    flagged: int
    more: int  # flagged here alone
    fewer: int  # flagged there alone
    other: int  # flagged in both, with other words, lines or scores


class DepthRow(NamedTuple):
    """How much is read of some files, and what follows."""

    depth: str
    is_right: bool  # the files are named as the languages that they are
    files: int
    counts: Counts
    differences: Differences


class DepthFigures(NamedTuple):
    model_sha256: str
    rows: Sequence[DepthRow]


def write(report: DepthFigures, path: Path) -> None:
    path.write_text("\n".join(_lines(report)) + "\n", encoding="utf-8")


def _lines(report: DepthFigures) -> Iterator[str]:
    yield "# The sequential test"
    yield ""
    yield (
        f"Made by `python -m benchmarks.sequential` with the model `{report.model_sha256[:12]}`. "
        "Validation files, each judged as it is named and as a file of another language."
    )
    for is_right in (True, False):
        yield ""
        yield "## Files named right" if is_right else "## Files as another language"
        yield ""
        yield (
            "| read | files | judged | windows a file | read whole | ms a file "
            "| flagged, evenly | flagged here alone | there alone | otherwise |"
        )
        yield "|---|" + "---:|" * 9
        yield from (_row(row) for row in report.rows if row.is_right == is_right)
    yield ""
    yield (
        "Files: those of the split, whether judged or not; what claims a language that the model "
        "does not know needs no window. Findings are held beside those by the model's windows. The "
        "sequential test can change none: one window clears a claim whatever the others say, and "
        "what no sampled window clears is read whole. Windows at every line are other windows, so "
        "scores and first lines move; *otherwise* counts the files flagged both ways."
    )


def _row(row: DepthRow) -> str:
    counts, found, files = row.counts, row.differences, max(1, row.files)
    return (
        f"| {READ[row.depth]} | {row.files:,} | {found.judged:,} | {counts.windows / files:.1f} "
        f"| {counts.whole / files:.1%} | {1000 * counts.seconds / files:.2f} | {found.flagged:,} "
        f"| {found.more:,} | {found.fewer:,} | {found.other:,} |"
    )
