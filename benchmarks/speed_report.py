"""The report of `benchmarks.speed`: Markdown, and three pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

from benchmarks.contestants import PYTHON, RUST

mpl.use("Agg")
import matplotlib.pyplot as plt

REPORT, COLD, THROUGHPUT, GROWTH = (
    "speed.md",
    "speed-cold.png",
    "speed-throughput.png",
    "speed-growth.png",
)
OWN, OTHER = "#1f6feb", "#9aa4b2"  # polyglint, peers
STAGED, AUDIT, CHECK = "polyglint check --staged", "polyglint audit", "polyglint check"
# The most that cold starts may take to those of Magika's Rust command.
TO_RUST = {"one staged file": 1.5, "one that a parser accepts": 1.0, "ten staged files": 1.2}
LIMIT = 1 << 20  # bytes of a file that are read
Figures = Mapping[str, Any]


def report(figures: Figures, directory: Path) -> None:
    """Write the report and its pictures."""
    parts = [*_head(figures), *_targets(figures), *_cold(figures), *_throughput(figures)]
    parts += [*_growth(figures), *_overhead(figures)]
    (directory / REPORT).write_text("\n\n".join(parts) + "\n", "utf-8")
    _plot_cold(figures["cold"], directory / COLD)
    _plot_throughput(figures["throughput"], directory / THROUGHPUT)
    _plot_growth(figures, directory / GROWTH)


def _head(figures: Figures) -> Iterator[str]:
    machine = figures["machine"]
    yield "# Speed"
    yield "Made by `python -m benchmarks.speed`; [README.md](README.md) says how."
    listed = ", ".join(f"{name} {number}" for name, number in figures["versions"].items())
    yield (
        f"{machine['cores']} cores of an {machine['processor']}; load average before the first "
        f"run: {machine['load']:.1f}. {listed}. Every program runs in turns with the others, "
        "forward and backward; times are medians."
    )
    if machine["load"] > machine["cores"] / 2:
        yield "The machine had other work to do, so times are upper bounds, and ratios rough."


def targets(figures: Figures) -> list[tuple[str, float, float]]:
    """What was aimed at: its name, the ratio that was measured, and the most that it may be."""
    found = []
    for name, runs in figures["cold"].items():
        for peer, most in ((PYTHON, 1.0), (RUST, TO_RUST[name])):
            if peer not in runs:
                continue
            for key, words in (("seconds", ""), ("processor_seconds", ", processor time")):
                ratio = runs[STAGED][key] / runs[peer][key]
                found.append((f"cold start, {name}{words}, to {peer}'s", ratio, most))
    for cores in ("all cores", "one core"):
        runs = figures["throughput"][cores]
        if RUST in runs:
            ratio = runs[AUDIT]["seconds"] / runs[RUST]["seconds"]
            found.append((f"audit on {cores}, time to {RUST}'s", ratio, 1.0))
    for name, run in figures["overhead"].items():
        found.append((f"{name}, time to the bare runtime's", 1 + run["overhead"], 1.25))
    return found


def _targets(figures: Figures) -> Iterator[str]:
    yield "## Ratios"
    rows = [
        (name, f"{ratio:.2f}", f"{most:.2f}", "yes" if ratio <= most else "**no**")
        for name, ratio, most in targets(figures)
    ]
    yield table(("what", "ratio", "at most", "reached"), rows)


def _cold(figures: Figures) -> Iterator[str]:
    yield "## Cold starts"
    yield (
        "The files of a second commit, from the start of the program to its end, nothing in "
        "polyglint's cache: one that the model must clear, one that the claimed language's parser "
        "does, and ten in ten languages."
    )
    for name, runs in figures["cold"].items():
        yield f"### {name[0].upper()}{name[1:]}"
        rows = [
            (
                program,
                f"{1000 * run['seconds']:.0f}",
                f"{1000 * run['best']:.0f}",
                f"{1000 * run['processor_seconds']:.0f}",
                f"{run['memory']}",
            )
            for program, run in runs.items()
        ]
        yield table(("program", "ms", "fastest", "processor ms", "MiB"), rows)
    yield (
        "polyglint waits for several short processes of git, Magika's command works on all cores; "
        "on a busy machine each waits for its turn, so processor time says more there."
    )
    yield f"![cold starts]({COLD})"
    yield "Where the time of a start goes, each in a process of its own:"
    imported = [
        (name, f"{1000 * run['seconds']:.0f}", f"{1000 * run['processor_seconds']:.0f}")
        for name, run in figures["parts"].items()
    ]
    yield table(("imported", "ms", "processor ms"), imported)


def _throughput(figures: Figures) -> Iterator[str]:
    yield "## Throughput"
    yield (
        f"A repository of {figures['files']:,} held-out files that polyglint judges, "
        f"{figures['bytes'] / 1e6:.1f} MB, start of the programs and of polyglint's workers "
        "included, without its cache. The slower peers got every fifth file; linguist goes by the "
        "name where that decides."
    )
    rows = [
        (
            program,
            cores,
            f"{run['files_a_second']:,.0f}",
            f"{run['mb_a_second']:.1f}",
            f"{run['seconds']:.2f}",
            f"{run['processor_seconds']:.2f}",
            f"{run['memory']}",
        )
        for cores, runs in figures["throughput"].items()
        for program, run in runs.items()
    ]
    head = ("program", "run on", "files/s", "MB/s", "seconds", "processor seconds", "MiB")
    yield table(head, rows)
    yield "MiB: peak of all processes' resident memory together; what they share counts twice."
    yield f"![throughput]({THROUGHPUT})"


def line_of(points: Mapping[str, float]) -> tuple[float, float, float]:
    """Start, slope and R² of the straight line through points, by least squares."""
    x = np.array([float(key) for key in points])
    y = np.array([*points.values()])
    slope, start = np.polyfit(x, y, 1)
    spread = ((y - y.mean()) ** 2).sum()
    rest = ((y - start - slope * x) ** 2).sum()
    return float(start), float(slope), float(1 - rest / spread) if spread else 1.0


def _growth(figures: Figures) -> Iterator[str]:
    yield "## Growth"
    start, slope, fit = line_of(figures["count"][CHECK])
    yield (
        "With the number of files, the processor time of one process grows linearly: "
        f"{1000 * start:.0f} ms and {1000 * slope:.2f} ms a file (R² {fit:.3f}). Of a file, one "
        "MiB is read and 24 windows "
        "at most, so time stops growing there; a window at every line (`--exhaustive`) stops with "
        "the text."
    )
    for name, unit in (("count", "files"), ("size", "bytes")):
        programs = figures[name]
        numbers = [*next(iter(programs.values()))]
        rows = [
            (f"{int(number):,}", *(f"{1000 * points[number]:.0f}" for points in programs.values()))
            for number in numbers
        ]
        yield table((unit, *(f"{program}, processor ms" for program in programs)), rows)
    yield f"![growth]({GROWTH})"


def _overhead(figures: Figures) -> Iterator[str]:
    yield "## Around the runtime"
    yield (
        "From texts to probabilities on one core, against the time that the runtime itself takes "
        "for the same batches, its inputs being in place:"
    )
    rows = [
        (
            name,
            f"{run['windows']:,}",
            f"{run['windows_a_second']:,.0f}",
            f"{run['bare_windows_a_second']:,.0f}",
            f"{100 * run['overhead']:.0f} %",
        )
        for name, run in figures["overhead"].items()
    ]
    yield table(("read", "windows", "windows/s", "bare windows/s", "more time"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown, its first column words and the others numbers."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, rule, *rows])


def _plot_cold(cold: Figures, output: Path) -> None:
    figure, axes = plt.subplots(1, len(cold), figsize=(4.4 * len(cold), 3.2), layout="constrained")
    for axis, (name, runs) in zip(axes, cold.items(), strict=True):
        _bars(axis, {program: 1000 * run["seconds"] for program, run in runs.items()})
        axis.set(title=name, xlabel="ms")
    figure.savefig(output, dpi=120)
    plt.close(figure)


def _plot_throughput(throughput: Figures, output: Path) -> None:
    figure, axis = plt.subplots(figsize=(7, 3.6), layout="constrained")
    rates = {
        f"{program}, {cores}": run["files_a_second"]
        for cores, runs in throughput.items()
        for program, run in runs.items()
    }
    _bars(axis, rates)
    axis.set(title="throughput", xlabel="files a second")
    figure.savefig(output, dpi=120)
    plt.close(figure)


def _bars(axis: Any, values: Mapping[str, float]) -> None:
    colours = [OWN if name.startswith("polyglint") else OTHER for name in values]
    bars = axis.barh([*values], [*values.values()], color=colours)
    axis.bar_label(bars, fmt="%.0f", fontsize=8, padding=2)
    axis.invert_yaxis()
    axis.margins(x=0.15)
    axis.tick_params(labelsize=8)


def _plot_growth(figures: Figures, output: Path) -> None:
    figure, axes = plt.subplots(1, 2, figsize=(10, 3.8), layout="constrained")
    for axis, name in zip(axes, ("count", "size"), strict=True):
        for program, points in figures[name].items():
            colour = OTHER if program == RUST else OWN
            style = "--" if "exhaustive" in program else "-"
            x = [int(number) for number in points]
            y = [*points.values()]
            axis.plot(x, y, style, marker="o", color=colour, label=program)
        axis.set_ylabel("processor seconds")
        axis.legend(fontsize=8)
        axis.grid(alpha=0.3)
    axes[0].set_xlabel("files")
    axes[1].set(xlabel="bytes of one file", xscale="log", yscale="log")
    axes[1].axvline(LIMIT, color="black", linewidth=0.7, linestyle=":")
    figure.savefig(output, dpi=120)
    plt.close(figure)
