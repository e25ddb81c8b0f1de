"""A text read window by window: the evidence that verdicts and decisions are made of."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.model.config import SHIPPED, Calibration
from polyglint.model.parts import ModelParts
from polyglint.model.windows import WINDOW_LINES, Cut, Window, cut_text
from polyglint.typed import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from polyglint.model import compiled_model, window_rows
    from polyglint.model.interpreter import Interpreter
    from polyglint.model.tokenizer import Tokenizer
    from polyglint.model.window_rows import Rows
else:
    np = lazy_import("numpy")
    compiled_model = lazy_import("polyglint.model.compiled_model")
    window_rows = lazy_import("polyglint.model.window_rows")

Scores: TypeAlias = "Sequence[Sequence[float]] | npt.NDArray[np.float32]"
AT_ONCE = 1024  # windows that are encoded and scored before the next ones are
# What is read without numpy: texts at once, and windows in all; more take longer than its import.
FEW_TEXTS, FEW_WINDOWS = 16, 256


class Reading(NamedTuple):
    """What each window of a text looks like."""

    windows: tuple[Window, ...]
    log_probabilities: npt.NDArray[np.float32]  # (windows, languages)
    labels: tuple[str, ...]  # names of the columns
    calibration: Calibration
    # Of the n-grams that all windows have together, (languages,); None where the model has no
    # branch for them.
    of_file: npt.NDArray[np.float32] | None = None


class Sample(NamedTuple):
    """What a few windows of a text look like, in plain numbers where numpy was spared."""

    windows: tuple[Window, ...]
    log_probabilities: Scores  # (windows, languages)
    labels: tuple[str, ...]  # names of the columns
    calibration: Calibration
    of_file: Sequence[float] | None = None  # as in `Reading`, where it was asked for


class Reader:
    """Reads texts with a model; model and runtime are loaded for the first text with a window.

    Args:
        candidates: the only languages to choose from; None for all that the model knows.
        model_directory: another model than the shipped one.

    Raises:
        FatalError: the model is missing or damaged, or a candidate is unknown to it.
    """

    def __init__(
        self, candidates: Collection[str] | None = None, model_directory: Path | None = None
    ) -> None:
        self._parts = ModelParts(model_directory or SHIPPED)
        self.config = self._parts.config
        unknown = sorted(set(candidates or ()) - set(self.config.languages))
        if unknown:
            raise FatalError(f"{', '.join(unknown)}: not among the languages of the model")
        self.columns = [
            index
            for index, label in enumerate(self.config.languages)
            if candidates is None or label in candidates
        ]
        self.labels = tuple(self.config.languages[index] for index in self.columns)
        self.known = self.config.languages  # candidates or not
        # Lines that as many windows take as a contradiction needs.
        self.fewest_lines = WINDOW_LINES * (self.config.calibration.min_windows - 1) + 1
        # Few windows of the shipped model, whose hash is known, with all its languages.
        is_usual = self._parts.directory == SHIPPED and len(self.columns) == len(self.known)
        self._few_left = FEW_WINDOWS if is_usual else 0

    @property
    def is_loaded(self) -> bool:
        """Whether the model is in memory, which takes part of a tenth of a second."""
        return self._parts.is_loaded

    @property
    def spares_numpy(self) -> bool:
        """Whether a few texts more are sampled without numpy."""
        return self._parts.is_plain and self._few_left > 0

    def _spares_numpy(self, texts: int) -> bool:
        return texts <= FEW_TEXTS and self._few_left > 0

    def check(self) -> None:
        """Begin to check the weights, which takes as long as to judge several files."""
        self._parts.check()

    def prepare(self, texts: int) -> None:
        """Begin to check the weights, and to open the model if so many texts need no numpy.

        Until it is waited for, nobody else may write to standard error: the runtime would.
        """
        self._parts.check()
        if self._spares_numpy(texts):
            self._parts.begin_plain()

    def wait(self) -> None:
        """Wait until the model is open, if that has begun; see `ModelParts.wait`."""
        self._parts.wait()

    def tokenizer(self) -> Tokenizer:
        """The model's tokenizer. Raises FatalError."""
        return self._parts.tokenizer()

    def read(self, text: str, *, every: bool = False) -> Reading:
        """Score the windows of `text`, spread evenly where there are more than the model's cap.

        Args:
            every: no cap: a window at each line that is not blank.
        """
        cut = spread = cut_text(text, self.config.max_windows)
        if every and len(cut.starts) >= self.config.calibration.min_windows:
            cut = cut_text(text)  # what is too short side by side would be enough overlapping
        scores = np.empty((len(cut.starts), len(self.labels)), np.float32)
        of_spread: list[npt.NDArray[np.uint16]] = []
        for begin in range(0, len(cut.starts), AT_ONCE):
            part = slice(begin, begin + AT_ONCE)
            rows = self._rows(cut._replace(starts=cut.starts[part]))
            scores[part] = self._score([rows])
            of_spread += [rows.token_ids] if cut is spread else ()
        reading = Reading(cut.windows(), scores, self.labels, self.config.calibration)
        if not cut.starts:
            return reading
        of_spread = of_spread or [self._rows(spread).token_ids]
        return reading._replace(of_file=self._of_file(np.concatenate(of_spread)))

    def sample(self, texts: Sequence[str], count: int) -> list[Sample]:
        """Score a few of the windows of each text that `read` scores, all texts in one go.

        Args:
            count: windows of each text, spread evenly; more where the model's batch has room.
        """
        if not texts:
            return []
        if self._spares_numpy(len(texts)):
            try:
                few = self._parts.plain()
                cuts = self._cuts(texts, count, few.batch_size)
                return self._samples(cuts, few.log_probabilities(self._few_rows(cuts)))
            except compiled_model.UnusableError:
                self._few_left = 0
        cuts = self._cuts(texts, count, self._interpreter().batch_size)
        return self._samples(cuts, self._score([*map(self._rows, cuts)]))

    def sample_whole(self, texts: Iterable[str]) -> Generator[Sample, None, None]:
        """Score all that `read` scores of each text, without numpy, as long as it can be spared.

        Until this ends or is closed nothing else is to be read.
        """
        cuts: list[Cut] = []  # of the texts that are being read

        def rows() -> Iterator[list[list[int]]]:
            for text in texts:
                if not self.spares_numpy:
                    break
                cuts.append(cut_text(text, self.config.max_windows))
                yield self._few_rows(cuts[-1:])

        try:
            for scores, of_file in self._parts.plain().whole_texts(rows()):
                windows = cuts.pop(0).windows()
                yield Sample(windows, scores, self.labels, self.config.calibration, of_file)
        except compiled_model.UnusableError:
            self._few_left = 0

    def _cuts(self, texts: Sequence[str], count: int, batch_size: int) -> list[Cut]:
        count = max(count, batch_size // len(texts))
        return [cut_text(text, self.config.max_windows).sample(count) for text in texts]

    def _samples(self, cuts: Sequence[Cut], scores: Scores) -> list[Sample]:
        """The samples of the texts, whose windows the scores are of one after the other."""
        end, samples = 0, []
        for cut in cuts:
            begin, end = end, end + len(cut.starts)
            samples.append(
                Sample(cut.windows(), scores[begin:end], self.labels, self.config.calibration)
            )
        return samples

    def _few_rows(self, cuts: Sequence[Cut]) -> list[list[int]]:
        """The windows of some texts, of which there are so many less left without numpy."""
        tokenizer, length = self.tokenizer(), self.config.sequence_length
        rows = [row for cut in cuts for row in cut.token_ids(tokenizer, length)]
        self._few_left -= len(rows)
        return rows

    def _rows(self, cut: Cut) -> Rows:
        return window_rows.rows_of(cut, self.tokenizer(), self.config.sequence_length)

    def _interpreter(self) -> Interpreter:
        """What reads any number of windows; from then on numpy is there."""
        self._few_left = 0
        return self._parts.interpreter()

    def _of_file(self, token_ids: npt.NDArray[np.uint16]) -> npt.NDArray[np.float32] | None:
        """Log-probabilities of the labels for all n-grams of a text together, (labels,)."""
        scores = self._interpreter().of_file(token_ids)
        return None if scores is None else self._restrict(self._checked(scores[None]))[0]

    def _score(self, rows: Sequence[Rows]) -> npt.NDArray[np.float32]:
        """Log-probabilities of the labels for the windows of all texts, (windows, labels)."""
        scores = self._interpreter().log_probabilities(
            *map(np.concatenate, zip(*rows, strict=True))
        )
        return self._restrict(self._checked(scores))

    def _checked(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The scores of all languages. Raises FatalError where they are of others."""
        if scores.shape[1] != len(self.config.languages):
            words = f"the model has {scores.shape[1]} outputs, not one a language"
            raise FatalError(f"{self._parts.directory}: {words}")
        return scores

    def _restrict(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Keep the candidates' columns, as probabilities among themselves."""
        if len(self.columns) == len(self.config.languages):
            return scores
        kept = scores[:, self.columns]
        total: npt.NDArray[np.float32] = np.logaddexp.reduce(kept, axis=1, keepdims=True)
        return kept - total
