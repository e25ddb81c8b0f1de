"""The objection to a claim: what reading, marks, grammars and excuses say of it together."""

from __future__ import annotations

from functools import partial

from polyglint.checker.bare_contradiction import bare_contradiction
from polyglint.checker.comparison import score_of_compatible
from polyglint.checker.decision import Contradiction, decide
from polyglint.checker.excuses import excuse
from polyglint.checker.forms import has_form
from polyglint.checker.syntax import syntax, syntax_behind
from polyglint.checker.testimony import ACCEPTED
from polyglint.checker.verdict import evidence
from polyglint.linguist.attributes import is_override
from polyglint.linguist.dialects import model_language
from polyglint.linguist.languages import Claim
from polyglint.linguist.look_alike_marks import Marks, marks_of
from polyglint.linguist.look_alikes import is_compatible, is_loose
from polyglint.model.reader import Reading
from polyglint.model.windows import WINDOW_LINES, has_lines
from polyglint.phrases import score

# As a probability. Who declares a language may want its colours for one that linguist has not.
LEAST_AGAINST_OVERRIDE = 0.9
LEAST_UNHEARD = 0.97  # the same where no grammar can be asked, and the name does not say so, either


def objection(reading: Reading, claimed: Claim, text: str) -> Contradiction | str:
    """The contradiction between a text and its claim, or the reason why there is none."""
    marks = marks_of(claimed.allowed, text)
    found = _contradiction(reading, claimed, text, marks)
    if isinstance(found, str):
        return found
    if claimed.around and is_compatible(claimed.around, found.language):
        return f"reads as {found.language}, which the program is part of"
    if is_override(claimed) and not _is_sure(reading, claimed, text, found.language):
        words = f"reads as {found.language} ({score(found.score)})"
        return f"{words}, which is not sure enough against what is declared"
    if found.language in map(model_language, claimed.refuted):
        return f"reads as {found.language}, which shares the extension"
    is_proven = found.language in marks.proven
    alike = is_compatible(claimed.allowed, found.language)
    if alike and is_loose(claimed.allowed, text, is_proven):
        return f"reads as {found.language}, as templates and dialects of the claim may"
    reason = excuse(text, claimed.allowed, found.language)
    return found if reason is None else f"excused: {reason}"


def _is_sure(reading: Reading, claimed: Claim, text: str, language: str) -> bool:
    """Whether a text is surely enough in a language or its kin to doubt what is declared.

    The declared language may lend its colours to one that nobody else has: where the name does not
    say so, either, the other language's grammar must accept the text, if there is one.
    """
    sure = score_of_compatible(reading, evidence(reading), language)
    if language in map(model_language, claimed.named):
        return sure >= LEAST_AGAINST_OVERRIDE
    found = syntax(text, language)
    if found is None:
        return sure >= LEAST_UNHEARD
    return sure >= LEAST_AGAINST_OVERRIDE and found.errors <= ACCEPTED


def _contradiction(
    reading: Reading, claimed: Claim, text: str, marks: Marks
) -> Contradiction | str:
    """What the reading and the grammars say, whatever else speaks for the text."""
    ask = partial(syntax, text)
    if claimed.is_bare:
        return bare_contradiction(reading, claimed.allowed, ask)
    known = [*map(model_language, claimed.allowed)]
    return decide(
        reading,
        claimed.allowed,
        ask,
        partial(syntax_behind, text),
        marks=marks,
        has_form=lambda language: has_form(text, language, known),
        is_scrap=not has_lines(text, WINDOW_LINES),
    )
