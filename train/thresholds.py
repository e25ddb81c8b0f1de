"""How strong an objection must be to contradict a claim; fitted on files of validation projects.

One threshold serves most languages. Those to whose own files objections are stronger have a higher
one of their own. How far above the strongest of these it stands is chosen by holding projects out:
thresholds from one half must keep the other half quiet. Lower ones for languages that nothing was
ever objected to catch a little more, and more of what is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from polyglint.decision import case, strength
from polyglint.model import Calibration
from train.split import project_order

if TYPE_CHECKING:
    from train.calibrate import FileScores

Floats = npt.NDArray[np.float64]
# Half of what is promised, one in 2,000: other projects are less quiet than those it is fitted on.
MAX_FALSE_ALARMS = 1 / 4000
# The common threshold stands this far above the file that would be one false alarm too many.
DISTANCE = 0.1
LOWEST = 0.0  # log-odds: as likely as not, were half of all files misnamed
MARGINS = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0)  # above its strongest objection


def strengths(files: FileScores, claims: Sequence[str], rules: Calibration) -> Floats:
    """Log-odds against each file's claim, (files,); minus infinity where nothing is held to it."""
    found = np.full(len(claims), -np.inf)
    for index, claim in enumerate(claims):
        held = case(files.reading(index, rules), (claim,))
        if held is not None:
            found[index] = strength(held, rules)
    return found


def caught(
    found: Floats, claims: Sequence[str], common: float, own: dict[str, float]
) -> npt.NDArray[np.bool_]:
    """Which files are flagged under these thresholds, (files,)."""
    return found >= np.array([own.get(claim, common) for claim in claims])


def common_threshold(right: Floats) -> float:
    """The least one that keeps false alarms within `MAX_FALSE_ALARMS`.

    Args:
        right: strengths of objections to files that are what they claim, (files,).
    """
    allowed = int(MAX_FALSE_ALARMS * len(right))
    ranked = np.sort(right)[::-1]
    least = float(ranked[allowed]) + DISTANCE if len(ranked) > allowed else LOWEST
    return round(max(least, LOWEST), 4)


def own_thresholds(
    right: Floats, languages: Sequence[str], margin: float, common: float
) -> dict[str, float]:
    """Thresholds above the common one: `margin` above a language's strongest objection."""
    of = np.array(languages)
    found = {}
    for language in sorted(set(languages)):
        least = float(right[of == language].max()) + margin
        if least > common:
            found[language] = round(least, 4)
    return found


def held_out_alarms(right: Floats, files: FileScores, margin: float) -> int:
    """False alarms on each half of the projects under thresholds from the other half."""
    half = np.array([int(project_order(project), 16) % 2 for project in files.projects])
    languages = np.array(files.languages)
    alarms = 0
    for fold in (0, 1):
        fitted, held = half != fold, half == fold
        common = common_threshold(right[fitted])
        own = own_thresholds(right[fitted], languages[fitted].tolist(), margin, common)
        alarms += int(caught(right[held], languages[held].tolist(), common, own).sum())
    return alarms


def fit_thresholds(files: FileScores, rules: Calibration) -> Calibration:
    """The rules with the common threshold and those of single languages."""
    right = strengths(files, files.languages, rules)
    common = common_threshold(right)
    margin = min(MARGINS, key=lambda tried: (held_out_alarms(right, files, tried), tried))
    own = own_thresholds(right, files.languages, margin, common)
    return rules._replace(contradiction_threshold=common, thresholds=own)
