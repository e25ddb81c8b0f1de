"""What a file costs on a cluster, from a thousand to a hundred thousand of them.

    python -m benchmarks.cluster_scaling --corpus DIR --work DIR [--files 1000,10000,100000]

Files of a corpus (`python -m train corpus`) become a table, which `polyglint audit --engine ray`
audits on this machine. Processor time is that of all its processes, Ray's own too, by /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from polyglint.cluster.auditor import Order
from polyglint.cluster.results import Results
from polyglint.cluster.run import audit_units
from polyglint.cluster.runtime import connected
from polyglint.cluster.table import Columns, units
from polyglint.judgement import FEW, SPREAD
from train.documents import Document, read_corpus

ROW_GROUP = 1000  # files
TICKS = os.sysconf("SC_CLK_TCK")
WORKERS = (b"ray::MapWorker", b"polyglint.worker")  # in the command of a process
INTERVAL = 0.5  # seconds between two looks


class Cost(NamedTuple):
    """What a run took."""

    files: int
    megabytes: float  # of contents
    wall: float  # seconds
    processor: float  # seconds, of all processes
    workers: float  # seconds of these, of workers and their models; the rest are Ray's and ours
    memory: float  # GB, of all processes at once, at the most; shared pages count in each


class Meter:
    """Processor time and memory of this process and all that come from it."""

    def __init__(self) -> None:
        self._seconds: dict[int, tuple[float, bool]] = {}  # of a process, and whether it works
        self.memory = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_on)

    @property
    def processor(self) -> float:
        return sum(seconds for seconds, _ in self._seconds.values())

    @property
    def workers(self) -> float:
        return sum(seconds for seconds, works in self._seconds.values() if works)

    def _look_on(self) -> None:
        while not self._over.wait(INTERVAL):
            self.look()

    def look(self) -> None:
        memory = 0
        for pid in family(os.getpid()):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                command = Path(f"/proc/{pid}/cmdline").read_bytes()
            except OSError:
                continue
            works = any(mark in command for mark in WORKERS)
            self._seconds[pid] = (int(fields[11]) + int(fields[12])) / TICKS, works
            memory += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
        self.memory = max(self.memory, memory / 1e9)

    def __enter__(self) -> Meter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self.look()


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


def write_table(path: Path, corpus: Path, documents: Sequence[Document]) -> float:
    """Files of a corpus as a Parquet table; returns its contents' size in MB."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = pa.schema([(name, pa.string()) for name in Columns()])
    size = 0
    with ParquetWriter(path, schema) as writer:
        for start in range(0, len(documents), ROW_GROUP):
            some = documents[start : start + ROW_GROUP]
            texts = [(corpus / d.path).read_text("utf-8", "replace") for d in some]
            names = [d.path.rpartition("/")[2].replace("__", "/") for d in some]
            rows = pa.table([[d.project for d in some], names, texts], schema=schema)
            writer.write_table(rows)
            size += sum(map(len, texts))
    return size / 1e6


@contextmanager
def metered(files: int, megabytes: float, found: list[Cost]) -> Iterator[None]:
    """Add what is done in the context to what was found."""
    began = time.monotonic()
    with Meter() as meter:
        yield
    wall = time.monotonic() - began
    found.append(Cost(files, megabytes, wall, meter.processor, meter.workers, meter.memory))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m benchmarks.cluster_scaling")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--files", default="1000,10000,100000")
    parser.add_argument("--jobs", type=int, default=None)
    parser.add_argument("--findings-only", action="store_true")
    arguments = parser.parse_args(argv)
    documents = read_corpus(arguments.corpus)
    random.Random(1).shuffle(documents)
    found: list[Cost] = []
    for number in map(int, arguments.files.split(",")):
        arguments.work.mkdir(parents=True, exist_ok=True)
        table = arguments.work / f"{number}.parquet"
        megabytes = write_table(table, arguments.corpus, documents[:number])
        depth = FEW if arguments.findings_only else SPREAD
        results = (arguments.work / f"results-{number}-{depth}").absolute()
        order = Order(str(results), {}, depth=depth)
        Results(order.results).begin({})
        with metered(number, megabytes, found), connected(None, arguments.jobs):
            outcome = audit_units(units([table], Columns()), order, arguments.jobs)
        assert outcome.summary.totals["files"] == number
        cost = found[-1]
        print(
            f"{number} files, {cost.megabytes:.0f} MB: {cost.wall:.0f} s, "
            f"{1000 * cost.processor / number:.2f} ms of a core a file, "
            f"{1000 * cost.workers / number:.2f} of them the workers', {cost.memory:.1f} GB",
            flush=True,
        )
    text = json.dumps([cost._asdict() for cost in found], indent=2)
    (arguments.work / "scaling.json").write_text(text + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
