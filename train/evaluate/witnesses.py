"""Fit what the grammars are worth, on files of validation projects.

How each grammar answers on files of its own language and of others; what its word weighs beside the
model's; and how sure the model must be of a look-alike that the grammars agree on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from polyglint.checker.comparison import compare
from polyglint.checker.decision import look_alike_strength, pair, strength
from polyglint.checker.syntax import Syntax, has_grammar, syntax
from polyglint.checker.testimony import (
    ACCEPTED,
    REFUSED,
    do_agree,
    facts,
    hear,
    is_one_literal,
    is_third_language,
)
from polyglint.linguist.compatible import compatible_with
from polyglint.linguist.look_alikes import NOT_HELD
from polyglint.model.config import Calibration
from polyglint.model.weights import GrammarRates, GrammarWeights
from train.evaluate.file_scores import FileScores

Floats = npt.NDArray[np.float64]
FOREIGN_FILES = 1000  # of other languages, shown to each grammar: of fewer, chance decides
MIN_FILES = 10  # of a language, for its grammar to be heard
NOTHING: Mapping[str, Sequence[str]] = MappingProxyType({})
PRIOR = 0.5  # answers of each kind that are taken as given before any is seen
PENALTY = 1e-2  # on the squared distance of the weights from those of an honest witness
# A grammar's answers are log-likelihood ratios already: as a lone witness it has a weight of 1.
HONEST = np.array(GrammarWeights())
BOUNDS = ((0, 2), (-2, -0.3), (0, 2), (-2, -0.3), (-6, 0), (-6, 0))
# Of a look-alike's margin above the largest that a file of the claimed language had, in nats.
LOOK_ALIKE_MARGIN, MIN_MARGIN = 0.5, 0.7
CLAIM_FILES = 10  # of the claimed language, for a pair to be flagged at all


def fit_tellings(
    files: FileScores, seed: int, further: Mapping[str, Sequence[str]] = NOTHING
) -> dict[str, GrammarRates]:
    """How each installed grammar answers on files of its own language and of others.

    Args:
        further: texts by language, for those with too few files. They may be of training projects,
            since nobody trained a grammar on them.
    """
    generator = np.random.default_rng(seed)
    order = generator.permutation(len(files.languages))
    own = defaultdict(list)
    for index in order:
        own[files.languages[index]].append(int(index))
    found = {}
    for language in sorted(files.labels):
        texts = () if len(own[language]) >= MIN_FILES else further.get(language, ())
        if len(own[language]) + len(texts) < MIN_FILES or not has_grammar(language):
            continue
        compatible = compatible_with(language)
        foreign = [int(index) for index in order if files.languages[index] not in compatible]
        answers = _answers(files, own[language], language)
        answers += [tree for text in texts if (tree := syntax(text, language)) is not None]
        rates = _rates(answers), _rates(_answers(files, foreign[:FOREIGN_FILES], language))
        found[language] = GrammarRates(*(round(rate, 4) for pair in rates for rate in pair))
    return found


def _answers(files: FileScores, indices: Sequence[int], language: str) -> list[Syntax]:
    return [answer for index in indices if (answer := files.ask(index)(language)) is not None]


def _rates(answers: Sequence[Syntax]) -> tuple[float, float]:
    """Shares of files that a grammar accepts, and that it has doubts about."""
    accepted = sum(answer.errors <= ACCEPTED for answer in answers)
    doubted = sum(ACCEPTED < answer.errors <= REFUSED for answer in answers)
    total = len(answers) + 3 * PRIOR
    return (accepted + PRIOR) / total, (doubted + PRIOR) / total


def fit_weights(
    files: FileScores, claims: Sequence[Sequence[tuple[str, ...]]], rules: Calibration
) -> GrammarWeights:
    """Weights of what grammars say, beside the model's log-odds, which are taken as they are.

    Args:
        claims: what each file is held to, then, in each further row, what it is not.
    """
    bases, rows, wrong = [], [], []
    for number, of_files in enumerate(claims):
        for index, claimed in enumerate(of_files):
            if number and claimed[0] in compatible_with(files.languages[index]):
                continue
            found = compare(files.reading(index, rules), claimed)
            if found is None or found.is_look_alike or found.needs_witness:
                continue
            base = strength(found, rules)
            if not np.isfinite(base):
                continue
            heard = hear(found.claims, found.language, files.ask(index), rules.grammars)
            if is_one_literal(heard.claimed) or is_third_language(heard):
                continue
            bases.append(base)
            rows.append(facts(heard))
            wrong.append(number > 0)
    return _logistic_regression(np.array(bases), np.array(rows), np.array(wrong))


def _logistic_regression(
    bases: Floats, rows: Floats, wrong: npt.NDArray[np.bool_]
) -> GrammarWeights:
    """Both classes weigh the same.

    Args:
        bases: log-odds that are given, (cases,).
        rows: (cases, facts).
        wrong: (cases,).
    """
    if not wrong.any() or wrong.all():
        return GrammarWeights()
    sign = np.where(wrong, 1.0, -1.0)
    share = np.where(wrong, 0.5 / wrong.sum(), 0.5 / (~wrong).sum())

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = sign * (bases + rows @ weights)
        away = weights - HONEST
        value = share @ np.logaddexp(0, -margins) + 0.5 * PENALTY * away @ away
        slope = (-share * sign * np.exp(-np.logaddexp(0, margins))) @ rows + PENALTY * away
        return float(value), slope

    found = minimize(loss, HONEST, jac=True, method="L-BFGS-B", bounds=BOUNDS)
    return GrammarWeights(*(round(float(weight), 4) for weight in found.x))


def fit_look_alikes(files: FileScores, rules: Calibration) -> dict[str, float]:
    """Least margin for each pair of look-alikes that both have a grammar.

    Above all that files of the claimed language have, where the grammars agree against them; a
    language with too few files to show that has no such pair.
    """
    found = {}
    for claimed, readings, _ in NOT_HELD:
        for claim in claimed & rules.grammars.keys():
            own = [i for i, language in enumerate(files.languages) if language == claim]
            if len(own) < CLAIM_FILES:
                continue
            margins = partial(_margin, files, claim=claim, rules=rules)
            against = [answer for index in own if (answer := margins(index)) is not None]
            for reading in readings & rules.grammars.keys():
                most = max((margin for name, margin in against if name == reading), default=-np.inf)
                least = max(most + LOOK_ALIKE_MARGIN, MIN_MARGIN)
                found[pair(claim, reading)] = round(float(least), 4)
    return dict(sorted(found.items()))


def _margin(
    files: FileScores, index: int, claim: str, rules: Calibration
) -> tuple[str, float] | None:
    """The look-alike that a file reads as under a claim, and its margin, if grammars agree."""
    found = compare(files.reading(index, rules), (claim,), files.marks(index, (claim,)))
    if found is None or not found.is_look_alike:
        return None
    margin = look_alike_strength(found, rules)
    heard = hear(found.claims, found.language, files.ask(index), rules.grammars)
    return (found.language, margin) if np.isfinite(margin) and do_agree(heard) else None
