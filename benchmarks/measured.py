"""A command and its children: how long they take, and how much memory they hold together."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

INTERVAL = 0.05  # seconds between two looks at the memory
RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB", re.MULTILINE)


class Measured(NamedTuple):
    """One run of a command."""

    code: int
    output: str
    summary: str  # the last line on standard error
    seconds: float
    processor_seconds: float  # of all its processes
    memory: int  # MiB of resident memory at its peak, summed over all its processes


class MemoryWatch(threading.Thread):
    """Looks at the resident memory of a process and all below it until it is told to stop."""

    def __init__(self, pid: int, interval: float) -> None:
        super().__init__(daemon=True)
        self.peak = 0  # KiB
        self._pid, self._interval, self._ended = pid, interval, threading.Event()

    def run(self) -> None:
        while True:
            self.peak = max(self.peak, sum(map(resident, tree(self._pid))))
            if self._ended.wait(self._interval):
                return

    def stop(self) -> None:
        self._ended.set()
        self.join()


def measured(
    command: Sequence[str],
    *,
    request: bytes = b"",
    directory: Path | None = None,
    environment: Mapping[str, str] | None = None,
    interval: float = INTERVAL,
) -> Measured:
    """Run a command to its end.

    Args:
        request: its standard input.
        directory: where it runs.
        environment: variables beside those of this process.
        interval: seconds between two looks at the memory.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with (
        tempfile.TemporaryFile() as asked,
        tempfile.TemporaryFile("w+") as out,
        tempfile.TemporaryFile("w+") as err,
    ):
        asked.write(request)
        asked.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=asked,
            stdout=out,
            stderr=err,
            cwd=directory,
            env={**os.environ, **(environment or {})},
        )
        memory = MemoryWatch(process.pid, interval)
        memory.start()
        process.wait()
        seconds = time.perf_counter() - start
        memory.stop()
        out.seek(0)
        err.seek(0)
        output, trouble = out.read(), err.read()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    summary = trouble.splitlines()[-1] if trouble else ""
    return Measured(process.returncode, output, summary, seconds, used, memory.peak >> 10)


def tree(pid: int) -> list[int]:
    """A process and all below it that are still there."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(below for child in children for below in tree(int(child)))]


def resident(pid: int) -> int:
    """KiB of resident memory."""
    try:
        found = RESIDENT.search(Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


if not hasattr(os, "sched_getaffinity"):
    raise ImportError("memory is read from Linux's /proc")
