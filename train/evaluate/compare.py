"""What a fine-tuned run knows against what the weights knew that it began with."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from polyglint.errors import FatalError
from train.data.batches import BatchPlan, DataSet, load_dataset_of_run
from train.data.split import SPLITS
from train.evaluate.measures import compatibility_matrix
from train.export.quantize import float_model, reference_scores
from train.model.network import build_network
from train.model.settings import settings_of_run
from train.model.weights import Weights, check_fits, known_ids, load_weights

TEST = SPLITS.index("test")


def parser() -> argparse.ArgumentParser:
    """Arguments of the step."""
    parser = argparse.ArgumentParser("python -m train compare", description=__doc__.split("\n")[0])
    parser.add_argument("--run", type=Path, required=True, help="run directory of `fit --init`")
    parser.add_argument("--dataset", type=Path, required=True, help="the data set it trained on")
    parser.add_argument(
        "--init", default="released", metavar="FILE|released", help="what it began with"
    )
    parser.add_argument(
        "--max-loss", type=float, metavar="POINTS", help="fail where the languages lose more"
    )
    return parser


class KnownWords:
    """Rows of token ids as a smaller vocabulary has them.

    Args:
        rows: (windows, sequence_length).
        ids: of each id the one that stands for it, (vocabulary_size,).
    """

    def __init__(self, rows: npt.NDArray[np.uint16], ids: npt.NDArray[np.uint16]) -> None:
        self._rows, self._ids = rows, ids

    def __getitem__(self, part: Any) -> npt.NDArray[np.uint16]:
        found: npt.NDArray[np.uint16] = self._ids[self._rows[part]]
        return found


def scores_before(weights: Weights, plan: BatchPlan, rows: Any) -> npt.NDArray[np.float32]:
    """Scores of the weights for the languages of the data set; -inf for those they do not know."""
    model = build_network(weights.settings, len(weights.languages))
    model.set_weights(list(weights.arrays))
    data = plan.data
    if len(data.vocabulary) > len(weights.vocabulary):
        words: Any = KnownWords(data.x, known_ids(weights, data.vocabulary))
        plan = BatchPlan(data._replace(x=words), plan.settings, plan.seed)
    found = reference_scores(model, plan, rows)
    scores = np.full((len(rows), len(plan.data.languages)), -np.inf, np.float32)
    for index, language in enumerate(plan.data.languages):
        if language in weights.languages:
            scores[:, index] = found[:, weights.languages.index(language)]
    return scores


def percent(right: npt.NDArray[np.bool_]) -> float:
    """Share of windows that are read rightly, in percent."""
    return round(100 * float(right.mean()), 2) if len(right) else 0.0


def compare(
    before: npt.NDArray[np.float32],
    after: npt.NDArray[np.float32],
    truth: npt.NDArray[np.uint8],
    data: DataSet,
    known: Sequence[str],
) -> dict[str, Any]:
    """Accuracy of windows of test projects, in percent: before, after, and of new languages.

    Both choose among the languages that both know: new ones are rivals that the weights never had,
    and compatible ones above all. `among_all` is what the run reads with these as candidates,
    `compatible_as_one` the same where a reading of a compatible language counts as right.
    """
    languages = list(data.languages)
    common = np.array([language in known for language in languages])
    best_before = np.where(common, before, -np.inf).argmax(axis=1)
    best_after = np.where(common, after, -np.inf).argmax(axis=1)
    best = after.argmax(axis=1)
    compatible = compatibility_matrix(languages)[truth, best]

    def both(rows: npt.NDArray[np.bool_]) -> dict[str, float]:
        own = truth[rows]
        return {
            "windows": len(own),
            "before": percent(best_before[rows] == own),
            "after": percent(best_after[rows] == own),
            "among_all": percent(best[rows] == own),
            "compatible_as_one": percent(compatible[rows]),
        }

    old = common[truth]
    return {
        "known": both(old),
        "new": {"windows": int((~old).sum()), "after": percent((best == truth)[~old])},
        "languages": {name: both(truth == index) for index, name in enumerate(languages)},
        "unmeasured": [name for index, name in enumerate(languages) if not (truth == index).any()],
    }


def main(argv: Sequence[str]) -> int:
    """Write ``compare.json`` into the run directory."""
    arguments = parser().parse_args(argv)
    weights = load_weights(arguments.init)
    data = load_dataset_of_run(arguments.run, arguments.dataset)
    settings = settings_of_run(arguments.run)
    check_fits(weights, data.vocabulary, settings)
    plan, rows = BatchPlan(data, settings, 1), data.rows(TEST)
    after = reference_scores(float_model(arguments.run / "model.keras"), plan, rows)
    before = scores_before(weights, plan, rows)
    report = compare(before, after, data.y[rows], data, weights.languages)
    (arguments.run / "compare.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    known, new = report["known"], report["new"]
    print(f"windows of test projects: {known['before']} % -> {known['after']} % of the languages")
    print(f"that were known, among these, {known['among_all']} % among all, with compatible")
    print(
        f"languages as one {known['compatible_as_one']} %; {new['after']} % of those that are new"
    )
    print(f"-> {arguments.run}")
    if report["unmeasured"]:
        print(f"no windows of test projects: {', '.join(report['unmeasured'])}")
    lost = known["before"] - known["after"]
    if arguments.max_loss is not None and lost > arguments.max_loss:
        raise FatalError(f"{lost:.2f} points lost, more than {arguments.max_loss}")
    return 0
