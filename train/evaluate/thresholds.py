"""How high the contradiction score of a claim must be; fitted on files of validation projects.

One threshold serves most languages: that which catches the most mismatches, of all that keep the
alarms on held-out projects within what is allowed. Held out is each half of the projects in turn.
Languages whose own files score higher have a higher threshold of their own. Those that few projects
taught, or whose files here are of few projects, have too few to show how high their files may
score, so they share what all of theirs show.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from polyglint.checker.comparison import compare
from polyglint.checker.decision import strength
from polyglint.checker.excuses import excuse
from polyglint.checker.testimony import grammar_odds, hear, reach
from polyglint.model.config import Calibration
from train.data.split import project_order
from train.evaluate.file_scores import FileScores, Grammars

Floats = npt.NDArray[np.float64]
# Half of what is promised, one in 2,000: other projects are less quiet than those it is fitted on.
MAX_FALSE_POSITIVES = 1 / 4000
# Log-odds, were half of all files misnamed. The strictest comes first and wins where nothing else
# tells two apart. Whole validation repositories have files of kinds that are not among the labelled
# ones: between 1 and 2 of these log-odds, eight of 98,939 were flagged wrongly, and none up to 4.
COMMON = (6.0, 5.5, 5.0, 4.5, 4.0, 3.5, 3.0, 2.5)
# Of a language's own threshold above the highest score of its files. Wide, since it stands
# for projects of other habits, and those held out are too few a language to fit it on.
MARGIN = 3.5
# Of projects in languages with a shared threshold, the part that scores no higher than the rest:
# an odd one raises the threshold of its own language, not that of all of them.
SHARED = 0.95
SHORT_MARGIN = 0.5  # the same for short texts, of which there are many


def strengths(files: FileScores, claims: Sequence[Collection[str]], rules: Calibration) -> Floats:
    """Log-odds against each file's claim, (files,); minus infinity where nothing is held to it.

    What grammars say is part of it, unless no threshold could be reached whatever they said. Texts
    that look like what they claim are judged otherwise, and have none.
    """
    found = np.full(len(claims), -np.inf)
    for index, claimed in enumerate(claims):
        held = compare(files.reading(index, rules), claimed)
        if held is None or held.is_look_alike or held.needs_witness:
            continue
        found[index] = strength(held, rules)
        most = reach(held.claims, held.language, rules.grammar_weights, rules.grammars)
        if found[index] + max(most, 0.0) >= min(COMMON):
            heard = hear(held.claims, held.language, files.ask(index), rules.grammars)
            found[index] += grammar_odds(heard, rules.grammar_weights)
    return found


def own_strengths(files: FileScores, rules: Calibration, texts: Grammars | None = None) -> Floats:
    """`strengths` of all files under their own names, less what the hook excuses of their texts.

    Args:
        texts: the whole texts of excerpts, which have none themselves.
    """
    claims, texts = files.own_claims, texts or files.grammars
    found = strengths(files, claims, rules)
    for index in map(int, np.flatnonzero(found >= min(COMMON))):
        held = compare(files.reading(index, rules), claims[index])
        if texts and held and excuse(texts.text(index), claims[index], held.language):
            found[index] = -np.inf
    return found


def caught(
    found: Floats, claims: Sequence[str], common: float, own: dict[str, float]
) -> npt.NDArray[np.bool_]:
    """Which files are flagged under these thresholds, (files,)."""
    return found >= np.array([own.get(claim, common) for claim in claims])


def own_thresholds(
    right: Floats, languages: Sequence[str], common: float, shared: dict[str, float] | None = None
) -> dict[str, float]:
    """Thresholds above the common one: `MARGIN` above the highest score of a language's files.

    Args:
        shared: the least for some languages, files or not (`shared_thresholds`).
    """
    of = np.array(languages)
    least = dict(shared or {})
    for language in set(languages):
        own = float(right[of == language].max()) + MARGIN
        least[language] = max(own, least.get(language, -np.inf))
    return {name: round(value, 4) for name, value in sorted(least.items()) if value > common}


def shared_thresholds(
    right: Floats, languages: Sequence[str], projects: Sequence[str], sharing: Sequence[str]
) -> dict[str, float]:
    """The threshold that some languages share: `MARGIN` above what their projects show."""
    highest: dict[tuple[str, str], float] = {}
    for score, *of in zip(right, languages, projects, strict=True):
        if of[0] in sharing:
            highest[of[0], of[1]] = max(float(score), highest.get((of[0], of[1]), -np.inf))
    if not highest:
        return dict.fromkeys(sharing, np.inf)
    least = float(np.quantile([*highest.values()], SHARED, method="higher")) + MARGIN
    return dict.fromkeys(sharing, least)


def thresholds_of(
    right: Floats,
    files: FileScores,
    common: float,
    sharing: Sequence[str] = (),
    part: npt.NDArray[np.bool_] | None = None,
) -> dict[str, float]:
    """All thresholds beside the common one, from some files or all of them."""
    chosen = np.ones(len(right), bool) if part is None else part
    languages = np.array(files.languages)[chosen].tolist()
    projects = np.array(files.projects)[chosen].tolist()
    shared = shared_thresholds(right[chosen], languages, projects, sharing)
    return own_thresholds(right[chosen], languages, common, shared)


def held_out_alarms(
    right: Floats, files: FileScores, common: float, sharing: Sequence[str] = ()
) -> int:
    """False positives on each half of the projects under thresholds from the other half."""
    half = np.array([int(project_order(project), 16) % 2 for project in files.projects])
    languages = np.array(files.languages)
    alarms = 0
    for fold in (0, 1):
        held = half == fold
        own = thresholds_of(right, files, common, sharing, ~held)
        alarms += int(caught(right[held], languages[held].tolist(), common, own).sum())
    return alarms


def fit_thresholds(
    files: FileScores, wrong: Sequence[str], rules: Calibration, sharing: Sequence[str] = ()
) -> tuple[Calibration, int]:
    """The rules with the common threshold and those of single languages.

    Args:
        wrong: for each file a claim that it contradicts.
        sharing: languages whose threshold is a shared one.

    Returns:
        The rules, and how many of the wrong claims they flag.
    """
    right = own_strengths(files, rules)
    against = strengths(files, [(claim,) for claim in wrong], rules)
    allowed = int(MAX_FALSE_POSITIVES * len(right))

    def found(common: float) -> tuple[int, int, dict[str, float]]:
        """Alarms beyond those allowed, with the sign of a loss; what is caught; by what."""
        alarms = held_out_alarms(right, files, common, sharing)
        own = thresholds_of(right, files, common, sharing)
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
        short, whole = files.excerpts(windows), files.longer_than(windows - 1)
        limits = np.array([rules.threshold(claimed) for claimed in short.own_claims])
        excess = own_strengths(short, rules, whole.grammars) - limits
        allowed = int(MAX_FALSE_POSITIVES * len(excess))
        highest = np.sort(excess)[::-1][allowed] if len(excess) > allowed else -np.inf
        found.append(round(max(0.0, float(highest) + SHORT_MARGIN), 4))
    return tuple(found)
