"""What carries the heavy part of a step out: processes of this machine, or Ray.

Both give the answers of a function, item by item, in the order of the items.
"""

from __future__ import annotations

import argparse
import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np

from polyglint.errors import FatalError

T = TypeVar("T")
R = TypeVar("R")
LOCAL, RAY = "local", "ray"
BLOCKS_A_CORE = 16  # few cost Ray little; of many, a node that dies loses little


class Engine(Protocol):
    """Gives out work."""

    def imap(
        self, function: Callable[[T], R], items: Iterable[T], chunksize: int = 1
    ) -> Iterator[R]:
        """Yield the answers in order.

        Args:
            function: of a module, or a `functools.partial` of one.
            chunksize: items that are given out at once.
        """
        ...


class Processes:
    """The processor cores of this machine."""

    def __init__(self, pool: Executor) -> None:
        self._pool = pool

    def imap(
        self, function: Callable[[T], R], items: Iterable[T], chunksize: int = 1
    ) -> Iterator[R]:
        return _answered(self._pool.map(function, items, chunksize=chunksize))


def _answered(answers: Iterable[R]) -> Iterator[R]:
    """Answers, for as long as the processes live that give them.

    Raises:
        FatalError: one of them died.
    """
    try:
        yield from answers
    except BrokenProcessPool as error:
        raise FatalError(
            "a process of this step was killed, perhaps for want of memory; run it again with more"
        ) from error


class RayCluster:
    """Ray Data: its tasks are done once more where a node dies."""

    def imap(
        self, function: Callable[[T], R], items: Iterable[T], chunksize: int = 1
    ) -> Iterator[R]:
        import ray

        from polyglint.cluster.runtime import MAX_BLOCKS, processors

        chunks = [{"chunk": pickle.dumps(chunk)} for chunk in _chunks(items, chunksize)]
        if not chunks:
            return
        context = ray.data.DataContext.get_current().copy()
        context.execution_options.preserve_order = True
        with ray.data.DataContext.current(context):
            blocks = min(len(chunks), BLOCKS_A_CORE * processors(), MAX_BLOCKS)
            given = ray.data.from_items(chunks, override_num_blocks=blocks)
            for row in given.map(_Answering(function).row).iter_rows():
                yield from pickle.loads(row["answers"])


class _Answering:
    """A function of a chunk, as a function of a row."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self._function = function

    def row(self, row: dict[str, Any]) -> dict[str, Any]:
        answers = [self._function(item) for item in pickle.loads(row["chunk"])]
        return {"answers": pickle.dumps(answers)}


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def shared(path: str) -> Path:
    """A path for workers whose current directory is another one; links are kept."""
    return Path(os.path.abspath(path))  # noqa: PTH100


def add_engine(parser: argparse.ArgumentParser) -> None:
    """Arguments of a step that an engine may carry out."""
    parser.add_argument("--engine", choices=(LOCAL, RAY), default=LOCAL)
    parser.add_argument(
        "--address", metavar="HOST:PORT", help="of a Ray cluster; without it Ray starts here"
    )


@contextmanager
def opened(name: str, address: str | None = None) -> Iterator[Engine]:
    """Open an engine.

    Raises:
        FatalError: Ray is not installed, or there is no cluster at the address.
    """
    if name == RAY:
        from polyglint.cluster.runtime import connected

        with connected(address):
            yield RayCluster()
        return
    if address is not None:
        raise FatalError("--address is for --engine ray")
    pool = ProcessPoolExecutor(initializer=_end_at_once)
    try:
        yield Processes(pool)
    finally:
        pool.shutdown(cancel_futures=True)


def _end_at_once() -> None:
    """Obey SIGTERM, by which a pool ends, whatever handler a fork brings: it may never be run."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def parts(weights: Sequence[int], count: int) -> list[tuple[int, int]]:
    """Cut a sequence into so many runs of about the same weight; none is empty.

    Returns:
        The start and end of each.
    """
    ends = np.cumsum(weights)
    middles = ends - np.asarray(weights) / 2
    part = (middles * count / ends[-1]).astype(int)
    cuts = [0, *(int(n) + 1 for n in np.flatnonzero(np.diff(part))), len(weights)]
    return [*pairwise(cuts)]
