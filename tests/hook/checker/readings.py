"""Readings with made-up scores."""

import numpy as np

from polyglint.model.config import Calibration
from polyglint.model.reader import Reading
from polyglint.model.weights import ContradictionWeights
from polyglint.model.windows import Window

LABELS = (
    "C",
    "C++",
    "Go",
    "JavaScript",
    "Jinja",
    "Markdown",
    "PHP",
    "Python",
    "SQL",
    "Text",
    "TypeScript",
)
CALIBRATION = Calibration(
    scale=1.0,
    exponent=0.5,
    confidence=0.0,
    verdict_threshold=0.9,
    min_windows=3,
    max_claimed_support=0.3,
    contradiction_threshold=4.0,
    thresholds={},
    contradiction_weights=ContradictionWeights(),  # the margin alone
    abstains=(),
)


def reading(*windows, labels=LABELS, **calibration):
    """A reading of windows side by side; each names some probabilities, the others share the rest.

    A window may be a language alone, which then gets 0.99.
    """
    rows = [_row({row: 0.99} if isinstance(row, str) else row, labels) for row in windows]
    return Reading(
        tuple(Window(4 * index + 1, 4 * index + 4) for index in range(len(windows))),
        np.log(np.array(rows, np.float32).reshape(len(windows), len(labels))),
        labels,
        CALIBRATION._replace(**calibration),
    )


def with_file(found, language, weight):
    """The reading, with a file branch that gives a language 0.99 and counts so much."""
    row = np.log(np.array(_row({language: 0.99}, found.labels), np.float32))
    rules = found.calibration._replace(file_weight=weight)
    return found._replace(of_file=row, calibration=rules)


def _row(probabilities, labels):
    assert probabilities.keys() <= set(labels)
    rest = (1 - sum(probabilities.values())) / (len(labels) - len(probabilities))
    return [probabilities.get(label, rest) for label in labels]
