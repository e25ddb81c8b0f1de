"""An end to waiting for git.

Where a repository holds a pipe in a file's place (its configuration, an index, an object), git
waits for ever for somebody to write into it; its trees may stand for more files than fit anywhere.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable
from subprocess import Popen
from threading import Event, Thread

PATIENCE = 120.0  # seconds of silence; git answers the largest repositories within a few
MOST_MEMORY = 4 << 30  # bytes of git's own; what it only maps, such as packs, does not count


def limit_memory(process: Popen[bytes], size: int | None = None) -> None:
    """Let a process take no more than `size` or `MOST_MEMORY`, where the system can be told so."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError, ValueError):  # it ended, or has less already
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (size or MOST_MEMORY,) * 2)


class Watch:
    """Ends a process that lets its reader wait for longer than `PATIENCE`, or for twice as long."""

    def __init__(self, process: Popen[bytes]) -> None:
        self._process = process
        self._since: float | None = None  # when the reader began to wait
        self._over = Event()
        self.has_ended_it = False
        Thread(target=self._run, daemon=True).start()

    def wait_for(self, read: Callable[[int], bytes], size: int = -1) -> bytes:
        """What a reading function of the process's output returns."""
        self._since = time.monotonic()
        try:
            return read(size)
        finally:
            self._since = None

    def close(self) -> None:
        self._over.set()

    def _run(self) -> None:
        rest = PATIENCE
        while not self._over.wait(rest):
            since = self._since
            rest = PATIENCE if since is None else since + PATIENCE - time.monotonic()
            if rest <= 0:
                self.has_ended_it = True
                self._process.kill()
                return
