"""Token ids to log-probabilities without numpy: a few windows, or few texts, as `interpreter` does.

Each batch is read while the next one is made of numbers, which takes about as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from polyglint.filesystem.meanwhile import overlapped
from polyglint.model.compiled_model import CompiledModel, UnusableError
from polyglint.model.config import FILE_SIGNATURE, signature_name
from polyglint.model.plain_inputs import Buckets, Row, distinct_ngrams, plain_inputs
from polyglint.typed import TypeAlias

# Of a text: the scores of its windows, and those of its n-grams, where the model has a branch for
# whole files.
WholeText: TypeAlias = "tuple[list[list[float]], list[float] | None]"


class PlainInterpreter:
    """A model with one signature of fixed shape for each of some lengths.

    Args:
        path: the model, which must be known to be whole.
        lengths: the numbers of tokens that its signatures take.
        buckets: rows of its embeddings.
        file_buckets: rows of the embedding of its branch for whole files, 0 where it has none.

    Raises:
        UnusableError: not here.
    """

    def __init__(
        self, path: Path, lengths: Sequence[int], buckets: Buckets, file_buckets: int = 0
    ) -> None:
        self._model = CompiledModel(path)
        self._lengths = sorted(lengths)
        self._buckets, self._file_buckets = buckets, file_buckets
        _, shape = self._model.shapes(signature_name(self._lengths[0]))
        self.batch_size, self.labels = shape[0], shape[-1]

    def log_probabilities(self, rows: Sequence[Row]) -> list[list[float]]:
        """Score windows.

        Args:
            rows: token ids of each window, without padding.

        Returns:
            For each window as many numbers as there are labels.

        Raises:
            UnusableError: LiteRT failed.
        """
        order, scores = _by_length(rows), list[list[float]]()
        for _ in overlapped(self._batches(rows, order, scores)):
            pass
        return _in_order(scores, order)

    def whole_texts(self, texts: Iterable[Sequence[Row]]) -> Iterator[WholeText]:
        """Score the windows of texts, and the n-grams that all windows of each have together.

        Until this ends or is closed the model is not to be used otherwise.

        Args:
            texts: of each the rows, as in `log_probabilities`; the next one is asked for while the
                model reads the one before.

        Raises:
            UnusableError: LiteRT failed.
        """
        return (found for found in overlapped(self._jobs(texts)) if found is not None)

    def _jobs(self, texts: Iterable[Sequence[Row]]) -> Iterator[Callable[[], WholeText | None]]:
        """What is to be run for each text, of which the last returns what was found."""
        limit = self._most_ngrams()  # asked before another thread asks LiteRT
        for rows in texts:
            order, scores = _by_length(rows), list[list[float]]()
            yield from self._batches(rows, order, scores)
            ngrams = distinct_ngrams(rows, self._file_buckets, limit) if limit else None
            yield partial(self._whole_text, order, scores, ngrams)

    def _whole_text(
        self, order: Sequence[int], scores: Sequence[list[float]], ngrams: Sequence[int] | None
    ) -> WholeText:
        if ngrams is None:
            return _in_order(scores, order), None
        of_file = self._model.run(FILE_SIGNATURE, {"ngram_ids": ngrams})
        return _in_order(scores, order), [*of_file[: self.labels]]

    def _batches(
        self, rows: Sequence[Row], order: Sequence[int], scores: list[list[float]]
    ) -> Iterator[Callable[[], None]]:
        """What is to be run for some windows, each of which adds to `scores`."""
        for start in range(0, len(order), self.batch_size):
            batch = [rows[index] for index in order[start : start + self.batch_size]]
            length = next(n for n in self._lengths if n >= len(batch[-1]))
            inputs = plain_inputs(batch, self.batch_size, length, self._buckets)
            yield partial(self._run, length, inputs, scores)

    def _run(
        self, length: int, inputs: Mapping[str, Sequence[int]], scores: list[list[float]]
    ) -> None:
        """Add the scores of a whole batch."""
        found = self._model.run(signature_name(length), inputs)
        starts = range(0, self.batch_size * self.labels, self.labels)
        scores.extend([*found[start : start + self.labels]] for start in starts)

    def _most_ngrams(self) -> int:
        """How many n-grams of a file are read; 0 if the model has no branch for whole files."""
        if not self._file_buckets:
            return 0
        inputs, _ = self._model.shapes(FILE_SIGNATURE)
        if inputs.keys() != {"ngram_ids"}:
            raise UnusableError("other inputs")
        return inputs["ngram_ids"][-1]


def _by_length(rows: Sequence[Row]) -> list[int]:
    """The indices of rows, short ones first: the shorter those of a batch, the less it costs."""
    return sorted(range(len(rows)), key=lambda index: len(rows[index]))


def _in_order(scores: Sequence[list[float]], order: Sequence[int]) -> list[list[float]]:
    """The scores of rows that were read in another order, but for what filled up the last batch."""
    found = dict(zip(order, scores, strict=False))
    return [found[index] for index in range(len(order))]
