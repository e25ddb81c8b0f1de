"""What one file may take of time and memory, wherever it is judged.

Time is kept by an alarm, which interrupts Python and its regular expressions, but no library in the
middle of a call: what those are given is bounded before, and the pool ends a worker that overruns.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from polyglint.lazy import lazy_import
from polyglint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import traceback
else:
    traceback = lazy_import("traceback")

SECONDS = 120.0  # for a file, of which most take a hundredth of one
SECONDS_EACH = 2.0  # for each further one that is judged together with it
GRACE = 10.0  # seconds that a worker has to say that it overran
MEMORY = 2 << 30  # bytes of a worker process
# Of a second opinion: seconds of the CPU, or a busy machine would change answers, and bytes beyond
# what is in use.
OPINION_SECONDS, OPINION_MEMORY = 5.0, 1 << 30
RESIDENT, DATA = 1, 5  # columns of /proc/self/statm, in pages
SOON = 0.001  # seconds; none would set no alarm
EXHAUSTED = (MemoryError, RecursionError, TimeoutError)
LIMIT = (
    "import resource; _, most = resource.getrlimit(resource.RLIMIT_DATA); "
    "own = {0} if most < 0 else min({0}, most); "
    "resource.setrlimit(resource.RLIMIT_DATA, (own, most))"
)


def limited_memory(size: int = MEMORY) -> str:
    """What a process executes to have so many bytes at most; nothing where no system holds it."""
    return LIMIT.format(size) if sys.platform == "linux" else ""


def opinion(ask: Callable[[], bool], *, limited: bool = True) -> bool:
    """The answer of a parser that is asked for a second opinion, False where it comes to none.

    Whatever it raises, runs out of or takes too long over, no file may end a run by it.

    Args:
        limited: whether time and memory are; setting the limits takes longer than a short text.
    """
    try:
        if not limited:
            return ask()
        with time_limit(SECONDS), time_limit(OPINION_SECONDS, CPU), memory_limit(OPINION_MEMORY):
            return ask()
    except Exception:  # of any kind: each parser has its own
        return False


def fault(error: Exception) -> str:
    """What to say of a file that an error came of; one of our own is shown whole."""
    if not isinstance(error, EXHAUSTED):
        traceback.print_exception(error, chain=False)
    words = str(error).strip().rpartition("\n")[2]
    return ": ".join(filter(None, ["not judged", type(error).__name__, words]))


class Clock(NamedTuple):
    """What measures time, and the alarm that goes by it."""

    now: Callable[[], float]  # seconds
    timer: str  # of the module signal, which lacks both on Windows
    alarm: str


WALL = Clock(time.monotonic, "ITIMER_REAL", "SIGALRM")
CPU = Clock(time.process_time, "ITIMER_PROF", "SIGPROF")


@contextlib.contextmanager
def time_limit(seconds: float, clock: Clock = WALL) -> Iterator[None]:
    """Raise TimeoutError inside when the time is over, where there are alarms.

    One around another by the same clock goes on, and goes off behind it where its own time is over.
    """
    if not hasattr(signal, "setitimer") or not _is_main_thread():
        yield
        return
    timer, alarm = getattr(signal, clock.timer), getattr(signal, clock.alarm)
    outer, _ = signal.setitimer(timer, 0)
    before = signal.signal(alarm, _overrun)
    began = clock.now()
    signal.setitimer(timer, min(seconds, outer) if outer else seconds)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(alarm, before)
        if outer:
            left = outer - (clock.now() - began)
            signal.setitimer(timer, max(left, SOON))


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _overrun(_number: int, _frame: object) -> None:
    raise TimeoutError("took too long")


@contextlib.contextmanager
def memory_limit(size: int) -> Iterator[None]:
    """Let memory run out inside after so many bytes more, where the system can be told so."""
    if sys.platform != "linux":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    soft, hard = before
    own = process_memory(DATA) + size
    with contextlib.suppress(ValueError, OSError):
        if soft < 0 or own < soft:
            resource.setrlimit(resource.RLIMIT_DATA, (own, hard))
    try:
        yield
    finally:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, before)


def process_memory(column: int) -> int:
    """Memory of this process in bytes, by a column of Linux's table.

    Raises:
        OSError: a system without one.
    """
    pages = Path("/proc/self/statm").read_bytes().split()[column]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
