"""Pictures of a training and of an evaluation."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
import numpy.typing as npt

mpl.use("Agg")
import matplotlib.pyplot as plt


def plot_history(history: Path, output: Path) -> None:
    """Learning curves: loss and accuracy, training and validation."""
    with history.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    figure, axes = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    stages = [1 + int(row["epoch"]) for row in rows]
    for axis, name in zip(axes, ("loss", "accuracy"), strict=True):
        for key, label in ((name, "train, augmented"), (f"val_{name}", "validation")):
            axis.plot(stages, [float(row[key]) for row in rows], label=label)
        axis.set(xlabel="stage", title=name)
        axis.grid(alpha=0.3)
        axis.legend()
    figure.savefig(output, dpi=120)
    plt.close(figure)


def plot_confusion(matrix: npt.NDArray[np.int64], labels: Sequence[str], output: Path) -> None:
    """Row-normalised confusion matrix: each row is a true language."""
    size = max(4.0, 0.17 * len(labels))
    figure, axis = plt.subplots(figsize=(size + 1, size), layout="constrained")
    share = matrix / np.maximum(1, matrix.sum(axis=1, keepdims=True))
    image = axis.imshow(np.sqrt(share), cmap="magma_r", vmin=0, vmax=1)
    ticks = range(len(labels))
    axis.set_xticks(ticks, labels, rotation=90, fontsize=6)
    axis.set_yticks(ticks, labels, fontsize=6)
    axis.set(xlabel="read as", ylabel="is", title="windows of test projects")
    figure.colorbar(image, label="square root of the share of a row", shrink=0.5)
    figure.savefig(output, dpi=110)
    plt.close(figure)


def plot_reliability(
    scores: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], output: Path, bins: int = 15
) -> None:
    """Accuracy of file verdicts against their scores."""
    place = np.minimum((scores * bins).astype(int), bins - 1)
    used = [i for i in range(bins) if (place == i).any()]
    figure, axis = plt.subplots(figsize=(5, 4.5), layout="constrained")
    axis.plot([0, 1], [0, 1], color="grey", linewidth=1)
    x = [scores[place == i].mean() for i in used]
    axis.plot(x, [right[place == i].mean() for i in used], marker="o", label="files")
    for i, at in zip(used, x, strict=True):
        axis.annotate(str((place == i).sum()), (at, right[place == i].mean()), fontsize=7)
    axis.set(xlabel="score", ylabel="share that is right", title="files of test projects")
    axis.grid(alpha=0.3)
    figure.savefig(output, dpi=120)
    plt.close(figure)
