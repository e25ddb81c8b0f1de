"""A released model on any corpus: its windows and files, packages and repositories apart.

Files of projects that the model was trained with or fitted on are left out, where its weights say
which these are. Languages that it does not know are counted, not measured.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from polyglint.errors import FatalError
from polyglint.model.config import SHIPPED, load_config
from polyglint.model.reader import Reader
from train.data.dataset import corpus_facts
from train.data.documents import read_corpus, read_text
from train.data.split import SPLITS
from train.evaluate.file_scores import SOURCES, FileScores, Grammars, source_of
from train.evaluate.held_out import chosen_files, held_to, spread
from train.evaluate.measures import file_figures, window_figures
from train.model.weights import load_weights
from train.progress import progress

TEST = SPLITS.index("test")
BOTH = "both"


def parser() -> argparse.ArgumentParser:
    """Arguments of the step."""
    parser = argparse.ArgumentParser("python -m train measure", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--model", type=Path, default=SHIPPED, metavar="DIR", help="a model directory"
    )
    parser.add_argument("--corpus", type=Path, required=True, help="output of the corpus step")
    parser.add_argument("--output", type=Path, required=True, metavar="JSON", help="to write")
    parser.add_argument(
        "--dataset", type=Path, help="measure on files of its test split; default: all files"
    )
    parser.add_argument(
        "--weights",
        metavar="FILE|released",
        help="of the model, which name the projects to leave out; default: released, where the "
        "model is the one that ships",
    )
    parser.add_argument(
        "--among",
        type=Path,
        metavar="DIR",
        help="another model: choose among the languages that both know, and measure these alone",
    )
    parser.add_argument("--seed", type=int, default=1)
    return parser


def files_of(arguments: argparse.Namespace) -> list[tuple[str, str, str]]:
    """Path, language and project of the files to read, in turn from each project."""
    if arguments.dataset is not None:
        chosen = chosen_files(arguments.dataset / "files.tsv", "test")
    else:
        chosen = spread(read_corpus(arguments.corpus))
    ships = arguments.model.resolve() == SHIPPED.resolve()
    name = arguments.weights or ("released" if ships else None)
    if name is None and arguments.dataset is None:
        print(f"{arguments.model}: no --weights or --dataset say which projects it was trained on")
    seen = load_weights(name).projects if name else {}
    return [file for file in chosen if seen.get(file[2], TEST) == TEST]


def read_files(corpus: Path, files: Sequence[tuple[str, str, str]], reader: Reader) -> FileScores:
    """What the hook reads in the files that have a window.

    Raises:
        FatalError: there are none.
    """
    read, texts, scores, of_files, held = [], [], [], [], []
    for file in progress(files, "files", len(files), unit="file"):
        text = read_text(corpus / file[0])
        reading = reader.read(text)
        if len(reading.windows):
            read.append(file)
            texts.append(text)
            scores.append(reading.log_probabilities)
            of_files += [] if reading.of_file is None else [reading.of_file[None]]
            held.append(held_to(file[0], text, file[1]))
    if not read:
        raise FatalError(f"{corpus}: no file in a language to measure")
    paths, languages, projects = zip(*read, strict=True)
    return FileScores(
        reader.labels,
        languages,
        projects,
        tuple(scores),
        tuple(map(source_of, paths)),
        Grammars(tuple(texts)),
        paths,
        tuple(of_files),
        tuple(held),
    )


def figures_of(files: FileScores, reader: Reader, seed: int) -> dict[str, Any]:
    """Figures of windows and files, with intervals of the accuracies."""
    labels, scores = files.labels, files.scores
    truth = np.array([labels.index(language) for language in files.languages])
    every, counts = np.concatenate(scores), [len(part) for part in scores]
    y, projects = np.repeat(truth, counts), np.repeat(np.array(files.projects), counts).tolist()
    windows = window_figures(every, y, labels, projects)
    found = file_figures(files, reader.config.calibration, seed)
    right = np.array([*_right(files, reader)])
    languages = _languages(files, every.argmax(axis=1) == y, right)
    return {"windows": windows, "files": found, "languages": languages}


def _right(files: FileScores, reader: Reader) -> Iterator[bool]:
    for number, language in enumerate(files.languages):
        verdict = files.verdict(number, reader.config.calibration)
        yield verdict.best[0][0] == language


def _languages(
    files: FileScores, windows: npt.NDArray[np.bool_], right: npt.NDArray[np.bool_]
) -> dict[str, dict[str, float]]:
    languages = np.array(files.languages)
    of_windows = np.repeat(languages, [len(part) for part in files.scores])
    projects: defaultdict[str, set[str]] = defaultdict(set)
    for language, project in zip(files.languages, files.projects, strict=True):
        projects[language].add(project)
    return {
        str(name): {
            "projects": len(projects[str(name)]),
            "windows": int((of_windows == name).sum()),
            "window_accuracy": round(float(windows[of_windows == name].mean()), 4),
            "files": int((languages == name).sum()),
            "file_accuracy": round(float(right[languages == name].mean()), 4),
        }
        for name in np.unique(languages)
    }


def main(argv: Sequence[str]) -> int:
    """Write and print the figures of one model on one corpus."""
    arguments = parser().parse_args(argv)
    config = load_config(arguments.model)
    common = set(config.languages)
    if arguments.among is not None:
        common &= set(load_config(arguments.among).languages)
    reader = Reader(common, arguments.model)
    files = files_of(arguments)
    unknown = Counter(language for _, language, _ in files if language not in common)
    known = [file for file in files if file[1] in common]
    read = read_files(arguments.corpus, known, reader)
    parts = {source: read.of_source(source) for source in SOURCES} | {BOTH: read}
    groups = {
        name: figures_of(part, reader, arguments.seed)
        for name, part in parts.items()
        if part.scores
    }
    unmeasured = sorted(common.difference(read.languages))
    report = {
        "model": {"sha256": config.sha256, "run": config.run},
        "corpus": corpus_facts(arguments.corpus),
        "candidates": len(reader.labels),
        "without_windows": len(known) - len(read.scores),
        "unknown": dict(unknown.most_common()),
        "unmeasured": unmeasured,
        **groups,
    }
    arguments.output.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    for group, figures in groups.items():
        print(f"{group}: {line(figures)}")
    print(f"{sum(unknown.values())} files in {len(unknown)} languages that are not candidates")
    if unmeasured:
        print(f"no files, so no figures: {', '.join(unmeasured)}")
    return 0


def line(figures: dict[str, Any]) -> str:
    """The accuracies of a group in a line."""
    parts = []
    for kind in ("windows", "files"):
        found = figures[kind]
        low, high = found["accuracy_interval"]
        parts.append(
            f"{found[kind]:,} {kind}: {100 * found['accuracy']:.1f} % "
            f"({100 * low:.1f} to {100 * high:.1f}), "
            f"compatible languages as one {100 * found['accuracy_compatible_as_one']:.1f} %"
        )
    return "; ".join(parts)
