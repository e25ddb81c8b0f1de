"""Calibrate on validation projects, then measure on test projects, with the model that ships.

Writes into the run directory: ``calibration.json``, ``evaluation.json``, ``languages.csv``
(precision and recall of windows and files), ``confusion.csv``, ``confusion.png``,
``calibration.png`` and ``doubtful.tsv`` (files whose label may be wrong).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.model.config import Calibration, calibration_to_json, load_config
from polyglint.model.interpreter import Interpreter
from train.corpus.manifest import read_table
from train.data.batches import DataSet, load_dataset_of_run
from train.data.dataset import make_tokenizer
from train.data.documents import mislabelled
from train.data.shards import read_arrays
from train.engine import LOCAL, opened
from train.evaluate.calibrate import START, calibrate, with_few_files
from train.evaluate.doubtful import write_doubtful
from train.evaluate.file_scores import SOURCES, source_of
from train.evaluate.held_out import FileReader, chosen_files, score_files, training_texts
from train.evaluate.measures import (
    Labels,
    confusion_matrix,
    file_figures,
    length_figures,
    precision_recall,
    window_figures,
)
from train.evaluate.witnesses import MIN_FILES
from train.export.gate import SHIPPED_FORM, check_form
from train.export.quantize import Opening
from train.figures import plot_confusion, plot_reliability
from train.model.settings import TrainingSettings, settings_of_run
from train.progress import say


def write_language_table(
    path: Path, labels: Sequence[str], windows: npt.NDArray[np.int64], files: npt.NDArray[np.int64]
) -> None:
    """Precision and recall of every language, for windows and files of test projects."""
    columns = [*precision_recall(windows), *precision_recall(files)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        names = (
            "windows",
            "window_precision",
            "window_recall",
            "files",
            "file_precision",
            "file_recall",
        )
        writer.writerow(("language", *names))
        for i, label in enumerate(labels):
            wp, wr, fp, fr = ("" if np.isnan(c[i]) else f"{c[i]:.4f}" for c in columns)
            writer.writerow((label, windows[i].sum(), wp, wr, files[i].sum(), fp, fr))


class WindowScores(NamedTuple):
    """What a model reads in windows whose language is known."""

    scores: npt.NDArray[np.float32]  # (windows, languages)
    y: Labels  # (windows,)
    projects: npt.NDArray[np.str_]  # (windows,)
    sources: npt.NDArray[np.str_]  # (windows,)

    def figures(self, labels: Sequence[str]) -> dict[str, Any]:
        """Those of all windows, and those of packages and of repositories alone."""
        figures = window_figures(self.scores, self.y, labels, self.projects)
        for source in SOURCES:
            own = self.sources == source
            if own.any() and not own.all():
                parts = self.scores[own], self.y[own], labels, self.projects[own]
                figures[source] = window_figures(*parts)
        return figures


def score_test_windows(directory: Path, data: DataSet, interpreter: Interpreter) -> WindowScores:
    """The windows of the test split, less those of mislabelled files."""
    wrong = mislabelled()
    files = read_table(directory / "files.tsv")
    right = np.array([row["path"] not in wrong for row in files])
    file = np.asarray(read_arrays(directory, "file"))
    rows = data.rows(2)
    rows = rows[right[file[rows]]]
    say(f"reading {len(rows):,} windows of test projects")
    scores = interpreter.log_probabilities(data.x[rows], data.m[rows])
    projects = np.array([row["project"] for row in files])[file[rows]]
    sources = np.array([source_of(row["path"]) for row in files])[file[rows]]
    return WindowScores(scores, data.y[rows].astype(np.int64), projects, sources)


def parser() -> argparse.ArgumentParser:
    """Arguments of the step."""
    parser = argparse.ArgumentParser("python -m train evaluate", description=__doc__.split("\n")[0])
    parser.add_argument("--run", type=Path, required=True, help="run directory, quantized")
    parser.add_argument("--dataset", type=Path, required=True, help="the data set it trained on")
    parser.add_argument(
        "--corpus", type=Path, help="its corpus; without it windows alone are measured"
    )
    parser.add_argument("--form", default=SHIPPED_FORM, help="which TFLite form to measure")
    parser.add_argument(
        "--least-projects",
        type=int,
        default=0,
        metavar="N",
        help="languages learned from fewer projects share a threshold, and are never a verdict",
    )
    parser.add_argument(
        "--trusted",
        type=Path,
        metavar="DIR",
        help="an earlier model that this one went on from: languages that it was trusted with are "
        "so again where validation files are wanting, at the threshold that few projects share",
    )
    parser.add_argument("--seed", type=int, default=1)
    return parser


def trusted_before(model: Path | None) -> frozenset[str]:
    """The languages that an earlier model was trusted with. Raises FatalError where it is none."""
    if model is None:
        return frozenset()
    config = load_config(model)
    return frozenset(config.languages).difference(config.calibration.abstains)


def learned_from_few(table: Path, least: int) -> list[str]:
    """Languages that fewer projects taught, in this training and those that it went on from."""
    return [
        row["language"]
        for row in read_table(table)
        if int(row["training_projects"]) + int(row.get("earlier_projects", 0)) < least
    ]


def evaluate_files(
    arguments: argparse.Namespace,
    data: DataSet,
    settings: TrainingSettings,
    opening: Opening,
) -> tuple[dict[str, Any], npt.NDArray[np.int64], Calibration]:
    """Calibrate on validation files, measure on test files."""
    tokenizer = make_tokenizer(settings, data.vocabulary)
    reader = FileReader(
        arguments.corpus, tuple(data.languages), tokenizer, opening, settings.sequence_length
    )
    read = {}
    with opened(LOCAL) as engine:
        for split in ("validation", "test"):
            files = chosen_files(arguments.dataset / "files.tsv", split)
            say(f"reading {len(files):,} files of {split} projects")
            read[split] = score_files(files, reader, engine)
    few = learned_from_few(arguments.dataset / "languages.tsv", arguments.least_projects)
    say("fitting thresholds and the weight of grammars")
    counts = Counter(read["validation"].languages)
    short = [language for language in data.languages if counts[language] < MIN_FILES]
    texts = training_texts(arguments.dataset / "files.tsv", arguments.corpus, short)
    trusted = trusted_before(arguments.trusted)
    calibration = calibrate(read["validation"], arguments.seed, few, texts, trusted)
    say("measuring files")
    figures: dict[str, Any] = {
        split: file_figures(scores, calibration, arguments.seed) for split, scores in read.items()
    }
    write_doubtful(arguments.run / "doubtful.tsv", [*read.values()], calibration)
    unheard = with_few_files(read["validation"]) & trusted
    figures["trusted_as_before"] = sorted(unheard.difference(calibration.abstains))
    test = read["test"]
    for source in SOURCES:
        own = test.of_source(source)
        if 0 < len(own.scores) < len(test.scores):
            figures["test"][source] = file_figures(own, calibration, arguments.seed)
    figures["test"]["by_windows"] = length_figures(test, calibration)
    verdicts = [test.verdict(i, calibration) for i in range(len(test.scores))]
    column = {label: index for index, label in enumerate(data.languages)}
    best = np.array([column[verdict.best[0][0]] for verdict in verdicts])
    truth = np.array([column[language] for language in test.languages])
    plot_reliability(
        np.array([v.score for v in verdicts]), best == truth, arguments.run / "calibration.png"
    )
    return figures, confusion_matrix(best, truth, len(data.languages)), calibration


def main(argv: Sequence[str]) -> int:
    """Calibrate and measure one run."""
    arguments = parser().parse_args(argv)
    run = arguments.run
    settings = settings_of_run(run)
    data = load_dataset_of_run(run, arguments.dataset)
    count = len(data.languages)
    model = check_form(run, arguments.form)
    opening = Opening(model, settings)
    windows = score_test_windows(arguments.dataset, data, opening())
    figures: dict[str, Any] = {
        "form": arguments.form,
        "model_sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
        "seed": arguments.seed,
        "least_projects": arguments.least_projects,
        "split_by": data.description["split_by"],
        "languages": count,
        "test_windows": windows.figures(data.languages),
    }
    matrix = confusion_matrix(windows.scores.argmax(axis=1), windows.y, count)
    found = set(windows.y.tolist())
    figures["unmeasured"] = [name for i, name in enumerate(data.languages) if i not in found]
    file_matrix, calibration = np.zeros((count, count), np.int64), START
    if arguments.corpus:
        files, file_matrix, calibration = evaluate_files(arguments, data, settings, opening)
        figures["files"] = files
        text = json.dumps(calibration_to_json(calibration), indent=2)
        (run / "calibration.json").write_text(text + "\n", "utf-8")
    write_language_table(run / "languages.csv", data.languages, matrix, file_matrix)
    header = ",".join(f'"{name}"' for name in data.languages)
    np.savetxt(run / "confusion.csv", matrix, "%d", ",", header=header, comments="")
    plot_confusion(matrix, data.languages, run / "confusion.png")
    (run / "evaluation.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    print(json.dumps(figures, indent=2))
    if figures["unmeasured"]:
        print(f"no windows of test projects, so no figures: {', '.join(figures['unmeasured'])}")
    return 0
