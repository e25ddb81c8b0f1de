"""A text read window by window: the evidence that verdicts and decisions are made of."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.errors import FatalError
from polyglint.model import SHIPPED, Calibration, check_model, load_config, load_tokenizer
from polyglint.windows import (
    Window,
    encode_rows,
    non_blank_lines,
    window_at,
    window_starts,
)

if TYPE_CHECKING:
    from polyglint.classifier import Interpreter
    from polyglint.tokenizer import Tokenizer


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
        self._folder = model_directory or SHIPPED
        self.config = load_config(self._folder)
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
        self._loaded: tuple[Tokenizer, Interpreter] | None = None

    def _load(self) -> tuple[Tokenizer, Interpreter]:
        if self._loaded is None:
            from polyglint.classifier import Interpreter

            config = self.config
            tokenizer = load_tokenizer(self._folder, config)
            model = Interpreter(
                check_model(self._folder, config),
                config.lengths,
                config.bigram_buckets,
                config.trigram_buckets,
            )
            self._loaded = tokenizer, model
        return self._loaded

    def read(self, text: str) -> Reading:
        """Score the windows of `text`, spread evenly where there are more than the model's cap."""
        lines = non_blank_lines(text)
        starts = window_starts(len(lines), self.config.max_windows)
        windows = tuple(window_at(lines, start) for start in starts)
        if not windows:
            empty = np.empty((0, len(self.labels)), np.float32)
            return Reading(windows, empty, self.labels, self.config.calibration)
        tokenizer, model = self._load()
        rows = encode_rows(tokenizer, lines, starts, self.config.sequence_length)
        scores = model.log_probabilities(*rows)
        if scores.shape[1] != len(self.config.languages):
            raise FatalError(
                f"{self._folder}: the model has {scores.shape[1]} outputs, not one a language"
            )
        return Reading(windows, self._restrict(scores), self.labels, self.config.calibration)

    def _restrict(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Keep the candidates' columns, as probabilities among themselves."""
        if len(self.columns) == len(self.config.languages):
            return scores
        kept = scores[:, self.columns]
        total: npt.NDArray[np.float32] = np.logaddexp.reduce(kept, axis=1, keepdims=True)
        return kept - total
