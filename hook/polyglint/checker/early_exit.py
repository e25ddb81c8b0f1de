"""Texts that need not be read whole: a sequential test that can only clear a claim.

One supporting window clears a file (`decision`), so stop at the first; results equal a full read.
As in Wald's test (1945), the sample grows until it decides; what it leaves open is read whole.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing

from polyglint.checker.grammars import MAX_LENGTH, PARSERS, accepting, is_quick
from polyglint.lazy import lazy_import
from polyglint.linguist.dialects import model_language
from polyglint.linguist.look_alike_marks import marks_of
from polyglint.typed import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from polyglint.checker import support
    from polyglint.linguist.look_alike_marks import Marks
    from polyglint.model.reader import Reader, Sample
else:
    support = lazy_import("polyglint.checker.support")

ROUNDS = (1, 4)  # windows of each text; nine clean texts in ten are cleared by the first
# Where numpy is not imported yet, a few texts are read whole without it: that takes a tenth of the
# import's time for each, and most of them are cleared.
FEW_OPEN = 6
# Characters that parsers get before the model is loaded: as many as they read in a third of the
# time that loading takes.
PARSED_FIRST = 1 << 18


Marked: TypeAlias = "tuple[Collection[str], Marks]"  # what a text is held to, and its marks


class Candidate(NamedTuple):
    """A text, and the languages that it is held to."""

    text: str
    allowed: tuple[str, ...]


def may_be_parsed(allowed: Collection[str]) -> bool:
    """Whether one of some languages has a parser that may clear a text without the model."""
    return not PARSERS.keys().isdisjoint(map(model_language, allowed))


def _open(answers: Sequence[bool]) -> list[int]:
    """Which texts are not cleared yet."""
    return [index for index, is_clear in enumerate(answers) if not is_clear]


def _is_cleared_whole(whole: Sample, marked: Marked) -> bool:
    """Whether a text is cleared by all that may be read of it without numpy."""
    return support.is_cleared(whole, *marked) or support.is_read_as_claimed(whole, *marked)


class EarlyExit:
    """Clears texts with a reader, which it loads for the first one that nothing cheaper clears."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._unparsed = PARSED_FIRST

    def cleared(self, texts: Sequence[Candidate]) -> list[bool]:
        """Whether each of the texts is cleared; one that is not may still be clean."""
        answers = [self._is_parsed(held) for held in texts]
        if all(answers):
            return answers
        self._reader.prepare(answers.count(False))
        marked = {
            index: (held.allowed, marks_of(held.allowed, held.text))
            for index, held in enumerate(texts)
            if not answers[index]
        }
        self._reader.tokenizer()  # takes as long as to open the model
        for count in ROUNDS:
            if rest := _open(answers):
                readings = self._reader.sample([texts[index].text for index in rest], count)
                for index, reading in zip(rest, readings, strict=True):
                    answers[index] = support.is_cleared(reading, *marked[index])
        rest = _open(answers)
        if len(rest) <= FEW_OPEN and self._reader.spares_numpy:
            with closing(self._reader.sample_whole(texts[i].text for i in rest)) as wholes:
                for index, whole in zip(rest, wholes, strict=False):
                    if not _is_cleared_whole(whole, marked[index]):
                        break  # so numpy is needed, which reads the others, too
                    answers[index] = True
        return answers

    def _is_parsed(self, held: Candidate) -> bool:
        """Whether a parser accepts the text, which is asked where that costs less than the model"""
        parsed = PARSERS.keys() & set(map(model_language, held.allowed))
        if not parsed:
            return False
        if all(is_quick(name, held.text) for name in parsed):
            return accepting(held.allowed, held.text) is not None
        if self._reader.is_loaded or len(held.text) > min(self._unparsed, MAX_LENGTH):
            return False
        self._unparsed -= len(held.text)
        return accepting(held.allowed, held.text) is not None
