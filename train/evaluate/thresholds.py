"""How high the contradiction score of a claim must be; fitted on files of validation projects.

One threshold serves most languages: that which catches the most mismatches, of all that keep the
alarms on held-out projects within what is allowed. Held out is each half of the projects in turn.
Languages whose own files score higher have a higher threshold of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from polyglint.checker.comparison import compare
from polyglint.checker.decision import strength
from polyglint.checker.testimony import grammar_odds, hear, reach
from polyglint.model.config import Calibration
from train.data.split import project_order
from train.evaluate.file_scores import FileScores

Floats = npt.NDArray[np.float64]
# Half of what is promised, one in 2,000: other projects are less quiet than those it is fitted on.
MAX_FALSE_POSITIVES = 1 / 4000
# Log-odds, were half of all files misnamed. The strictest comes first and wins where nothing else
# tells two apart.
COMMON = (6.0, 5.5, 5.0, 4.5, 4.0, 3.5, 3.0, 2.5, 2.0, 1.5, 1.0)
# Of a language's own threshold above the highest score of its files. Wide, since it stands
# for projects of other habits, and those held out are too few a language to fit it on.
MARGIN = 3.5
SHORT_MARGIN = 0.5  # the same for short texts, of which there are many


def strengths(files: FileScores, claims: Sequence[str], rules: Calibration) -> Floats:
    """Log-odds against each file's claim, (files,); minus infinity where nothing is held to it.

    What grammars say is part of it, unless no threshold could be reached whatever they said. Texts
    that look like what they claim are judged otherwise, and have none.
    """
    found = np.full(len(claims), -np.inf)
    for index, claim in enumerate(claims):
        held = compare(files.reading(index, rules), (claim,))
        if held is None or held.is_look_alike:
            continue
        found[index] = strength(held, rules)
        most = reach(held.claims, held.language, rules.grammar_weights, rules.grammars)
        if found[index] + max(most, 0.0) >= min(COMMON):
            heard = hear(held.claims, held.language, files.ask(index), rules.grammars)
            found[index] += grammar_odds(heard, rules.grammar_weights)
    return found


def caught(
    found: Floats, claims: Sequence[str], common: float, own: dict[str, float]
) -> npt.NDArray[np.bool_]:
    """Which files are flagged under these thresholds, (files,)."""
    return found >= np.array([own.get(claim, common) for claim in claims])


def own_thresholds(right: Floats, languages: Sequence[str], common: float) -> dict[str, float]:
    """Thresholds above the common one: `MARGIN` above the highest score of a language's files."""
    of = np.array(languages)
    found = {}
    for language in sorted(set(languages)):
        least = float(right[of == language].max()) + MARGIN
        if least > common:
            found[language] = round(least, 4)
    return found


def held_out_alarms(right: Floats, files: FileScores, common: float) -> int:
    """False positives on each half of the projects under thresholds from the other half."""
    half = np.array([int(project_order(project), 16) % 2 for project in files.projects])
    languages = np.array(files.languages)
    alarms = 0
    for fold in (0, 1):
        fitted, held = half != fold, half == fold
        own = own_thresholds(right[fitted], languages[fitted].tolist(), common)
        alarms += int(caught(right[held], languages[held].tolist(), common, own).sum())
    return alarms


def fit_thresholds(
    files: FileScores, wrong: Sequence[str], rules: Calibration
) -> tuple[Calibration, int]:
    """The rules with the common threshold and those of single languages.

    Args:
        wrong: for each file a claim that it contradicts.

    Returns:
        The rules, and how many of the wrong claims they flag.
    """
    right, against = strengths(files, files.languages, rules), strengths(files, wrong, rules)
    allowed = int(MAX_FALSE_POSITIVES * len(right))

    def found(common: float) -> tuple[int, int, dict[str, float]]:
        """Alarms beyond those allowed, with the sign of a loss; what is caught; by what."""
        alarms = held_out_alarms(right, files, common)
        own = own_thresholds(right, files.languages, common)
        return -max(alarms - allowed, 0), int(caught(against, wrong, common, own).sum()), own

    tried = {common: found(common) for common in COMMON}
    common = max(tried, key=lambda common: tried[common][:2])
    _, count, own = tried[common]
    return rules._replace(contradiction_threshold=common, thresholds=own), count


def fit_short(files: FileScores, rules: Calibration, most: int) -> tuple[float, ...]:
    """What texts of one window, of two, … need beyond the threshold, up to `most` windows.

    Fitted on files of that length and on the beginnings of longer ones, on the model's word alone.
    """
    found = []
    for windows in range(1, most + 1):
        short = files.excerpts(windows)
        excess = strengths(short, short.languages, rules) - np.array(
            [rules.threshold((language,)) for language in short.languages]
        )
        allowed = int(MAX_FALSE_POSITIVES * len(excess))
        highest = np.sort(excess)[::-1][allowed] if len(excess) > allowed else -np.inf
        found.append(round(max(0.0, float(highest) + SHORT_MARGIN), 4))
    return tuple(found)
