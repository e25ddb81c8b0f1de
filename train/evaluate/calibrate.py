"""Fit the merge of windows and the thresholds, on files of validation projects; pure.

`FileScores` keep every window's log-probabilities of many files, so that one reading of the files
serves every setting that is tried, and what grammars said of them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from polyglint.checker.comparison import compare
from polyglint.checker.decision import Contradiction, decide, strength
from polyglint.checker.verdict import merge, weighted_mean
from polyglint.linguist.compatible import compatible_with
from polyglint.model.config import Calibration
from polyglint.model.weights import ContradictionWeights
from train.evaluate.file_scores import EXCERPTS, FileScores
from train.evaluate.thresholds import fit_short, fit_thresholds
from train.evaluate.witnesses import NOTHING, fit_look_alikes, fit_tellings, fit_weights

Floats = npt.NDArray[np.float64]
VERDICT_PRECISION = 0.99
# What may be fitted, well within what the hook takes.
LOG_SCALES, MOST_FILE_WEIGHT = (-5.0, 3.0), 20.0
CONFIDENCES = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
SUPPORTS = (0.2, 0.3, 0.5, 0.7, 0.8, 0.9)
MIN_WINDOWS = 1
# Texts with no more windows need more to be flagged; how much more is fitted apart.
SHORT = EXCERPTS
CLAIMS_PER_FILE = 3  # wrong ones, for the contradiction weights
PENALTY = 1e-3  # on the squares of those weights, in units of their facts' spread
# No weight may turn what speaks for a claim into what speaks against it.
SIGNS = ((0, None), (0, None), (0, None), (None, 0), (None, 0), (None, None))
# A language is asserted, and held against others, only where the best guesses on validation files
# find it and are right at least so often.
LEAST_RECALL, LEAST_PRECISION, LEAST_FILES = 0.5, 0.5, 5
# What the files of one or two projects score tells too little of what others write.
LEAST_PROJECTS = 3
START = Calibration(1.0, 0.5, 0.0, 0.5, MIN_WINDOWS, 0.3, 3.0, {}, ContradictionWeights(), ())


def fit_merge(files: FileScores) -> Calibration:
    """What makes the true languages of the files most likely: how their windows are merged."""
    column = {label: index for index, label in enumerate(files.labels)}
    truth = np.array([column[language] for language in files.languages])
    fits = [(*fit_temperature(files, truth, confidence), confidence) for confidence in CONFIDENCES]
    _, scale, exponent, file_weight, confidence = min(fits)
    return START._replace(
        scale=round(scale, 4),
        exponent=round(exponent, 4),
        file_weight=round(file_weight, 4),
        confidence=confidence,
    )


def fit_temperature(
    files: FileScores, truth: npt.NDArray[np.int64], confidence: float
) -> tuple[float, float, float, float]:
    """Least loss, and the scale, exponent and file weight that reach it, for a given confidence."""
    means = np.stack([weighted_mean(scores, confidence) for scores in files.scores])
    counts = np.array([len(scores) for scores in files.scores], np.float64)
    of_files = np.stack([found[0] for found in files.of_files]) if files.of_files else 0.0

    def loss(parameters: Floats) -> float:
        log_scale, exponent, weight = parameters
        merged = np.exp(log_scale) * counts[:, None] ** exponent * means + weight * of_files
        normalised = merged - np.logaddexp.reduce(merged, axis=1, keepdims=True)
        return float(-normalised[np.arange(len(truth)), truth].mean())

    most = MOST_FILE_WEIGHT if files.of_files else 0.0
    bounds = (LOG_SCALES, (0.0, 1.0), (0.0, most))
    start = np.array([0.0, 0.5, min(0.5, most)])
    found = minimize(loss, start, method="Nelder-Mead", bounds=bounds)
    log_scale, exponent, weight = map(float, found.x)
    return float(found.fun), math.exp(log_scale), exponent, weight


def fit_verdict_threshold(files: FileScores, calibration: Calibration) -> float:
    """Least score at which the verdicts given are right `VERDICT_PRECISION` of the time.

    A look-alike counts as right: a short script that may be TypeScript is still no Python, and a
    threshold that tells such pairs apart would leave plain mismatches without a verdict.
    """
    verdicts = [merge(files.reading(i, calibration)) for i in range(len(files.scores))]
    scores = np.array([verdict.score for verdict in verdicts])
    right = np.array(
        [
            verdict.best[0][0] in compatible_with(language)
            for verdict, language in zip(verdicts, files.languages, strict=True)
        ]
    )
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    last_of_equals = np.append(np.diff(ranked) != 0, True)
    enough = np.flatnonzero((precision >= VERDICT_PRECISION) & last_of_equals)
    return float(ranked[enough[-1]]) if len(enough) else 1.0


def count_alarms(
    files: FileScores, claims: Sequence[Collection[str]], calibration: Calibration
) -> list[int]:
    """Numbers of the files that would be flagged if each claimed the languages given for it."""
    flagged = []
    for index, claimed in enumerate(claims):
        reading, marks = files.reading(index, calibration), files.marks(index, claimed)
        if isinstance(decide(reading, claimed, files.ask(index), marks=marks), Contradiction):
            flagged.append(index)
    return flagged


def other_claims(files: FileScores, seed: int) -> list[str]:
    """For each file a language that it is not, drawn evenly from the others."""
    generator = np.random.default_rng(seed)
    claims = []
    for language in files.languages:
        others = [label for label in files.labels if label != language]
        claims.append(others[int(generator.integers(len(others)))])
    return claims


def few_projects(files: FileScores) -> set[str]:
    """Languages whose files are of few projects."""
    projects: defaultdict[str, set[str]] = defaultdict(set)
    for language, project in zip(files.languages, files.projects, strict=True):
        projects[language].add(project)
    return {label for label in files.labels if len(projects[label]) < LEAST_PROJECTS}


def with_few_files(files: FileScores, few: Collection[str] = ()) -> set[str]:
    """Of languages of few projects, and `few` others, those that too few files speak for."""
    counts, unknown = Counter(files.languages), {*few, *few_projects(files)}
    return {language for language in unknown if counts[language] < LEAST_FILES}


def find_untested(
    files: FileScores, few: Collection[str], rules: Calibration, trusted: Collection[str] = ()
) -> set[str]:
    """Of languages that few projects taught, those that validation files do not speak for.

    They, like `few_projects`, have too few files of their own, and were not `trusted` before; or
    files of another language read as one of them, more likely than not.
    """
    found = with_few_files(files, few).difference(trusted)
    for index, claimed in enumerate(files.own_claims):
        held = compare(files.reading(index, rules), claimed)
        if held is None or held.language not in few or held.is_look_alike:
            continue
        if strength(held, rules) > 0:
            found.add(held.language)
    return found


def find_abstains(files: FileScores, calibration: Calibration) -> tuple[str, ...]:
    """Languages that best guesses miss, or that they name wrongly, too often.

    A compatible language is no miss, since neither is ever held against the other. Projects weigh
    alike: one with many files of one making would speak for all the others.
    """
    best = [merge(files.reading(i, calibration)).best[0][0] for i in range(len(files.scores))]
    pairs = list(zip(files.languages, best, strict=True))
    right = np.array([named in compatible_with(language) for language, named in pairs])
    owners = list(zip(files.languages, files.projects, strict=True))
    sizes = Counter(owners)
    weights = np.array([1 / sizes[owner] for owner in owners])
    truth, names = np.array(files.languages), np.array(best)
    found = []
    for label in files.labels:
        own, named = truth == label, names == label
        recall = np.average(right[own], weights=weights[own]) if own.any() else 1.0
        precision = np.average(right[named], weights=weights[named]) if named.any() else 1.0
        few = recall < LEAST_RECALL or precision < LEAST_PRECISION
        if few and own.sum() >= LEAST_FILES:
            found.append(label)
    return tuple(found)


def wrong_claims(
    files: FileScores, seed: int, each: int = CLAIMS_PER_FILE
) -> list[Sequence[tuple[str, ...]]]:
    """What each file is held to by its own name, then, in each further row, what it is not."""
    others = (other_claims(files, seed + number) for number in range(each))
    return [files.own_claims, *([(claim,) for claim in claims] for claims in others)]


def fit_contradiction_weights(
    files: FileScores, calibration: Calibration, seed: int
) -> ContradictionWeights:
    """Weights that tell files under wrong names from the same files under their own.

    Their beginnings are among them, so that the weights also hold for short texts.
    """
    rows: list[Floats] = []
    wrong: list[bool] = []

    def add(some: FileScores, claims: Sequence[Sequence[tuple[str, ...]]]) -> None:
        for number, of_files in enumerate(claims):
            for index, claimed in enumerate(of_files):
                if number and claimed[0] in compatible_with(some.languages[index]):
                    continue
                found = compare(some.reading(index, calibration), claimed)
                if found is not None and not found.needs_witness:
                    rows.append(found.facts)
                    wrong.append(number > 0)

    add(files, wrong_claims(files, seed))
    for windows in range(1, SHORT + 1):
        short = files.excerpts(windows)
        add(short, wrong_claims(short, seed + windows, 1))
    return logistic_regression(np.array(rows), np.array(wrong))


def logistic_regression(rows: Floats, positive: npt.NDArray[np.bool_]) -> ContradictionWeights:
    """Both classes weigh the same, however many rows they have.

    Args:
        rows: (cases, facts), the last fact of each being 1.
        positive: (cases,).
    """
    spread = rows.std(axis=0)
    spread[spread == 0] = 1.0
    scaled, sign = rows / spread, np.where(positive, 1.0, -1.0)
    share = np.where(positive, 0.5 / max(1, positive.sum()), 0.5 / max(1, (~positive).sum()))

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = sign * (scaled @ weights)
        penalty = PENALTY * weights.copy()
        penalty[-1] = 0  # the bias
        value = share @ np.logaddexp(0, -margins) + 0.5 * penalty @ weights
        slope = -share * sign * np.exp(-np.logaddexp(0, margins))
        return float(value), slope @ scaled + penalty

    start = np.zeros(rows.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=SIGNS)
    return ContradictionWeights(*(round(float(weight), 4) for weight in found.x / spread))


def fit_contradiction(
    files: FileScores,
    calibration: Calibration,
    seed: int,
    further: Mapping[str, Sequence[str]] = NOTHING,
    trusted: Collection[str] = (),
) -> Calibration:
    """What catches the most mismatches within the allowed alarms.

    The model's weights come first, then what grammars add to them, then support and thresholds.
    """
    weighed = calibration._replace(
        contradiction_weights=fit_contradiction_weights(files, calibration, seed)
    )
    untested = find_untested(files, calibration.untried, weighed, trusted)
    weighed = weighed._replace(
        abstains=tuple(sorted({*weighed.abstains, *untested})),
        untried=tuple(name for name in weighed.untried if name not in untested),
    )
    if files.grammars:
        weighed = weighed._replace(grammars=fit_tellings(files, seed, further))
        weights = fit_weights(files, wrong_claims(files, seed), weighed)
        weighed = weighed._replace(grammar_weights=weights)
    enough = files.longer_than(SHORT)
    wrong = other_claims(enough, seed)
    sharing = sorted({*weighed.untried, *few_projects(files)}.difference(weighed.abstains))
    tried = [
        fit_thresholds(enough, wrong, weighed._replace(max_claimed_support=support), sharing)
        for support in SUPPORTS
    ]
    fitted = max(tried, key=lambda found: found[1])[0]
    fitted = fitted._replace(short=fit_short(files, fitted, SHORT))
    return fitted._replace(look_alikes=fit_look_alikes(files, fitted))


def calibrate(
    files: FileScores,
    seed: int,
    few: Iterable[str] = (),
    further: Mapping[str, Sequence[str]] = NOTHING,
    trusted: Collection[str] = (),
) -> Calibration:
    """All of the calibration, from files of validation projects.

    Args:
        few: languages learned from so few projects that what the next one writes may read as
            something else. Each is held as far as all of their validation files allow.
        further: texts for grammars, by language (`fit_tellings`).
        trusted: languages that files of other projects spoke for, when an earlier model was fitted.
    """
    fitted = fit_merge(files)
    fitted = fitted._replace(verdict_threshold=round(fit_verdict_threshold(files, fitted), 4))
    abstains = find_abstains(files, fitted)
    untried = sorted({*few}.intersection(files.labels).difference(abstains))
    fitted = fitted._replace(abstains=abstains, untried=tuple(untried))
    return fit_contradiction(files, fitted, seed, further, trusted)
