"""A text read window by window: the evidence that verdicts and decisions are made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.model.config import SHIPPED, Calibration, check_model, load_config, load_tokenizer
from polyglint.model.meanwhile import Meanwhile
from polyglint.model.windows import WINDOW_LINES, Cut, Window, cut_text

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from polyglint.model import interpreter
    from polyglint.model.interpreter import Interpreter
    from polyglint.model.tokenizer import Tokenizer
else:
    np = lazy_import("numpy")
    interpreter = lazy_import("polyglint.model.interpreter")

AT_ONCE = 1024  # windows that are encoded and scored before the next ones are


class Reading(NamedTuple):
    """What each window of a text looks like."""

    windows: tuple[Window, ...]
    log_probabilities: npt.NDArray[np.float32]  # (windows, languages)
    labels: tuple[str, ...]  # names of the columns
    calibration: Calibration


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
        self._directory = model_directory or SHIPPED
        self.config = load_config(self._directory)
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
        self.abstains = self.config.calibration.abstains
        # Lines that as many windows take as a contradiction needs.
        self.fewest_lines = WINDOW_LINES * (self.config.calibration.min_windows - 1) + 1
        self._loaded: tuple[Tokenizer, Interpreter] | None = None

    @property
    def is_loaded(self) -> bool:
        """Whether the model is in memory, which takes a tenth of a second."""
        return self._loaded is not None

    def _load(self) -> tuple[Tokenizer, Interpreter]:
        if self._loaded is None:
            config = self.config
            checked = Meanwhile(partial(check_model, self._directory, config))
            tokenizer = load_tokenizer(self._directory, config)
            model = interpreter.Interpreter(  # for which numpy is imported before the wait
                checked.result(),
                config.lengths,
                config.bigram_buckets,
                config.trigram_buckets,
                config.wide_buckets,
            )
            self._loaded = tokenizer, model
        return self._loaded

    def read(self, text: str, *, every: bool = False) -> Reading:
        """Score the windows of `text`, spread evenly where there are more than the model's cap.

        Args:
            every: no cap: a window at each line that is not blank.
        """
        cut = cut_text(text, self.config.max_windows)
        if every and len(cut.starts) >= self.config.calibration.min_windows:
            cut = cut_text(text)  # what is too short side by side would be enough overlapping
        scores = np.empty((len(cut.starts), len(self.labels)), np.float32)
        for begin in range(0, len(cut.starts), AT_ONCE):
            part = slice(begin, begin + AT_ONCE)
            scores[part] = self._score([cut._replace(starts=cut.starts[part])])
        return self._reading(cut, scores)

    def sample(self, texts: Sequence[str], count: int) -> list[Reading]:
        """Score a few of the windows of each text that `read` scores, all texts in one go.

        Args:
            count: windows of each text, spread evenly; more where the model's batch has room.
        """
        if not texts:
            return []
        _, model = self._load()
        count = max(count, model.batch_size // len(texts))
        cuts = [cut_text(text, self.config.max_windows).sample(count) for text in texts]
        scores, end, readings = self._score(cuts), 0, []
        for cut in cuts:
            begin, end = end, end + len(cut.starts)
            readings.append(self._reading(cut, scores[begin:end]))
        return readings

    def _reading(self, cut: Cut, scores: npt.NDArray[np.float32]) -> Reading:
        return Reading(cut.windows(), scores, self.labels, self.config.calibration)

    def _score(self, cuts: Sequence[Cut]) -> npt.NDArray[np.float32]:
        """Log-probabilities of the labels for the windows of all texts, (windows, labels)."""
        tokenizer, model = self._load()
        rows = [cut.rows(tokenizer, self.config.sequence_length) for cut in cuts]
        scores = model.log_probabilities(*map(np.concatenate, zip(*rows, strict=True)))
        if scores.shape[1] != len(self.config.languages):
            raise FatalError(
                f"{self._directory}: the model has {scores.shape[1]} outputs, not one a language"
            )
        return self._restrict(scores)

    def _restrict(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Keep the candidates' columns, as probabilities among themselves."""
        if len(self.columns) == len(self.config.languages):
            return scores
        kept = scores[:, self.columns]
        total: npt.NDArray[np.float32] = np.logaddexp.reduce(kept, axis=1, keepdims=True)
        return kept - total
