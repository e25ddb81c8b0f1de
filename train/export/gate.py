"""Whether a converted model may be measured and published: the word of `quantize` on it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.errors import FatalError
from train.model.file_branch import branch_report

REPORT = "quantize.json"
SHIPPED_FORM = "int8_weights"
SURE = 0.9  # best probability from which on the float model's answer should stand
# What may be lost between float and the form that ships, on the validation split. Answers that the
# float model was not sure of may change, as long as they get no worse.
MIN_SURE_AGREEMENT = 0.99
MAX_ACCURACY_LOSS = 0.003


class Form(NamedTuple):
    """A converted model and what was measured of its windows, or of texts by its file branch."""

    name: str
    bytes: int
    milliseconds_per_window: float
    accuracy: float
    agreement: float  # share of windows with the answer of float
    sure_windows: int  # whose answer float is sure of
    sure_agreement: float  # the same share of these; 1 where there are none
    mean_probability_difference: float
    sha256: str


def form_of(
    name: str,
    path: Path,
    milliseconds: float,
    scores: npt.NDArray[np.float32],
    reference: npt.NDArray[np.float32],
    labels: npt.NDArray[np.uint8],
) -> Form:
    """Compare the log-probabilities of a converted model with those of float, a row a window.

    Args:
        milliseconds: that a row took.
    """
    best = scores.argmax(axis=1)
    agrees = best == reference.argmax(axis=1)
    sure = reference.max(axis=1) >= np.log(SURE)
    return Form(
        name,
        path.stat().st_size,
        round(milliseconds, 3),
        round(float((best == labels).mean()), 4),
        round(float(agrees.mean()), 4),
        int(sure.sum()),
        round(float(agrees[sure].mean()), 4) if sure.any() else 1.0,
        round(float(np.abs(np.exp(scores) - np.exp(reference)).mean()), 6),
        hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def refusal(form: Form, accuracy: float) -> str | None:
    """Why a form must not ship in place of a float model of an accuracy; None where it may."""
    lost = round(accuracy - form.accuracy, 4)  # as both are rounded
    if lost > MAX_ACCURACY_LOSS:
        return f"{form.name} loses {100 * lost:.2f} points of accuracy ({100 * accuracy:.2f} %)"
    if form.sure_agreement < MIN_SURE_AGREEMENT:
        share = f"{100 * form.sure_agreement:.2f} % of {form.sure_windows:,} windows"
        return f"{form.name} agrees with float in only {share} that float is sure of"
    return None


def refusals(report: dict[str, Any], name: str) -> str | None:
    """Why a form that `quantize` measured must not ship, for its windows or its file branch."""
    measured = (("forms", "keras_accuracy", ""), ("file_forms", "file_accuracy", "file branch: "))
    for forms, accuracy, of in measured:
        for form in (Form(**one) for one in report.get(forms, ())):
            if form.name == name and (words := refusal(form, report[accuracy])):
                return of + words
    return None


def check_form(run: Path, form: str, *, is_published: bool = False) -> Path:
    """The file of a form of a run, as it was measured and not refused.

    Args:
        is_published: whether the form is to be used. Else `quantize` speaks of the one that ships
            alone, and any other may be measured.

    Raises:
        FatalError: it is another one, or `quantize` refused it.
    """
    report, path = _report(run), run / f"{form}.tflite"
    if report.get("file_branch", {}) != branch_report(run):
        raise FatalError(
            f"{run}: its file branch is not what quantize read; quantize the run again"
        )
    measured = {one["name"]: one for one in report["forms"]}
    if form not in measured:
        raise FatalError(f"{run}: no form {form!r}; one of {', '.join(measured)}")
    refused = report.get("refused") if form == SHIPPED_FORM else None
    if is_published and form != SHIPPED_FORM:
        refused = refusals(report, form)
    if refused:
        raise FatalError(f"{run}: quantize refused it: {refused}")
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != measured[form].get(
        "sha256"
    ):
        raise FatalError(f"{path}: not what quantize measured; quantize the run again")
    return path


def _report(run: Path) -> dict[str, Any]:
    try:
        report: dict[str, Any] = json.loads((run / REPORT).read_text("utf-8"))
    except FileNotFoundError:
        raise FatalError(f"{run / REPORT}: not found; quantize the run first") from None
    return report
