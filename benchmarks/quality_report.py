"""The report of `benchmarks.quality`: Markdown, and two pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

from benchmarks.detectors import POLYGLINT
from benchmarks.scores import LENGTHS, MAX_LENGTH

mpl.use("Agg")
import matplotlib.pyplot as plt

REPORT, BARS, CURVES = "quality.md", "quality-peers.png", "quality-length.png"
TITLES = {"files": "Whole files", "windows": "Windows of four lines"}
SHOWN_NAMES = {"magika": "Magika", "pygments": "Pygments", "vscode": "VS Code"}
WEAKEST = 15
COLOURS = ("#1f6feb", "#9aa4b2")  # polyglint, peer
PAIR_COLUMNS = (
    "peer",
    "languages",
    "texts",
    "polyglint",
    "peer",
    "polyglint, look-alikes as one",
    "peer, look-alikes as one",
    "only polyglint right",
    "only the peer right",
)
SOURCE_COLUMNS = ("peer", "from", "texts", "polyglint", "the peer")
DETECTOR_COLUMNS = (
    "detector",
    "languages known",
    "all texts",
    "look-alikes as one",
    "that all know",
    "look-alikes as one",
    "ms a text",
    "times polyglint",
)

Figures = Mapping[str, Any]


def report(figures: Figures, directory: Path) -> list[Path]:
    """Write the report and its pictures; returns their paths."""
    kinds = [kind for kind in TITLES if kind in figures]
    paths = [directory / REPORT]
    paths[0].write_text(_markdown(figures, kinds), "utf-8")
    if figures["files"]["pairs"]:
        paths += [directory / BARS, directory / CURVES]
        _plot_bars({kind: figures[kind] for kind in kinds}, paths[1])
        _plot_lengths(figures["files"]["pairs"], paths[2])
    return paths


def _markdown(figures: Figures, kinds: Sequence[str]) -> str:
    files = figures["files"]
    parts = ["# polyglint and its peers, by content alone", *_method(figures)]
    for kind in kinds:
        parts += [f"## {TITLES[kind]}", *_section(figures[kind])]
    if files["pairs"]:
        parts += [
            f"![accuracy of polyglint and of each peer]({BARS})",
            "## By length",
            "Files in the languages that both know, by lines that are not blank.",
            f"![accuracy by length]({CURVES})",
        ]
    parts += ["## By language", "Where polyglint is weakest:", _weakest(files)]
    return "\n\n".join(parts) + "\n"


def _method(figures: Figures) -> Iterator[str]:
    files = figures["files"]
    versions = ", ".join(f"{_shown(n)} {v}" for n, v in files["versions"].items())
    yield (
        f"{files['texts']:,} files of {files['projects']:,} projects that neither training nor "
        f"thresholds have seen, in {files['languages']} languages; no detector is told a name. "
        f"Versions: {versions}; polyglint with the model `{figures['model_sha256'][:12]}`. "
        "polyglint and Magika give their best guess, sure or not; highlight.js has its common "
        "grammars, which make it better and faster here than all of them."
    )
    yield (
        "A label of a peer that stands for several languages, such as XML for SVG, is right for "
        "each of them ([the table](labels.tsv)). Look-alikes are pairs whose text may serve both, "
        "such as C and C++ (`polyglint.linguist.compatible`)."
    )
    yield (
        "Written by `python -m benchmarks.quality`; all figures are in "
        "[quality.json](quality.json)."
    )
    if files["not_run"]:
        missing = "; ".join(f"{_shown(n)} ({reason})" for n, reason in files["not_run"].items())
        yield f"Not run: {missing}."


def _section(figures: Figures) -> Iterator[str]:
    if figures["pairs"]:
        yield "On the languages that both know:"
        yield _table(PAIR_COLUMNS, (_pair_row(*item) for item in figures["pairs"].items()))
        yield "The same, by where the texts come from:"
        yield _table(
            SOURCE_COLUMNS,
            (row for item in figures["pairs"].items() for row in _source_rows(*item)),
        )
    yield (
        "On all texts, a language that a detector does not know counting as wrong; on those in "
        f"the {len(figures['languages_that_all_know'])} languages that all know; and the processor "
        "time of a text on one core:"
    )
    yield _table(DETECTOR_COLUMNS, (_detector_row(n, figures) for n in figures["versions"]))


def _pair_row(name: str, pair: Figures) -> Iterable[str]:
    own, peer = pair["polyglint"], pair["peer"]
    yield _shown(name)
    yield str(own["languages"])
    yield f"{own['texts']:,}"
    for key in ("accuracy", "accuracy_compatible_as_one"):
        yield _percent(own[key])
        yield _percent(peer[key])
    yield f"{pair['only_polyglint_right']:,}"
    yield f"{pair['only_peer_right']:,}"


def _source_rows(name: str, pair: Figures) -> Iterator[Iterable[str]]:
    own, peer = pair["by_source"]["polyglint"], pair["by_source"]["peer"]
    for source, found in own.items():
        shown = (_percent(side["accuracy"]) for side in (found, peer[source]))
        yield (_shown(name), source, f"{found['texts']:,}", *shown)


def _detector_row(name: str, figures: Figures) -> Iterable[str]:
    yield _shown(name)
    yield str(figures["languages_known"][name])
    for kind in ("all", "that_all_know"):
        yield _percent(figures[kind][name]["accuracy"])
        yield _percent(figures[kind][name]["accuracy_compatible_as_one"])
    yield f"{figures['milliseconds'][name]:.1f}"
    yield f"{figures['times_polyglint'][name]:.2f}"


def _weakest(files: Figures) -> str:
    """The languages that polyglint knows least well, with every peer that knows them."""
    tables = files["by_language"]
    order = sorted(tables[POLYGLINT].items(), key=lambda item: (item[1]["accuracy"], item[0]))
    rows = (
        [language, str(own["texts"])]
        + [_percent(t.get(language, {}).get("accuracy")) for t in tables.values()]
        for language, own in order[:WEAKEST]
    )
    head = ("language", "files", *map(_shown, tables))
    return _table(head, rows)


def _table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"


def _shown(name: str) -> str:
    return SHOWN_NAMES.get(name, name)


def _plot_bars(kinds: Mapping[str, Figures], output: Path) -> None:
    """Accuracy of polyglint and of each peer on the languages that both know."""
    figure, axes = plt.subplots(
        1, len(kinds), figsize=(5.5 * len(kinds), 4), layout="constrained", squeeze=False
    )
    for axis, (kind, figures) in zip(axes[0], kinds.items(), strict=True):
        pairs = figures["pairs"]
        for side, offset, colour in zip((POLYGLINT, "peer"), (-0.2, 0.2), COLOURS, strict=True):
            values = [100 * (pair[side]["accuracy"] or 0) for pair in pairs.values()]
            places = [place + offset for place in range(len(values))]
            bars = axis.bar(places, values, 0.38, color=colour, label=side)
            axis.bar_label(bars, fmt="%.0f", fontsize=8)
        names = [f"{_shown(n)}\n{p['peer']['languages']} languages" for n, p in pairs.items()]
        axis.set_xticks(range(len(names)), names, fontsize=8)
        axis.set(ylim=(0, 115), ylabel="right, %", title=TITLES[kind])
        axis.legend(loc="upper right", ncols=2, fontsize=8)
    figure.suptitle("polyglint and each peer, on the languages that both know", fontsize=11)
    figure.savefig(output, dpi=120)
    plt.close(figure)


def _plot_lengths(pairs: Figures, output: Path) -> None:
    """Accuracy by length of polyglint and of each peer, a panel for each."""
    figure, axes = plt.subplots(
        1, len(pairs), figsize=(3.2 * len(pairs), 3.4), layout="constrained", squeeze=False
    )
    names = [*(name for _, name in LENGTHS), MAX_LENGTH]
    for axis, (peer, pair) in zip(axes[0], pairs.items(), strict=True):
        for side, colour in zip((POLYGLINT, "peer"), COLOURS, strict=True):
            lengths = pair["by_length"][side]
            shown = [name for name in names if name in lengths]
            values = [100 * lengths[name]["accuracy"] for name in shown]
            axis.plot(shown, values, marker="o", color=colour, label=side)
        axis.set(title=_shown(peer), xlabel="lines", ylim=(0, 103))
        axis.tick_params(axis="x", labelsize=7)
        axis.grid(alpha=0.3)
    axes[0][0].set_ylabel("right, %")
    axes[0][0].legend(loc="lower right", fontsize=8)
    figure.savefig(output, dpi=120)
    plt.close(figure)
