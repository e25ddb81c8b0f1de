"""Average a run with the weights that it began with, and keep the mean that validation likes best.

Both lie in one valley of the loss, and a point between them often knows unseen data better than
either (Wortsman et al., Robust fine-tuning of zero-shot models, 2022). Writes a run directory with
``average.json`` (what was tried), to be quantized and evaluated like any other.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from polyglint.errors import FatalError
from train.data.batches import BatchPlan, load_dataset_of_run
from train.data.split import SPLITS
from train.export.quantize import float_model, reference_scores
from train.model.file_branch import BRANCH, REPORT
from train.model.settings import description_of_run, settings_of_run
from train.model.weights import check_fits, load_weights, start_from
from train.progress import say

VALIDATION = SPLITS.index("validation")
WINDOWS = 32_768
SHARES = (1.0, 0.8, 0.65, 0.5, 0.35, 0.2)  # of the run, the rest being what it began with
COPIED = ("run.json", "metrics.json", "history.csv", "learning_curve.png", "vocabulary.txt")


def parser() -> argparse.ArgumentParser:
    """Arguments of the step."""
    parser = argparse.ArgumentParser("python -m train average", description=__doc__.split("\n")[0])
    parser.add_argument("--run", type=Path, required=True, help="run directory of `fit --init`")
    parser.add_argument("--dataset", type=Path, required=True, help="the data set it trained on")
    parser.add_argument("--output", type=Path, required=True, help="run directory to write")
    parser.add_argument(
        "--init", default="released", metavar="FILE|released", help="what it began with"
    )
    return parser


def blend(before: Sequence[Any], after: Sequence[Any], share: float) -> list[npt.NDArray[Any]]:
    """Weights at `share` of the way from `before` to `after`, array by array."""
    return [(1 - share) * a + share * b for a, b in zip(before, after, strict=True)]


def try_shares(
    model: keras.Model, before: Sequence[Any], after: Sequence[Any], plan: BatchPlan
) -> list[dict[str, float]]:
    """Loss and accuracy on windows of validation projects with each of `SHARES`."""
    rows = np.random.default_rng(plan.seed).permutation(plan.data.rows(VALIDATION))[:WINDOWS]
    rows = rows[np.argsort(plan.lengths[rows], kind="stable")]  # short ones need short batches
    truth = plan.data.y[rows].astype(np.int64)
    tried = []
    say(f"reading {len(rows):,} windows of validation projects with each of {len(SHARES)} shares")
    for share in SHARES:
        model.set_weights(blend(before, after, share))
        scores = reference_scores(model, plan, rows)
        loss = float(-scores[np.arange(len(rows)), truth].mean())
        accuracy = float((scores.argmax(axis=1) == truth).mean())
        tried.append({"share": share, "val_loss": loss, "val_accuracy": accuracy})
        print(
            f"{share:.0%} of the run: validation loss {loss:.4f}, accuracy {accuracy:.4f}",
            flush=True,
        )
    return tried


def main(argv: Sequence[str]) -> int:
    """Write the averaged run."""
    arguments = parser().parse_args(argv)
    run, output = arguments.run, arguments.output
    if output.resolve() == run.resolve():
        raise FatalError(f"{output}: the run itself; name another --output")
    weights = load_weights(arguments.init)
    data = load_dataset_of_run(run, arguments.dataset)
    settings, description = settings_of_run(run), description_of_run(run)
    check_fits(weights, data.vocabulary, settings)
    if description["init"] != weights.sha256:
        raise FatalError(
            f"{weights.path}: not what {run} began with, by SHA-256; name it by --init"
        )
    model = float_model(run / "model.keras")
    after = model.get_weights()
    # Outputs of new languages stay the run's.
    start_from(model, weights, data.languages, data.vocabulary)
    before = model.get_weights()
    tried = try_shares(model, before, after, BatchPlan(data, settings, 1))
    best = min(tried, key=lambda one: one["val_loss"])
    model.set_weights(blend(before, after, best["share"]))
    output.mkdir(parents=True, exist_ok=True)
    for name in (BRANCH, REPORT):  # of an earlier mean
        (output / name).unlink(missing_ok=True)
    for name in COPIED:
        shutil.copyfile(run / name, output / name)
    model.save(output / "model.keras")
    (output / "average.json").write_text(json.dumps(tried, indent=2) + "\n", "utf-8")
    averaged = {**description, "share_after_init": best["share"]}
    (output / "run.json").write_text(json.dumps(averaged, indent=2) + "\n", "utf-8")
    print(f"{best['share']:.0%} of {run}, the rest of {weights.path} -> {output}")
    return 0
