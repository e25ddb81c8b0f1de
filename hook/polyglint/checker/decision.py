"""Does what a text reads as contradict what its path claims? Pure.

Almost every file is what it says, so all of this must hold before one is flagged:

1. there are enough windows to judge by, and the verdict is a language outside the claim,
2. the merged evidence, weighed with what single windows say, contradicts the claim strongly enough
   (`contradiction_score`), and it most likely is that language or one compatible with it,
3. no window supports a claimed language, nor a language that may stand in its place,
4. the two languages are not ones that legitimately share or hold each other's text
   (`compatible`), and the model is not known to mistake either of them.

Grammars are heard before a text is flagged, or where they could still tip it (`testimony`). Where
one language looks like the other, but may not stand in its place (`look_alikes`), they must agree:
the claimed language's grammar refuses the text, and that of the other accepts it. Marks that have
no place in the claimed language (`look_alike_marks`) make up for a window, a margin or a grammar.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection

import numpy as np
import numpy.typing as npt

from polyglint.checker.comparison import (
    Comparison,
    columns_of,
    compare,
    compare_proven,
)
from polyglint.checker.evidence import contradiction_score
from polyglint.checker.support import NO_MARKS, held_by, known_claims, related_to
from polyglint.checker.syntax import Syntax
from polyglint.checker.testimony import (
    Ask,
    do_agree,
    do_agree_for_sure,
    do_agree_on_proven,
    does_confirm,
    does_testify,
    grammar_odds,
    grammar_words,
    hear,
    hear_behind,
    is_accepted,
    is_one_sure,
    reach,
)
from polyglint.checker.verdict import region_of
from polyglint.linguist.compatible import BRACES
from polyglint.linguist.look_alike_marks import Marks
from polyglint.model.config import Calibration
from polyglint.model.reader import Reading
from polyglint.phrases import score
from polyglint.typed import NamedTuple

# Of the verdict and the languages compatible with it together: which of them it is may be open.
# With 0.5, five of nine false alarms in whole repositories lay below 0.7, and 1.3 % of mismatches:
# so little is enough only where marks prove it, or grammars agree for sure.
MIN_SCORE, MIN_PROVEN_SCORE, MIN_AGREED_SCORE = 0.7, 0.5, 0.5
# Log-odds against a claim that are still asked of the model where a grammar must testify.
WITNESSED = 3.0
# The same beyond the threshold of a short text, where one grammar is sure. No short validation file
# or beginning of one came within two of the threshold itself, with such a word against it.
TESTIFIED = 1.0


class Contradiction(NamedTuple):
    """A language that the text reads as, against the claim."""

    language: str
    score: float  # calibrated probability
    line: int  # the region that speaks for it most, both ends included
    last_line: int


def no_grammar(_language: str) -> Syntax | None:
    """The witness where there is none."""
    return None


def no_form(_language: str) -> bool:
    """That a text has the form of no language."""
    return False


def contradiction(
    reading: Reading,
    claimed: Collection[str],
    ask: Ask = no_grammar,
    ask_behind: Ask = no_grammar,
) -> Contradiction | None:
    """The contradiction between a reading and the claimed languages, if there is one.

    Languages that the model does not know claim nothing here; where it knows none of them, or one
    whose files may hold anything is claimed, there is no contradiction.

    Args:
        ask: what the grammar of a language makes of the text (`syntax`), asked of texts that are
            flagged or nearly so.
        ask_behind: the same of what follows the first window.
    """
    found = decide(reading, claimed, ask, ask_behind)
    return None if isinstance(found, str) else found


def decide(
    reading: Reading,
    claimed: Collection[str],
    ask: Ask = no_grammar,
    ask_behind: Ask = no_grammar,
    marks: Marks = NO_MARKS,
    *,
    has_form: Callable[[str], bool] = no_form,
    is_scrap: bool = False,
) -> Contradiction | str:
    """The `contradiction`, or the reason why there is none; arguments as there.

    Args:
        has_form: whether every line of the text is as those of a language are (`forms`).
        marks: what the text has of languages that look like the claimed ones (`look_alike_marks`):
            no window clears it of being one whose marks it has.
        is_scrap: the text has fewer lines than one window, which only grammars can be sure about.
    """
    found, rules = compare(reading, claimed, marks), reading.calibration
    if found is None:
        return "too short, or it may hold anything"
    for proven in compare_proven(found, reading, marks):
        if _is_confirmed(proven, rules, ask):
            return _contradiction(reading, proven)
    held = held_by(found.claims) | marks.missing
    held = held if found.is_look_alike else related_to(found.claims)
    if (found.support_of_held if found.is_look_alike else found.support) >= (
        rules.max_claimed_support
    ):
        return _window_words(reading, columns_of(reading, found.claims | held))
    reason = clearing(found, rules, ask, ask_behind, has_form=has_form, is_scrap=is_scrap)
    if reason is not None:
        return reason
    return _contradiction(reading, found)


def _contradiction(reading: Reading, found: Comparison) -> Contradiction:
    region = region_of(reading, found.best)
    return Contradiction(found.language, found.score, region.first_line, region.last_line)


def _is_confirmed(found: Comparison, rules: Calibration, ask: Ask) -> bool:
    """Whether grammars confirm what marks prove, whichever of the look-alikes windows read as."""
    if found.score_of_compatible < MIN_PROVEN_SCORE:
        return False
    heard = hear(found.claims, found.language, ask, rules.grammars)
    return does_confirm(heard, found.language)


def clearing(
    found: Comparison,
    rules: Calibration,
    ask: Ask = no_grammar,
    ask_behind: Ask = no_grammar,
    *,
    has_form: Callable[[str], bool] = no_form,
    is_scrap: bool = False,
) -> str | None:
    """Why the model and the grammars do not contradict a claim; None where they do."""
    claims, language = found.claims, found.language
    if found.is_look_alike:
        if look_alike_strength(found, rules) < look_alike_threshold(found, rules):
            return _doubt(found)
        heard = hear(claims, language, ask, rules.grammars)
        if do_agree_on_proven(heard, claims) if found.is_proven else do_agree(heard):
            return None
        return grammar_words(heard, claims, language) or "no two grammars agree against the claim"
    if found.needs_witness:
        return _so_few_lines(found) if is_scrap else _unless_witnessed(found, rules, ask, has_form)
    base, least = strength(found, rules, MIN_AGREED_SCORE), rules.threshold(claims)
    most = reach(claims, language, rules.grammar_weights, rules.grammars)
    if base + max(most, 0.0) < least:
        return _doubt(found)
    heard = hear(claims, language, ask, rules.grammars)
    heard = hear_behind(heard, language, ask_behind, rules.grammars)
    if not do_agree_for_sure(heard):
        if found.score_of_compatible < MIN_SCORE:
            return _doubt(found)
        if is_scrap:  # of a short text, the model alone says little
            return _so_few_lines(found)
        least = _short_threshold(found, rules, is_one_sure(heard))
    if base + grammar_odds(heard, rules.grammar_weights) >= least:
        return None
    return grammar_words(heard, claims, language) or _doubt(found)


def _short_threshold(found: Comparison, rules: Calibration, is_testified: bool) -> float:
    """The threshold of a text that may be short: less is asked where one grammar is sure."""
    least = rules.threshold(found.claims, found.windows)
    return min(least, rules.threshold(found.claims) + TESTIFIED) if is_testified else least


def _unless_witnessed(
    found: Comparison, rules: Calibration, ask: Ask, has_form: Callable[[str], bool]
) -> str | None:
    """`clearing` where the model is not trusted with what it reads, or with what is claimed."""
    claims, language = found.claims, found.language
    base = strength(found, rules)
    if base < max(rules.threshold(claims), WITNESSED):
        return _doubt(found)
    heard = hear(claims, language, ask, rules.grammars)
    if not is_accepted(heard) and has_form(language):  # which is plain in a few lines, too
        return None
    if base < rules.threshold(claims, found.windows):
        return _doubt(found)
    if heard.claimed is None and BRACES.issuperset({*claims, language}):
        return _doubt(found)
    if does_testify(heard, language, rules.grammars):
        return None
    return grammar_words(heard, claims, language) or _doubt(found)


def _reads(found: Comparison) -> str:
    return f"reads as {found.language} ({score(found.score)})"


def _so_few_lines(found: Comparison) -> str:
    return f"{_reads(found)}, which so few lines cannot say for sure"


def _doubt(found: Comparison) -> str:
    """Why the model alone contradicts a claim too little."""
    words = _reads(found)
    if found.language in found.claims:
        return words
    if found.excused:
        return f"{words}, which does not contradict the claim"
    if found.score_of_compatible < MIN_SCORE:
        return f"{words} at most, which is too unsure"
    if found.needs_witness:
        return f"{words}, which no grammar confirms against the claim"
    return f"{words}, which is not sure enough against the claim"


def _window_words(reading: Reading, compatible: npt.NDArray[np.bool_]) -> str:
    """The window that supports a claim most, and the language that it speaks for."""
    probabilities = np.where(compatible, np.exp(reading.log_probabilities), 0.0)
    index = int(probabilities.sum(axis=1).argmax())
    column = int(probabilities[index].argmax())
    first, last = reading.windows[index]
    value = score(float(probabilities[index, column]))
    return f"lines {first} to {last} read as {reading.labels[column]} ({value})"


def strength(found: Comparison, rules: Calibration, least_score: float = MIN_SCORE) -> float:
    """Log-odds against the claim; minus infinity where something clears it, however strong."""
    clear = found.excused or found.score_of_compatible < least_score
    if clear or found.support >= rules.max_claimed_support:
        return -math.inf
    return contradiction_score(found.facts, rules.contradiction_weights)


def look_alike_strength(found: Comparison, rules: Calibration) -> float:
    """Margin of a look-alike over what the claim may hold; minus infinity if something clears it"""
    if found.excused or found.support_of_held >= rules.max_claimed_support:
        return -math.inf
    return found.margin_of_held


def look_alike_threshold(found: Comparison, rules: Calibration) -> float:
    """Least margin for the pair: the strictest of the claims'."""
    pairs = (pair(claim, found.language) for claim in found.claims)
    return max((rules.look_alikes.get(name, math.inf) for name in pairs), default=math.inf)


def pair(claim: str, language: str) -> str:
    """The name of a claim and a reading in `Calibration.look_alikes`."""
    return f"{claim} > {language}"


def supporting(reading: Reading, claimed: Collection[str]) -> npt.NDArray[np.bool_]:
    """Which windows alone support a claim enough to clear it, (windows,)."""
    claims = known_claims(reading.labels, claimed)
    compatible = columns_of(reading, claims | related_to(claims))
    probabilities = np.exp(reading.log_probabilities[:, compatible]).sum(axis=1)
    found: npt.NDArray[np.bool_] = probabilities >= reading.calibration.max_claimed_support
    return found
