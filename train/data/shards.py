"""The arrays of a data set in shards: each written by one worker, all read as one.

``index.json`` names the shards and the rows of each; a shard is a directory with the arrays that
`train.data.dataset` describes. Row n of the whole is row n of the shards put one after the other.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.errors import FatalError
from polyglint.filesystem.atomic import replacement
from polyglint.model.tokenizer import Tokenizer
from polyglint.model.window_rows import Rows, encode_rows
from polyglint.model.windows import Lines
from train.data.documents import read_text
from train.data.tasks import WindowTask

INDEX = "index.json"
FORMAT = 1
DTYPES = {"x": np.uint16, "m": np.bool_, "y": np.uint8, "split": np.uint8, "file": np.int32}


class ShardPart(NamedTuple):
    """The files that one worker makes a shard of."""

    directory: Path  # to write
    tasks: tuple[WindowTask, ...]
    first: int  # the number of the first file among all of them


def shard_name(number: int) -> str:
    return f"shard-{number:05}"


def encode(task: WindowTask, tokenizer: Tokenizer, sequence_length: int) -> Rows:
    """The rows of one file."""
    lines = Lines(read_text(task.path))
    return encode_rows(tokenizer, lines, task.starts, sequence_length)


def write_arrays(
    part: ShardPart, encoded: Iterable[Rows], labels: Mapping[str, int], sequence_length: int
) -> int:
    """Write memory-mapped arrays, file by file; returns the number of rows.

    Args:
        encoded: the rows of each file of the part.
        labels: language -> what stands for it.
    """
    directory, tasks, first = part
    count = sum(len(task.starts) for task in tasks)
    shapes = {"x": (count, sequence_length), "m": (count, 1 + sequence_length)}
    arrays = {
        name: np.lib.format.open_memmap(
            directory / f"{name}.npy", "w+", np.dtype(dtype), shapes.get(name, (count,))
        )
        for name, dtype in DTYPES.items()
    }
    end = 0
    for index, (task, rows) in enumerate(zip(tasks, encoded, strict=True), start=first):
        here = slice(end, end := end + len(task.starts))
        arrays["x"][here], arrays["m"][here] = rows.token_ids, rows.padding_mask
        arrays["y"][here], arrays["file"][here] = labels[task.document.language], index
        arrays["split"][here] = task.splits
    for values in arrays.values():
        values.flush()
    return count


def write_shard(
    part: ShardPart, labels: Mapping[str, int], tokenizer: Tokenizer, sequence_length: int
) -> int:
    """Write a shard, whole or not at all; whoever does it again writes the same."""
    staging = part.directory.with_name(f".{part.directory.name}-{secrets.token_hex(8)}")
    staging.mkdir(parents=True)
    try:
        encoded = (encode(task, tokenizer, sequence_length) for task in part.tasks)
        count = write_arrays(part._replace(directory=staging), encoded, labels, sequence_length)
        shutil.rmtree(part.directory, ignore_errors=True)
        staging.rename(part.directory)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise FatalError(f"{part.directory}: {error.strerror or error}") from error
    return count


def write_index(directory: Path, counts: Sequence[int]) -> None:
    """Say which shards there are; without it they are no data set."""
    shards = [{"name": shard_name(n), "rows": rows} for n, rows in enumerate(counts)]
    text = json.dumps({"format": FORMAT, "shards": shards}, indent=2) + "\n"
    with replacement(directory / INDEX) as unfinished:
        unfinished.write_text(text, "utf-8")


class ShardedArray:
    """Memory-mapped arrays, one after the other, as one; rows are read when they are asked for."""

    def __init__(self, shards: Sequence[npt.NDArray[Any]]) -> None:
        self._shards = list(shards)
        self._ends = np.cumsum([len(shard) for shard in self._shards])
        self.dtype = self._shards[0].dtype
        self.shape = (int(self._ends[-1]), *self._shards[0].shape[1:])

    def __len__(self) -> int:
        return int(self._ends[-1])

    def __getitem__(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
        """The rows of these numbers, in their order."""
        rows = np.asarray(rows)
        if rows.dtype == np.bool_:
            rows = np.flatnonzero(rows)
        found = np.empty((len(rows), *self.shape[1:]), self.dtype)
        of = np.searchsorted(self._ends, rows, side="right")
        for number in np.unique(of):
            own = of == number
            start = self._ends[number] - len(self._shards[number])
            found[own] = self._shards[number][rows[own] - start]
        return found

    def sum(self, axis: int) -> npt.NDArray[Any]:
        """Sums along an axis other than the first."""
        return np.concatenate([shard.sum(axis=axis) for shard in self._shards])

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        return np.concatenate(self._shards).astype(dtype or self.dtype, copy=False)


def read_arrays(directory: Path, name: str) -> Any:
    """An array of a data set in one piece or in shards, memory-mapped.

    Raises:
        FatalError: a shard is missing, or has other rows than the index says.
    """
    index = directory / INDEX
    if not index.is_file():
        return np.load(directory / f"{name}.npy", mmap_mode="r")
    shards = []
    for shard in json.loads(index.read_text("utf-8"))["shards"]:
        path = directory / shard["name"] / f"{name}.npy"
        array = np.load(path, mmap_mode="r")
        if len(array) != shard["rows"]:
            raise FatalError(f"{path}: {len(array)} rows, not the {shard['rows']} of {INDEX}")
        shards.append(array)
    return ShardedArray(shards)
