"""A cluster of three nodes on this machine, one of which is killed again and again.

    python -m benchmarks.cluster_kills --results DIR [--kills 3] [--seed 1] REPOSITORY…

Every node is a set of processes of its own. While a run goes on, a worker node is killed (SIGKILL,
its workers too) at a random moment and another one takes its place. At the end every file of every
repository must be in the results once, with the findings of a run without a cluster.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

from polyglint.cluster.auditor import Auditor, Order
from polyglint.cluster.listing import Unit, repositories
from polyglint.cluster.results import FILES, REPOSITORIES, Results
from polyglint.cluster.run import audit_units
from polyglint.cluster.runtime import QUIET

MOST = 3.0  # seconds from when something more is finished to the next kill
LOOK = 0.2  # seconds


class Nodes:
    """A head that works on nothing, and worker nodes that may be killed."""

    def __init__(self, workers: int) -> None:
        from ray.cluster_utils import Cluster

        self.cluster: Any = Cluster()
        self.cluster.add_node(num_cpus=0, include_dashboard=False)
        self.workers = [self._add() for _ in range(workers)]
        self.killed = 0

    def _add(self) -> Any:
        return self.cluster.add_node(num_cpus=1)

    def kill(self, chance: random.Random) -> None:
        """Kill a worker node as a power cut would, and let another one join."""
        node = self.workers.pop(chance.randrange(len(self.workers)))
        (raylet,) = [info.process for info in node.all_processes["raylet"]]
        for pid in [*_descendants(raylet.pid), raylet.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.killed += 1
        with contextlib.suppress(Exception):  # it is told that a process is gone
            self.cluster.remove_node(node, allow_graceful=False)
        self.workers.append(self._add())


def _descendants(pid: int) -> list[int]:
    table = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    children = collections.defaultdict(list)
    for line in table.stdout.splitlines():
        child, parent = map(int, line.split())
        children[parent].append(child)
    found, rest = [], [pid]
    while rest:
        own = children[rest.pop()]
        found += own
        rest += own
    return found


def kill_beside(
    work: Callable[[], object], finished: Callable[[], int], nodes: Nodes, kills: int, seed: int
) -> None:
    """Do the work in a thread, and kill nodes meanwhile: Ray starts them in the main one alone.

    Args:
        finished: how much of the work is; a node is killed once there is more than at the last
            kill, at a random moment from then on.
    """
    chance = random.Random(seed)
    with ThreadPoolExecutor(1) as threads:
        done = threads.submit(work)
        for _ in range(kills):
            before = finished()
            while not done.done() and finished() == before:
                wait([done], LOOK)
            if wait([done], chance.uniform(0, MOST)).done:
                break
            nodes.kill(chance)
            print(f"killed a node, number {nodes.killed}, {finished()} units finished", flush=True)
        done.result()


def _finished(results: str) -> int:
    return len([*Path(results, REPOSITORIES).glob("*/*.parquet")])


def findings(results: str) -> list[dict[str, Any]]:
    """All rows of ``files``, in an order of their own."""
    from pyarrow.parquet import ParquetFile

    rows = [
        row
        for path in Path(results, FILES).glob("*/*.parquet")
        for row in ParquetFile(path).read().to_pylist()
    ]
    return sorted(rows, key=lambda row: (row["repository"], row["path"], row["path_base64"] or ""))


def alone(units: Sequence[Unit], results: str) -> list[dict[str, Any]]:
    """What one worker without a cluster finds."""
    worker = Auditor(Order(results, {}), [])
    for unit in units:
        worker.told(unit)
    worker.close()
    return findings(results)


def with_kills(units: Sequence[Unit], results: str, kills: int, seed: int) -> int:
    """Audit units on a cluster whose nodes are killed; returns how often."""
    import ray

    os.environ.update(QUIET)
    nodes = Nodes(3)
    try:
        ray.init(address=nodes.cluster.address, log_to_driver=False, configure_logging=False)
        Results(results).begin({})
        kill_beside(
            lambda: audit_units(units, Order(results, {})),
            lambda: _finished(results),
            nodes,
            kills,
            seed,
        )
        return nodes.killed
    finally:
        ray.shutdown()
        nodes.cluster.shutdown()


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("repositories", nargs="+")
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    units = repositories(arguments.repositories)
    began = time.monotonic()
    folder = str(arguments.results.absolute())
    killed = with_kills(units, f"{folder}/killed", arguments.kills, arguments.seed)
    found, expected = findings(f"{folder}/killed"), alone(units, f"{folder}/alone")
    counts = collections.Counter((row["repository"], row["path"]) for row in found)
    twice = sum(count > 1 for count in counts.values())
    print(
        f"{killed} nodes killed, {len(found)} rows of {len(expected)}, {twice} twice, "
        f"{'the same' if found == expected else 'OTHER'} findings, "
        f"{time.monotonic() - began:.0f} s"
    )
    return 0 if found == expected and not twice else 1


if __name__ == "__main__":
    sys.exit(main())
