"""What a file costs on a cluster, from a thousand to a hundred thousand of them.

    python -m benchmarks.cluster_scaling --corpus DIR [--archives DIR] --work DIR [--files 1000,…]

Files of a corpus (`python -m train corpus`), and of packages' archives where these are too few,
become a table, which `polyglint audit --engine ray` audits on this machine. Processor time and
memory are those of all its processes, also Ray's own, by /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.cluster_files import sources, write_table
from benchmarks.command import one_line
from polyglint.checker.checker import FEW, SPREAD
from polyglint.cluster.auditor import Order
from polyglint.cluster.results_directory import Results
from polyglint.cluster.runtime import connected
from polyglint.cluster.scheduling import audit_units
from polyglint.cluster.table import Columns, units

TICKS = os.sysconf("SC_CLK_TCK")
DRIVER, RAY = "driver", "Ray"
KINDS = {"worker": b"ray::MapWorker", "model": b"polyglint.engine.worker"}  # by their command
INTERVAL = 0.5  # seconds between two looks
PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.M)


class Cost(NamedTuple):
    """What a run took."""

    files: int
    megabytes: float  # of contents
    wall: float  # seconds
    processor: dict[str, float]  # seconds of a core, of all processes of a kind
    memory: float  # GB, of all processes at once, at the most; shared pages count in each
    largest: dict[str, float]  # GB, of the largest process of a kind, at its largest

    @property
    def seconds(self) -> float:
        """Seconds of a core, of all processes."""
        return sum(self.processor.values())


class Meter:
    """Processor time and memory of this process and all that come from it."""

    def __init__(self) -> None:
        self._seconds: dict[int, tuple[str, float]] = {}  # kind and time of a process
        self.memory = 0.0
        self.largest: dict[str, float] = {}
        self._before = sum(os.times()[:2])
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_on)

    @property
    def processor(self) -> dict[str, float]:
        found = defaultdict(float, {DRIVER: -self._before})
        for kind, seconds in self._seconds.values():
            found[kind] += seconds
        return dict(found)

    def _look_on(self) -> None:
        while not self._over.wait(INTERVAL):
            self.look()

    def look(self) -> None:
        memory = 0
        for pid in family(os.getpid()):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                peak = PEAK.search(Path(f"/proc/{pid}/status").read_text())
                kind = kind_of(pid)
            except OSError:
                continue
            self._seconds[pid] = kind, (int(fields[11]) + int(fields[12])) / TICKS
            memory += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
            own = int(peak[1]) / 1e6 if peak else 0.0
            self.largest[kind] = max(self.largest.get(kind, 0.0), own)
        self.memory = max(self.memory, memory / 1e9)

    def __enter__(self) -> Meter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self.look()


def kind_of(pid: int) -> str:
    """What a process of the family does; raises OSError where it is gone."""
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    found = [kind for kind, mark in KINDS.items() if mark in command]
    return found[0] if found else DRIVER if pid == os.getpid() else RAY


def family(pid: int) -> Iterator[int]:
    """A process and all that come from it."""
    children = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(path.parent.name))
    rest = [pid]
    while rest:
        yield (own := rest.pop())
        rest += children[own]


@contextmanager
def metered(files: int, megabytes: float, found: list[Cost]) -> Iterator[None]:
    """Add what is done in the context to what was found."""
    began = time.monotonic()
    with Meter() as meter:
        yield
    wall = time.monotonic() - began
    found.append(Cost(files, megabytes, wall, meter.processor, meter.memory, meter.largest))


def line(cost: Cost) -> str:
    """A run in words."""
    seconds, memory = (
        ", ".join(f"{kind} {value:.{digits}f}" for kind, value in sorted(values.items()))
        for values, digits in ((cost.processor, 1), (cost.largest, 2))
    )
    return (
        f"{cost.files} files, {cost.megabytes:.0f} MB: {cost.wall:.0f} s, "
        f"{cost.seconds:.1f} s of a core ({seconds}), {1000 * cost.seconds / cost.files:.2f} ms "
        f"a file; {cost.memory:.1f} GB at once, at the most a process had GB: {memory}"
    )


@one_line("benchmarks.cluster_scaling")
def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m benchmarks.cluster_scaling")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--archives", type=Path, help="of packages, a directory for each")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--files", default="1000,10000,100000")
    parser.add_argument("--jobs", type=int, default=None)
    parser.add_argument("--findings-only", action="store_true")
    arguments = parser.parse_args(argv)
    work: Path = arguments.work.absolute()
    work.mkdir(parents=True, exist_ok=True)
    numbers = [*map(int, arguments.files.split(","))]
    files = sources(arguments.corpus, arguments.archives, work / "files", max(numbers))
    depth = FEW if arguments.findings_only else SPREAD
    found: list[Cost] = []
    for number in numbers:
        table = work / f"{number}.parquet"
        megabytes = write_table(table, files[:number])
        order = Order(str(work / f"results-{number}-{depth}"), {}, depth=depth)
        Results(order.results).begin({})
        with metered(number, megabytes, found), connected(None, arguments.jobs):
            outcome = audit_units(units([table], Columns()), order, arguments.jobs)
        assert outcome.summary.totals["files"] == number
        print(line(found[-1]), flush=True)
    text = json.dumps([cost._asdict() for cost in found], indent=2)
    (work / "scaling.json").write_text(text + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
