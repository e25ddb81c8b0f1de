"""A run over many units: from a list to a directory of results, by Ray Data.

Ray Data gives units to workers as these get through, holds back what is ahead of them, and starts
workers on new nodes. Work from dead nodes is rescheduled; the results directory is the only source
of truth.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress

from polyglint.cluster.auditor import FATAL, FAULT, Auditor, Order
from polyglint.cluster.listing import Unit
from polyglint.cluster.results_directory import OutputError, Results
from polyglint.cluster.runtime import MAX_BLOCKS, processors
from polyglint.cluster.shared_cache import Shard
from polyglint.cluster.tally import Summary, summarized
from polyglint.engine.progress import Progress, clock
from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import ray
else:
    ray = lazy_import("ray")

MAX_ROUNDS = 20  # in which nothing at all is finished
MAX_DEATHS = 100  # of workers that start, one after the other
MAX_SHARDS = 8
CORES_A_SHARD = 16
INTERVAL = 60.0  # seconds between two lines of a log


class Outcome(NamedTuple):
    """What a run ended with."""

    summary: Summary
    faults: tuple[str, ...]  # tracebacks of our own


def audit_units(units: Sequence[Unit], order: Order, jobs: int | None = None) -> Outcome:
    """Audit all units that are not finished yet, and return what all of them come to.

    Args:
        jobs: workers; None for one on each core of the cluster.

    Raises:
        FatalError: results cannot be written, or workers die faster than they get through.
    """
    results = Results(order.results)
    faults: dict[str, str] = {}
    idle = 0
    with closing(_Log(len(units))) as log:
        left = _missing(units, results)
        log.done(len(units) - len(left), 0)
        while left:
            with suppress(ray.exceptions.RayError):  # more nodes died than Ray Data can stand
                for answer in _round(left, order, jobs):
                    if answer["status"] == FATAL:
                        raise OutputError(answer["message"])
                    if answer["status"] == FAULT:
                        faults[answer["unit"]] = answer["message"]
                    log.done(1, answer["files"])
            missing = _missing([u for u in left if u.id not in faults], results, unreadable=False)
            idle = idle + 1 if len(missing) == len(left) else 0
            if idle >= MAX_ROUNDS:
                raise FatalError(
                    f"workers die before they finish {missing[0].name}; see Ray's logs"
                )
            time.sleep(idle)  # until other nodes are there
            left = missing
    wanted = {unit.id for unit in units}
    rows = (row for row in results.repositories() if row["unit"] in wanted)
    return Outcome(summarized(rows), tuple(faults.values()))


def _missing(units: Sequence[Unit], results: Results, unreadable: bool = True) -> list[Unit]:
    """The units that are not finished.

    Args:
        unreadable: those too that could not be read, which may be readable now.
    """
    finished = {
        row["unit"]
        for row in results.repositories(["unit", "unreadable"])
        if not (unreadable and row["unreadable"])
    }
    return [unit for unit in units if unit.id not in finished]


def _round(units: Sequence[Unit], order: Order, jobs: int | None) -> Iterator[dict[str, Any]]:
    """Give out units, and yield each outcome; those that a dead worker had have none."""
    cores = processors()
    workers = min(jobs or cores, len(units))
    shards = _shards(cores) if order.share else []
    context = ray.data.DataContext.get_current().copy()
    context.max_errored_blocks = -1
    context.max_consecutive_actor_init_deaths = MAX_DEATHS
    items = [{"unit": unit.packed()} for unit in units]
    with ray.data.DataContext.current(context), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of arguments that Ray 2.64 has another way for
        outcomes = ray.data.from_items(items, override_num_blocks=min(len(items), MAX_BLOCKS))
        outcomes = outcomes.map_batches(
            Auditor,
            batch_size=1,
            fn_constructor_args=(order, shards),
            compute=ray.data.ActorPoolStrategy(
                min_size=1, max_size=workers, initial_size=workers, max_tasks_in_flight_per_actor=2
            ),
            num_cpus=1,
            ray_remote_args_fn=_given_out_again,
        )
        yield from outcomes.iter_rows()


def _given_out_again() -> dict[str, int]:
    """Ray waits for room to start a dead worker once more, for ever if none comes: we do not."""
    return {"max_restarts": 0, "max_task_retries": 0}


def _shards(cores: int) -> list[Any]:
    shard = ray.remote(num_cpus=0, max_restarts=-1)(Shard)
    count = min(MAX_SHARDS, -(-cores // CORES_A_SHARD))
    return [shard.options(scheduling_strategy="SPREAD").remote() for _ in range(count)]


class _Log:
    """How far a run is: a bar on a terminal, a line a minute elsewhere."""

    def __init__(self, total: int) -> None:
        self._bar = Progress(total, "units")
        self._total = total
        self._done = self._files = 0
        self._start = time.monotonic()
        self._next = self._start + INTERVAL

    def done(self, units: int, files: int) -> None:
        for _ in range(units):
            self._bar.advance()
        self._done += units
        self._files += files
        now = time.monotonic()
        if now >= self._next and not sys.stderr.isatty():
            self._next = now + INTERVAL
            rate = self._files / (now - self._start)
            print(
                f"polyglint: {self._done}/{self._total} units, {self._files} files, "
                f"{rate:.0f} files/s, {clock(now - self._start)} passed",
                file=sys.stderr,
                flush=True,
            )

    def close(self) -> None:
        self._bar.close()
