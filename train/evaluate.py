"""Calibrate on validation projects, then measure on test projects, with the model that ships.

Writes into the run folder: ``calibration.json``, ``evaluation.json``, ``languages.csv`` (precision
and recall of windows and files), ``confusion.csv`` and ``confusion.png``, ``calibration.png``.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from polyglint.classifier import Interpreter
from polyglint.kin import TEMPLATES, UNTELLING, kin_of
from polyglint.model import Calibration, calibration_to_json
from polyglint.tokenizer import Tokenizer
from polyglint.verdict import merge
from polyglint.windows import encode_rows, non_blank_lines, window_starts
from train.batches import DataSet, load_dataset_of_run
from train.calibrate import (
    START,
    FileScores,
    calibrate,
    count_alarms,
    expected_calibration_error,
    other_claims,
)
from train.dataset import make_tokenizer
from train.documents import mislabelled, read_text
from train.figures import plot_confusion, plot_reliability
from train.quantize import open_interpreter
from train.settings import SEED_LANGUAGES, Settings, settings_of_run

MAX_WINDOWS = 24  # read of one file; publish writes it into the hook's config
FILES_PER_LANGUAGE = 120  # spread over projects
Labels = npt.NDArray[np.int64]


def window_figures(
    scores: npt.NDArray[np.float32], y: Labels, labels: Sequence[str]
) -> dict[str, Any]:
    """Accuracies of windows: all languages, and the seed's eight as the only candidates."""
    right = scores.argmax(axis=1) == y
    three = (np.argsort(-scores, axis=1)[:, :3] == y[:, None]).any(axis=1)
    recalls = [right[y == label].mean() for label in np.unique(y)]
    kin = kin_matrix(labels)[y, scores.argmax(axis=1)]
    figures: dict[str, Any] = {
        "windows": len(y),
        "accuracy": float(right.mean()),
        "accuracy_mean_of_languages": float(np.mean(recalls)),
        "top_3_accuracy": float(three.mean()),
        "accuracy_kin_as_one": float(kin.mean()),
    }
    eight = [labels.index(name) for name in SEED_LANGUAGES if name in labels]
    if len(eight) == len(SEED_LANGUAGES):
        rows = np.isin(y, eight)
        best = np.array(eight)[scores[rows][:, eight].argmax(axis=1)]
        truth = y[rows]
        c = [labels.index("C"), labels.index("C++")]
        as_one = (best == truth) | (np.isin(best, c) & np.isin(truth, c))
        figures["eight_languages"] = {
            "windows": int(rows.sum()),
            "accuracy": float((best == truth).mean()),
            "accuracy_c_and_cpp_as_one": float(as_one.mean()),
        }
    return figures


def kin_matrix(labels: Sequence[str]) -> npt.NDArray[np.bool_]:
    """(languages, languages): whether one may stand in another's place (`polyglint.kin`)."""
    return np.array([[other in kin_of(label) for other in labels] for label in labels], bool)


def confusion_matrix(best: Labels, y: Labels, count: int) -> npt.NDArray[np.int64]:
    """(true, predicted) counts."""
    matrix = np.zeros((count, count), np.int64)
    np.add.at(matrix, (y, best), 1)
    return matrix


def precision_recall(matrix: npt.NDArray[np.int64]) -> tuple[Any, Any]:
    """Precision and recall of each language; nan where there is nothing to divide by."""
    with np.errstate(invalid="ignore"):
        return np.diag(matrix) / matrix.sum(axis=0), np.diag(matrix) / matrix.sum(axis=1)


def chosen_files(table: Path, split: str) -> list[tuple[str, str, str]]:
    """Path, language and project of a split's files, at most so many a language, in turn from
    each project."""
    by_language: defaultdict[str, defaultdict[str, list[str]]]
    by_language = defaultdict(lambda: defaultdict(list))
    wrong = mislabelled()
    with table.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            if row["split"] == split and row["path"] not in wrong:
                by_language[row["language"]][row["project"]].append(row["path"])
    chosen = []
    for language, projects in sorted(by_language.items()):
        ranked = sorted(
            (place, project, path)
            for project, paths in projects.items()
            for place, path in enumerate(sorted(paths))
        )
        chosen += [(path, language, project) for _, project, path in ranked[:FILES_PER_LANGUAGE]]
    return chosen


def score_files(
    corpus: Path,
    files: Sequence[tuple[str, str, str]],
    labels: Sequence[str],
    tokenizer: Tokenizer,
    interpreter: Interpreter,
    sequence_length: int,
) -> FileScores:
    """Read files as the hook reads them."""

    def read() -> Iterator[tuple[str, str, npt.NDArray[np.float32]]]:
        for path, language, project in tqdm(files, "files", unit="file"):
            lines = non_blank_lines(read_text(corpus / path))
            starts = window_starts(len(lines), MAX_WINDOWS)
            if starts:
                rows = encode_rows(tokenizer, lines, starts, sequence_length)
                yield language, project, interpreter.log_probabilities(*rows)

    languages, projects, scores = zip(*read(), strict=True)
    return FileScores(tuple(labels), languages, projects, scores)


def file_figures(files: FileScores, calibration: Calibration, seed: int) -> dict[str, Any]:
    """Accuracy, calibration, false alarms and caught mismatches on files."""
    verdicts = [merge(files.reading(i, calibration)) for i in range(len(files.scores))]
    truth = files.languages
    right = np.array([v.best[0][0] == t for v, t in zip(verdicts, truth, strict=True)])
    kin = np.array([v.best[0][0] in kin_of(t) for v, t in zip(verdicts, truth, strict=True)])
    scores = np.array([v.score for v in verdicts])
    given = np.array([v.language is not None for v in verdicts])
    alarms = count_alarms(files, truth, calibration)
    wrong = other_claims(files, seed)
    apart = np.array([c not in kin_of(t) for c, t in zip(wrong, truth, strict=True)])
    caught = np.zeros(len(wrong), bool)
    caught[count_alarms(files, wrong, calibration)] = True
    judged = apart & np.array(
        [
            claim not in TEMPLATES
            and language not in UNTELLING
            and not {claim, language} & {*calibration.abstains}
            and len(files.scores[index]) >= calibration.min_windows
            for index, (claim, language) in enumerate(zip(wrong, truth, strict=True))
        ]
    )
    return {
        "files": len(truth),
        "projects": len(set(files.projects)),
        "accuracy": float(right.mean()),
        "accuracy_kin_as_one": float(kin.mean()),
        "verdicts_given": float(given.mean()),
        "accuracy_of_verdicts_given": float(right[given].mean()),
        "expected_calibration_error": expected_calibration_error(scores, right),
        "false_alarms": len(alarms),
        "false_alarm_rate": len(alarms) / len(truth),
        "false_alarm_languages": sorted(f"{truth[i]} as {verdicts[i].best[0][0]}" for i in alarms),
        "mismatches": int(apart.sum()),
        "mismatches_caught": float(caught[apart].mean()),
        "mismatches_judged": int(judged.sum()),
        "mismatches_judged_caught": float(caught[judged].mean()),
        "mismatches_caught_and_named_right": float((caught & right)[apart].mean()),
        "mismatches_between_kin_languages": int((~apart).sum()),
    }


def length_figures(files: FileScores, calibration: Calibration) -> dict[str, dict[str, float]]:
    """File accuracy by number of windows."""
    found: defaultdict[str, list[bool]] = defaultdict(list)
    for index, language in enumerate(files.languages):
        count = len(files.scores[index])
        name = next(
            n
            for limit, n in ((2, "1-2"), (6, "3-6"), (12, "7-12"), (999, "13-24"))
            if count <= limit
        )
        found[name].append(merge(files.reading(index, calibration)).best[0][0] == language)
    return {
        name: {"files": len(right), "accuracy": float(np.mean(right))}
        for name, right in sorted(found.items(), key=lambda item: int(item[0].split("-")[0]))
    }


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


def score_test_windows(
    folder: Path, data: DataSet, interpreter: Interpreter
) -> tuple[npt.NDArray[np.float32], Labels]:
    """Scores and labels of the test split, less the windows of mislabelled files."""
    wrong = mislabelled()
    with (folder / "files.tsv").open(encoding="utf-8", newline="") as stream:
        right = [row["path"] not in wrong for row in csv.DictReader(stream, delimiter="\t")]
    rows = data.rows(2)
    rows = rows[np.array(right)[np.load(folder / "file.npy")[rows]]]
    scores = interpreter.log_probabilities(data.x[rows], data.m[rows])
    return scores, data.y[rows].astype(np.int64)


def parser() -> argparse.ArgumentParser:
    """Arguments of the step."""
    parser = argparse.ArgumentParser("python -m train evaluate", description=__doc__.split("\n")[0])
    parser.add_argument("--run", type=Path, required=True, help="run folder, quantized")
    parser.add_argument("--dataset", type=Path, required=True, help="the data set it trained on")
    parser.add_argument(
        "--corpus", type=Path, help="its corpus; without it windows alone are measured"
    )
    parser.add_argument("--form", default="int8_weights", help="which TFLite form to measure")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def evaluate_files(
    arguments: argparse.Namespace, data: DataSet, settings: Settings, interpreter: Interpreter
) -> tuple[dict[str, Any], npt.NDArray[np.int64], Calibration]:
    """Calibrate on validation files, measure on test files."""
    tokenizer = make_tokenizer(settings, data.vocabulary)
    read = {
        split: score_files(
            arguments.corpus,
            chosen_files(arguments.dataset / "files.tsv", split),
            data.languages,
            tokenizer,
            interpreter,
            settings.sequence_length,
        )
        for split in ("validation", "test")
    }
    calibration = calibrate(read["validation"], arguments.seed)
    figures = {
        split: file_figures(files, calibration, arguments.seed) for split, files in read.items()
    }
    test = read["test"]
    figures["test"]["by_windows"] = length_figures(test, calibration)
    verdicts = [merge(test.reading(i, calibration)) for i in range(len(test.scores))]
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
    model = run / f"{arguments.form}.tflite"
    interpreter = open_interpreter(model, settings)
    scores, y = score_test_windows(arguments.dataset, data, interpreter)
    figures: dict[str, Any] = {
        "form": arguments.form,
        "split_by": data.description["split_by"],
        "languages": count,
        "test_windows": window_figures(scores, y, data.languages),
    }
    matrix = confusion_matrix(scores.argmax(axis=1), y, count)
    file_matrix, calibration = np.zeros((count, count), np.int64), START
    if arguments.corpus:
        files, file_matrix, calibration = evaluate_files(arguments, data, settings, interpreter)
        figures["files"] = files
        text = json.dumps(calibration_to_json(calibration), indent=2)
        (run / "calibration.json").write_text(text + "\n", "utf-8")
    write_language_table(run / "languages.csv", data.languages, matrix, file_matrix)
    header = ",".join(f'"{name}"' for name in data.languages)
    np.savetxt(run / "confusion.csv", matrix, "%d", ",", header=header, comments="")
    plot_confusion(matrix, data.languages, run / "confusion.png")
    (run / "evaluation.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    print(json.dumps(figures, indent=2))
    return 0
