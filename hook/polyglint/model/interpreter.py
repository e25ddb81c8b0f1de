"""Token ids to log-probabilities: the only importer of the TFLite runtime."""

from __future__ import annotations

import contextlib
import platform
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from polyglint.errors import FatalError
from polyglint.model import tflite
from polyglint.model.config import FILE_SIGNATURE, SHIPPED, signature_name
from polyglint.model.ngrams import distinct_ngrams, ngram_ids
from polyglint.model.plain_inputs import Buckets
from polyglint.model.silence import silent_stderr
from polyglint.typed import Any

WHEELS = (
    "ai-edge-litert has wheels for Linux with glibc (x86-64, ARM64), "
    "macOS (ARM64) and Windows (x86-64)"
)
PLATFORMS = {("Linux", "x86_64"), ("Linux", "aarch64"), ("Darwin", "arm64"), ("Windows", "AMD64")}


def _no_runtime() -> str:
    """What is missing here, and whether it is to be had."""
    system, machine = platform.system(), platform.machine()
    has_musl = system == "Linux" and platform.libc_ver()[0] != "glibc"
    where = f"{system}{' without glibc' if has_musl else ''} on {machine}"
    if (system, machine) in PLATFORMS and not has_musl:
        return f"no TFLite runtime is installed on {where}: `pip install ai-edge-litert`"
    advice = "run polyglint there or in a container"
    return f"no TFLite runtime is to be had on {where}: {WHEELS}; {advice}"


def _runtime() -> Any:
    """The interpreter class of LiteRT, or of tflite-runtime where there is no LiteRT."""
    try:
        from ai_edge_litert.interpreter import Interpreter as Runtime
    except ImportError as error:
        try:
            from tflite_runtime.interpreter import Interpreter as Runtime
        except ImportError:
            if isinstance(error, ModuleNotFoundError):
                raise FatalError(_no_runtime()) from None
            reason = " ".join(str(error).split())  # such as no memory for it, or an older libc
            raise FatalError(f"the TFLite runtime cannot be loaded ({reason})") from error
    return Runtime


def _no_model(path: Path, error: Exception) -> FatalError:
    return FatalError(f"{path}: not a model of polyglint ({' '.join(str(error).split())})")


def _most_ngrams(runner: Any) -> int:
    """How many n-grams a file branch takes. Raises ValueError where it is none."""
    takes, gives = runner.get_input_details(), runner.get_output_details()
    ngrams, scores = takes.get("ngram_ids"), gives.get("log_probabilities")
    if len(takes) != 1 or ngrams is None or scores is None:
        raise ValueError(f"other tensors in {FILE_SIGNATURE}")
    (one, *most), (of_one, *labels) = ngrams["shape_signature"], scores["shape_signature"]
    if one != 1 or of_one != 1 or len(most) != 1 or len(labels) != 1 or most[0] < 1:
        raise ValueError(f"tensors of another shape in {FILE_SIGNATURE}")
    return int(most[0])


class Interpreter:
    """A TFLite model with one signature of fixed shape for each of `lengths`.

    Args:
        path: the model.
        lengths: sequence lengths that it has signatures for, ascending.
        buckets: rows of its embeddings of n-grams.
        file_buckets: rows of its file branch's embedding, which has a signature; 0 if it has none.

    Raises:
        FatalError: the file is no such model.
    """

    def __init__(
        self,
        path: Path,
        lengths: Sequence[int],
        buckets: Buckets,
        file_buckets: int = 0,
    ) -> None:
        self.lengths = tuple(lengths)
        self.buckets = buckets
        self.file_buckets = file_buckets
        self._invoked: set[str] = set()
        self._path = path
        runtime = _runtime()
        try:
            if path.parent != SHIPPED:  # whose hash is shipped with it
                tflite.check(path.read_bytes())
            with silent_stderr():
                self._interpreter = runtime(model_path=str(path), num_threads=1)
                self._runners = {
                    length: self._interpreter.get_signature_runner(signature_name(length))
                    for length in self.lengths
                }
                self._file_runner = None
                if file_buckets:
                    self._file_runner = self._interpreter.get_signature_runner(FILE_SIGNATURE)
            details = self._runners[self.lengths[-1]].get_input_details()["token_ids"]
            self.batch_size = int(details["shape"][0])
            self.most_ngrams = _most_ngrams(self._file_runner) if self._file_runner else 0
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise _no_model(path, error) from error

    def log_probabilities(
        self, token_ids: npt.NDArray[np.uint16], padding_mask: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.float32]:
        """Score rows.

        Args:
            token_ids: (windows, sequence_length).
            padding_mask: (windows, 1 + sequence_length).

        Returns:
            float32 (windows, languages).
        """
        used = padding_mask.sum(axis=1) - 1
        # The shorter the rows of a batch, the cheaper its signature.
        order = np.argsort(used, kind="stable")
        token_ids = token_ids[order]
        inputs = {"token_ids": token_ids.astype(np.int32), "padding_mask": padding_mask[order]}
        inputs |= ngram_ids(token_ids, self.buckets)
        scores: npt.NDArray[np.float32] | None = None
        for start in range(0, len(order), self.batch_size):
            rows = order[start : start + self.batch_size]
            longest = int(used[rows[-1]])
            length = next((n for n in self.lengths if n >= longest), self.lengths[-1])
            part = {name: values[start : start + len(rows)] for name, values in inputs.items()}
            batch = self._invoke(part, length)
            if scores is None:
                scores = np.empty((len(order), batch.shape[1]), np.float32)
            scores[rows] = batch[: len(rows)]
        return np.empty((0, 0), np.float32) if scores is None else scores

    @contextlib.contextmanager
    def _silence(self, signature: str) -> Iterator[None]:
        """Keep off the screen what the runtime says of a signature, the first time and no more."""
        with contextlib.nullcontext() if signature in self._invoked else silent_stderr():
            yield
        self._invoked.add(signature)

    def of_file(self, token_ids: npt.NDArray[np.uint16]) -> npt.NDArray[np.float32] | None:
        """Score the n-grams that all windows of a file have together.

        Args:
            token_ids: (windows, sequence_length).

        Returns:
            Log-probabilities, float32 (languages,); None if the model has no file branch.
        """
        if self._file_runner is None:
            return None
        ngrams = distinct_ngrams(token_ids, self.file_buckets, self.most_ngrams)
        try:
            with self._silence(FILE_SIGNATURE):
                outputs = self._file_runner(ngram_ids=ngrams[None])
            return np.asarray(outputs["log_probabilities"][0], np.float32)
        except (ValueError, RuntimeError, KeyError) as error:
            raise _no_model(self._path, error) from error

    def _invoke(
        self, inputs: Mapping[str, npt.NDArray[Any]], length: int
    ) -> npt.NDArray[np.float32]:
        """Run one batch, cut to a length and filled up with empty rows to the fixed size."""
        batch = {}
        for name, values in inputs.items():
            # The mask has a column for the class token, which is read even in empty rows.
            columns = 1 + length if name == "padding_mask" else length
            batch[name] = np.zeros((self.batch_size, columns, *values.shape[2:]), values.dtype)
            batch[name][: len(values)] = values[:, :columns]
        batch["padding_mask"][:, 0] = True
        try:
            with self._silence(signature_name(length)):
                outputs = self._runners[length](**batch)
            return np.asarray(outputs["log_probabilities"], np.float32)
        except (ValueError, RuntimeError, KeyError) as error:
            raise _no_model(self._path, error) from error
