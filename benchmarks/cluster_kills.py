"""A cluster of three nodes on this machine, one of which is killed again and again.

    python -m benchmarks.cluster_kills --results DIR [--kills 3] [--seed 1] [--apart] REPOSITORY…

Every node is a set of processes of its own, and with ``--apart`` in a network namespace of its own.
While a run goes on, a worker node is killed (SIGKILL, also its workers; apart, its network before)
at a random moment and another one takes its place. At the end every file of every repository must
be in the results once, with the findings of a run without a cluster.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from benchmarks.command import one_line
from benchmarks.namespaces import Network
from polyglint.cluster.auditor import Auditor, Order
from polyglint.cluster.listing import Unit, repositories
from polyglint.cluster.results_directory import FILES, REPOSITORIES, Results
from polyglint.cluster.runtime import QUIET
from polyglint.cluster.scheduling import audit_units
from polyglint.errors import FatalError

WORKERS = 3
HEAD, PORT = "head", 6379
CLEAN, VIOLATIONS = 0, 1  # exit codes
SECONDS_TO_START = 600.0
# Of nodes that are apart.
ENVIRONMENT = {**QUIET, "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
# As a supervisor would: a node gives itself half a minute to start, and tries no more.
AGAIN = ["sh", "-c", 'until "$@"; do sleep 1; done', "sh"]
# Waits until a cluster has so many processors.
JOINED = """
import sys, time, ray
while not ray.is_initialized():
    try:
        ray.init(sys.argv[1], log_to_driver=False, configure_logging=False)
    except Exception:
        time.sleep(1)
while ray.cluster_resources().get("CPU", 0) < int(sys.argv[2]):
    time.sleep(0.5)
"""
MAX_LENGTH = 3.0  # seconds from when something more is finished to the next kill
LOOK = 0.2  # seconds


class Nodes(Protocol):
    """A head that works on nothing, and worker nodes that may be killed."""

    killed: int

    def audit(self, units: Sequence[Unit], results: str) -> None:
        """Audit units on these nodes."""
        ...

    def kill(self, chance: random.Random) -> None:
        """Kill a worker node as a power cut would, and let another one join."""
        ...


class NodesHere:
    """Nodes that all have this machine's address."""

    def __init__(self, workers: int) -> None:
        import ray
        from ray.cluster_utils import Cluster

        self.cluster: Any = Cluster()
        self.cluster.add_node(num_cpus=0, include_dashboard=False)
        self.workers = [self._add() for _ in range(workers)]
        self.killed = 0
        ray.init(address=self.cluster.address, log_to_driver=False, configure_logging=False)

    def __enter__(self) -> NodesHere:
        return self

    def __exit__(self, *_: object) -> None:
        import ray

        ray.shutdown()
        self.cluster.shutdown()

    def _add(self) -> Any:
        return self.cluster.add_node(num_cpus=1)

    def audit(self, units: Sequence[Unit], results: str) -> None:
        Results(results).begin({})
        audit_units(units, Order(results, {}))

    def kill(self, chance: random.Random) -> None:
        node = self.workers.pop(chance.randrange(len(self.workers)))
        (raylet,) = [info.process for info in node.all_processes["raylet"]]
        for pid in [*_descendants(raylet.pid), raylet.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.killed += 1
        with contextlib.suppress(Exception):  # it is told that a process is gone
            self.cluster.remove_node(node, allow_graceful=False)
        self.workers.append(self._add())


class NodesApart:
    """Nodes with networks of their own; the command runs beside the head."""

    def __init__(self, workers: int) -> None:
        self.killed = 0
        self._workers: list[str] = []
        with contextlib.ExitStack() as stack:
            directory = stack.enter_context(TemporaryDirectory(prefix="ray-", dir="/tmp"))
            self._network = stack.enter_context(Network())
            own = self._network.add(HEAD)
            self.address = f"{own}:{PORT}"
            head = ["--head", "--port", str(PORT), "--include-dashboard=false"]
            self._start(HEAD, own, *head, "--temp-dir", directory, "--num-cpus", "0")
            for _ in range(workers):
                self._add()
            command = [sys.executable, "-c", JOINED, self.address, str(workers)]
            if self._network.start(HEAD, command, ENVIRONMENT).wait(SECONDS_TO_START):
                raise FatalError("Ray's nodes do not find each other")
            self._stack = stack.pop_all()

    def __enter__(self) -> NodesApart:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _add(self) -> None:
        name = f"worker{self.killed + len(self._workers)}"
        own = self._network.add(name)
        self._start(name, own, "--address", self.address, "--num-cpus", "1")
        self._workers.append(name)

    def _start(self, name: str, own: str, *arguments: str) -> None:
        ray = str(Path(sys.executable).with_name("ray"))
        command = [*AGAIN, ray, "start", "--block", "--node-ip-address", own]
        self._network.start(name, [*command, *arguments], ENVIRONMENT)

    def audit(self, units: Sequence[Unit], results: str) -> None:
        command = [sys.executable, "-m", "polyglint", "audit", "--engine", "ray"]
        command += ["--address", self.address, "--results", results, "--"]
        command += [unit.name for unit in units]
        code = self._network.start(HEAD, command, ENVIRONMENT, stderr=None).wait()
        if code not in (CLEAN, VIOLATIONS):
            raise FatalError(f"the audit ended with {code}")

    def kill(self, chance: random.Random) -> None:
        name = self._workers.pop(chance.randrange(len(self._workers)))
        self._network.cut(name)
        self.killed += 1
        self._add()


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
            if wait([done], chance.uniform(0, MAX_LENGTH)).done:
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
        worker.audited(unit)
    worker.close()
    return findings(results)


def with_kills(
    units: Sequence[Unit], results: str, kills: int, seed: int, apart: bool = False
) -> int:
    """Audit units on a cluster whose nodes are killed; returns how often."""
    os.environ.update(QUIET)
    with NodesApart(WORKERS) if apart else NodesHere(WORKERS) as nodes:
        kill_beside(
            lambda: nodes.audit(units, results), lambda: _finished(results), nodes, kills, seed
        )
        return nodes.killed


@one_line("benchmarks.cluster_kills")
def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("repositories", nargs="+")
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--apart", action="store_true", help="needs Linux, root and iproute2")
    arguments = parser.parse_args(argv)
    units = repositories(arguments.repositories)
    began = time.monotonic()
    directory = str(arguments.results.absolute())
    killed = with_kills(
        units, f"{directory}/killed", arguments.kills, arguments.seed, arguments.apart
    )
    found, expected = findings(f"{directory}/killed"), alone(units, f"{directory}/alone")
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
