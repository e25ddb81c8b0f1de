"""What the model and the grammars make of files whose language is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.checker.decision import no_grammar
from polyglint.checker.syntax import Syntax, asking, syntax
from polyglint.checker.testimony import Ask
from polyglint.checker.verdict import merge
from polyglint.linguist.look_alike_marks import Marks, marks_of
from polyglint.model.config import Calibration
from polyglint.model.reader import Reading
from polyglint.model.windows import Window
from polyglint.results import Verdict
from train.corpus.layout import CHECKOUT, GIT

SOURCES = ("packages", "repositories")
EXCERPTS = 2  # windows of the longest excerpt that a reading is had of


def source_of(path: str) -> str:
    """Where a file of the corpus comes from, by its path ``<Language>/<registry>__<package>/…``."""
    registry = path.split("/")[1].partition("__")[0]
    return SOURCES[registry in (CHECKOUT, GIT)]


class Grammars:
    """Asks grammars about texts, and remembers what they said: fits ask again and again.

    Args:
        known: what some said already of each text, by language.
    """

    def __init__(
        self, texts: tuple[str, ...], known: Iterable[Mapping[str, Syntax | None]] = ()
    ) -> None:
        self._texts = texts
        self._answers: dict[tuple[int, str], Syntax | None] = {
            (index, language): answer
            for index, of_text in enumerate(known)
            for language, answer in of_text.items()
        }

    def only(self, indices: Sequence[int]) -> Grammars:
        """The same for some of the texts, with their answers so far."""
        kept = Grammars(tuple(self._texts[index] for index in indices))
        place = {index: number for number, index in enumerate(indices)}
        kept._answers = {
            (place[index], language): answer
            for (index, language), answer in self._answers.items()
            if index in place
        }
        return kept

    def text(self, index: int) -> str:
        """One of the texts."""
        return self._texts[index]

    def of(self, index: int) -> Ask:
        """The grammars that are asked about one of the texts."""

        def ask(language: str) -> Syntax | None:
            key = index, language
            if key not in self._answers:
                self._answers[key] = syntax(self._texts[index], language)
            return self._answers[key]

        return ask


class FileScores(NamedTuple):
    """The readings of labelled files."""

    labels: tuple[str, ...]  # names of the columns
    languages: tuple[str, ...]  # the true language of each file
    projects: tuple[str, ...]
    scores: tuple[npt.NDArray[np.float32], ...]  # (windows, languages) of each file
    sources: tuple[str, ...] = ()  # of each file, one of `SOURCES`
    grammars: Grammars | None = None  # asked about their texts; None for the model alone
    paths: tuple[str, ...] = ()  # of each file, inside the corpus
    # What the file branch makes of each file, (1 + EXCERPTS, languages): of all its windows, of the
    # first, of the first two …; the first row alone where no excerpts are to be had, and none of a
    # model without such a branch.
    of_files: tuple[npt.NDArray[np.float32], ...] = ()
    # What the hook holds each file to by its own name; without these, to its language.
    held: tuple[tuple[str, ...], ...] = ()

    def of_source(self, source: str) -> FileScores:
        """The files of packages, or those of repositories."""
        return self._some([index for index, own in enumerate(self.sources) if own == source])

    def longer_than(self, windows: int) -> FileScores:
        """The files with more windows than these."""
        return self._some([i for i, scores in enumerate(self.scores) if len(scores) > windows])

    def excerpts(self, windows: int) -> FileScores:
        """The first windows of every file that has as many. No grammar is asked about a part."""
        longer = self.longer_than(windows - 1)
        scores = tuple(of_file[:windows] for of_file in longer.scores)
        parts = tuple(of_file[windows : windows + 1] for of_file in longer.of_files)
        return longer._replace(scores=scores, grammars=None, of_files=parts)

    def _some(self, indices: Sequence[int]) -> FileScores:
        return FileScores(
            self.labels,
            tuple(self.languages[index] for index in indices),
            tuple(self.projects[index] for index in indices),
            tuple(self.scores[index] for index in indices),
            tuple(self.sources[index] for index in indices) if self.sources else (),
            self.grammars and self.grammars.only(indices),
            tuple(self.paths[index] for index in indices) if self.paths else (),
            tuple(self.of_files[index] for index in indices) if self.of_files else (),
            tuple(self.held[index] for index in indices) if self.held else (),
        )

    @property
    def own_claims(self) -> tuple[tuple[str, ...], ...]:
        """The languages that each file may hold; none where no reading speaks against its name."""
        return self.held or tuple((language,) for language in self.languages)

    def reading(self, index: int, calibration: Calibration) -> Reading:
        """The reading of one file, as the hook has it."""
        windows = tuple(Window(4 * i + 1, 4 * i + 4) for i in range(len(self.scores[index])))
        of_file = self.of_files[index][0] if self.of_files else None
        return Reading(windows, self.scores[index], self.labels, calibration, of_file)

    def verdict(self, index: int, calibration: Calibration) -> Verdict:
        """The verdict on one file, grammars and marks heard."""
        text = self.grammars.text(index) if self.grammars is not None else ""
        ask = self.ask(index) if text and asking(text) is not None else None
        return merge(self.reading(index, calibration), ask, text)

    def marks(self, index: int, claimed: Collection[str]) -> Marks:
        """What one file has of languages that look like claimed ones; nothing without texts."""
        return marks_of(claimed, self.grammars.text(index)) if self.grammars else Marks()

    def ask(self, index: int) -> Ask:
        """The grammars that are asked about one file."""
        return self.grammars.of(index) if self.grammars else no_grammar
