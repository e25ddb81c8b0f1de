"""An end to waiting for git.

Where a repository holds a pipe in a file's place (its configuration, an index, an object), git
waits for ever for somebody to write into it, also when nobody waits for git any more; its trees
may stand for more files than fit anywhere.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from threading import Event, Thread

SOON = 0.25  # seconds of silence after which it may be for ever
PATIENCE = 120.0  # seconds of silence; git answers the largest repositories within a few
MAX_MEMORY = 4 << 30  # bytes of git's own; what it only maps, such as packs, does not count


def limit_memory(process: Popen[bytes], size: int | None = None) -> None:
    """Let a process take no more than `size` or `MAX_MEMORY`, where the system can be told so."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError, ValueError):  # it ended, or has less already
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (size or MAX_MEMORY,) * 2)


class Guard:
    """A shell that ends a process once this one is gone, even by SIGKILL.

    It costs a start, so there is one only for a process that has said nothing for a while.
    """

    SCRIPT = 'trap "" HUP INT TERM; read -r line || kill -9 "$1"'

    def __init__(self, process: Popen[bytes]) -> None:
        self._shell: Popen[bytes] | None = None
        if os.name == "posix":
            command = ["/bin/sh", "-c", self.SCRIPT, "sh", str(process.pid)]
            with contextlib.suppress(OSError):
                self._shell = Popen(command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL)

    def close(self) -> None:
        """Let the process be."""
        if self._shell is not None:
            with contextlib.suppress(BrokenPipeError):
                self._shell.communicate(b"\n")
            self._shell = None


def communicate(process: Popen[bytes]) -> tuple[bytes, bytes]:
    """What a process writes to its two streams until it ends.

    Raises:
        TimeoutExpired: it has not ended within `PATIENCE`, and is killed.
    """
    try:
        try:
            return process.communicate(timeout=min(SOON, PATIENCE))
        except TimeoutExpired:
            with contextlib.closing(Guard(process)):
                return process.communicate(timeout=PATIENCE)
    except BaseException:
        process.kill()  # it may be waiting for something else than us
        raise


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
        guard: Guard | None = None
        while not self._over.wait(self._rest(guard is not None)):
            silent = self._silent()
            if silent >= PATIENCE:
                self.has_ended_it = True
                self._process.kill()
                break
            if silent >= SOON and guard is None:
                guard = Guard(self._process)
        if guard is not None:
            guard.close()

    def _silent(self) -> float:
        since = self._since
        return 0.0 if since is None else time.monotonic() - since

    def _rest(self, is_guarded: bool) -> float:
        """Seconds until there may be something to do."""
        end = PATIENCE if is_guarded else min(SOON, PATIENCE)
        return max(end - self._silent(), 0.01)
