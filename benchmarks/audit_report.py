"""The report of whole audits, in Markdown."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from benchmarks.measured import Measured
from polyglint.version import __version__


class TimedProject(NamedTuple):
    """A real project."""

    name: str
    run: Measured
    one: float  # seconds with one worker, the median
    two: float


class Made(NamedTuple):
    """An audit of the repository that a script made."""

    name: str
    best: Measured
    seconds: Sequence[float]  # of each run


class AuditFigures(NamedTuple):
    processor: str
    cores: int
    load: float  # before the first run
    files: int
    projects: Sequence[TimedProject]
    made: Sequence[Made]


def write(report: AuditFigures, path: Path) -> None:
    path.write_text("\n".join(_lines(report)) + "\n", encoding="utf-8")


def _lines(report: AuditFigures) -> Iterator[str]:
    python, runtime = platform.python_version(), version("ai-edge-litert")
    yield "# Whole audits"
    yield ""
    yield "Made by `python -m benchmarks.audit`; [README.md](README.md) says how."
    yield ""
    yield (
        f"polyglint {__version__}, Python {python}, LiteRT {runtime}, {sys.platform}; "
        f"{report.cores} cores of an {report.processor}; load average before the first run: "
        f"{report.load:.1f}."
    )
    if report.load > report.cores / 2:
        yield ""
        yield "The machine had other work to do, so times are upper bounds, and ratios rough."
    yield ""
    yield from _projects(report.projects)
    yield ""
    yield f"## A repository of {report.files:,} files"
    yield ""
    yield "| audit with two workers | seconds, best | seconds, each run | processor seconds | MiB |"
    yield "|---|---:|---|---:|---:|"
    for made in report.made:
        each = ", ".join(f"{seconds:.1f}" for seconds in made.seconds)
        best = made.best
        yield (
            f"| {made.name} | {best.seconds:.1f} | {each} | {best.processor_seconds:.1f} "
            f"| {best.memory} |"
        )
    yield ""
    yield "MiB: peak of all processes' resident memory together; what they share counts twice."


def _projects(projects: Sequence[TimedProject]) -> Iterator[str]:
    one, two = sum(p.one for p in projects), sum(p.two for p in projects)
    yield "## Real projects"
    yield ""
    yield (
        f"{len(projects)} projects, no crash, the same output with one worker and with two. "
        f"Two workers took {two:.1f} s for what one took {one:.1f} s for: {one / two:.2f} times "
        "the throughput, start of the processes included."
    )
    yield ""
    yield "| project | result | exit code | s, one worker | s, two | MiB |"
    yield "|---|---|---:|---:|---:|---:|"
    for p in projects:
        yield (
            f"| {p.name.replace('__', ': ')} | {p.run.summary} | {p.run.code} "
            f"| {p.one:.1f} | {p.two:.1f} | {p.run.memory} |"
        )
