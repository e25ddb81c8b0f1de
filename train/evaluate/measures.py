"""Figures of readings whose truth is known: accuracies, false positives, mismatches; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from polyglint.linguist.compatible import TEMPLATES, UNINFORMATIVE, compatible_with
from polyglint.model.config import Calibration
from train.evaluate.calibrate import count_alarms, other_claims
from train.evaluate.file_scores import FileScores
from train.model.settings import SEED_LANGUAGES

Labels = npt.NDArray[np.int64]
RESAMPLES = 2000  # of the bootstrap


def window_figures(
    scores: npt.NDArray[np.float32], y: Labels, labels: Sequence[str], projects: npt.ArrayLike
) -> dict[str, Any]:
    """Accuracies of windows: all languages, and the seed's eight as the only candidates."""
    right = scores.argmax(axis=1) == y
    three = (np.argsort(-scores, axis=1)[:, :3] == y[:, None]).any(axis=1)
    recalls = [right[y == label].mean() for label in np.unique(y)]
    compatible = compatibility_matrix(labels)[y, scores.argmax(axis=1)]
    figures: dict[str, Any] = {
        "windows": len(y),
        "accuracy": float(right.mean()),
        "accuracy_interval": interval(right, projects),
        "accuracy_mean_of_languages": float(np.mean(recalls)),
        "top_3_accuracy": float(three.mean()),
        "accuracy_compatible_as_one": float(compatible.mean()),
        "accuracy_compatible_as_one_interval": interval(compatible, projects),
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


def interval(
    right: npt.NDArray[np.bool_], projects: npt.ArrayLike, seed: int = 1
) -> tuple[float, float]:
    """The 95 % interval of an accuracy, by a bootstrap of projects (Efron, 1979).

    What is right in one file of a project says much of its others, so whole projects are drawn.

    Args:
        right: (items,).
        projects: of each item, (items,).
    """
    _, of = np.unique(np.asarray(projects), return_inverse=True)
    items, correct = np.bincount(of), np.bincount(of, weights=right)
    draws = np.random.default_rng(seed).multinomial(
        len(items), np.full(len(items), 1 / len(items)), RESAMPLES
    )
    low, high = np.quantile(draws @ correct / np.maximum(draws @ items, 1), (0.025, 0.975))
    return round(float(low), 4), round(float(high), 4)


def compatibility_matrix(labels: Sequence[str]) -> npt.NDArray[np.bool_]:
    """(languages, languages): which are compatible, by `polyglint.linguist.compatible`."""
    return np.array(
        [[other in compatible_with(label) for other in labels] for label in labels], bool
    )


def confusion_matrix(best: Labels, y: Labels, count: int) -> npt.NDArray[np.int64]:
    """(true, predicted) counts."""
    matrix = np.zeros((count, count), np.int64)
    np.add.at(matrix, (y, best), 1)
    return matrix


def precision_recall(matrix: npt.NDArray[np.int64]) -> tuple[Any, Any]:
    """Precision and recall of each language; nan where there is nothing to divide by."""
    with np.errstate(invalid="ignore"):
        return np.diag(matrix) / matrix.sum(axis=0), np.diag(matrix) / matrix.sum(axis=1)


def expected_calibration_error(
    scores: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], bins: int = 15
) -> float:
    """Mean gap between score and accuracy over equal-width bins (Guo et al., 2017)."""
    place = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [
        abs(scores[place == i].mean() - right[place == i].mean()) * (place == i).mean()
        for i in range(bins)
        if (place == i).any()
    ]
    return float(sum(gaps))


def file_figures(files: FileScores, calibration: Calibration, seed: int) -> dict[str, Any]:
    """Accuracy, calibration, false positives and caught mismatches on files."""
    verdicts = [files.verdict(i, calibration) for i in range(len(files.scores))]
    truth = files.languages
    right = np.array([v.best[0][0] == t for v, t in zip(verdicts, truth, strict=True)])
    compatible = np.array(
        [v.best[0][0] in compatible_with(t) for v, t in zip(verdicts, truth, strict=True)]
    )
    scores = np.array([v.score for v in verdicts])
    given = np.array([v.language is not None for v in verdicts])
    alarms = count_alarms(files, files.own_claims, calibration)
    wrong = other_claims(files, seed)
    apart = np.array([c not in compatible_with(t) for c, t in zip(wrong, truth, strict=True)])
    caught = np.zeros(len(wrong), bool)
    caught[count_alarms(files, [(claim,) for claim in wrong], calibration)] = True
    judged = apart & np.array(
        [
            claim not in TEMPLATES
            and language not in UNINFORMATIVE
            and not {claim, language} & {*calibration.abstains}
            and len(files.scores[index]) >= calibration.min_windows
            for index, (claim, language) in enumerate(zip(wrong, truth, strict=True))
        ]
    )
    return {
        "files": len(truth),
        "projects": len(set(files.projects)),
        "accuracy": float(right.mean()),
        "accuracy_interval": interval(right, files.projects),
        "accuracy_compatible_as_one": float(compatible.mean()),
        "accuracy_compatible_as_one_interval": interval(compatible, files.projects),
        "verdicts_given": float(given.mean()),
        "accuracy_of_verdicts_given": share(right[given]),
        "expected_calibration_error": expected_calibration_error(scores, right),
        "false_positives": len(alarms),
        "false_positive_rate": len(alarms) / len(truth),
        "false_positive_languages": sorted(
            f"{truth[i]} as {verdicts[i].best[0][0]}" for i in alarms
        ),
        "mismatches": int(apart.sum()),
        "mismatches_caught": share(caught[apart]),
        "mismatches_judged": int(judged.sum()),
        "mismatches_judged_caught": share(caught[judged]),
        "mismatches_caught_and_named_right": share((caught & right)[apart]),
        "mismatches_between_compatible_languages": int((~apart).sum()),
    }


def share(true: npt.NDArray[np.bool_]) -> float | None:
    """How much of something is so; None of nothing, which JSON has no number for."""
    return float(true.mean()) if true.size else None


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
        found[name].append(files.verdict(index, calibration).best[0][0] == language)
    return {
        name: {"files": len(right), "accuracy": float(np.mean(right))}
        for name, right in sorted(found.items(), key=lambda item: int(item[0].split("-")[0]))
    }
