"""What the process is started with and ended by: its standard streams and signals."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import sys
from collections.abc import Iterator

from polyglint.typed import NoReturn, TextIO

ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
COLLECTED_AFTER = 50_000  # objects; Python's own 700 are reached a hundred times in a start
NAMES = ("stdin", "stdout", "stderr")  # in the order of their descriptors


def prepare_streams() -> None:
    """Make the standard streams ones that can be used, whatever the process was started with.

    Where one is closed, the next file to be opened would take its place, and be written into by
    whoever prints. Encodings that have no letters for a name show it escaped.
    """
    for descriptor, name in enumerate(NAMES):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest that is free, which is this one
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def hurry() -> None:
    """Do without what a short run has no use for, before numpy is imported.

    OpenBLAS would start threads, which takes a tenth of a cold start, for products of matrices that
    are too small for them. Nearly all that imports make stays, so a collection among it is in vain.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(COLLECTED_AFTER)


def settle(stream: TextIO) -> None:
    """Let all that was printed arrive; where that fails, the rest goes nowhere.

    Python would try once more at exit, complain about it and change the exit code.
    """
    try:
        stream.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


@contextlib.contextmanager
def orderly_termination() -> Iterator[None]:
    """Let signals end the run as an exception does, so that nothing is left behind.

    No temporary file, that is, and no git that waits for what never comes. A signal that the
    process was started to ignore, as by nohup, stays ignored.
    """
    before = {}
    try:
        for number in ENDING:
            if signal.getsignal(number) != signal.SIG_IGN:
                before[number] = signal.signal(number, _terminate)
    except ValueError:  # in a thread, which has no say in it
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _terminate(number: int, _frame: object) -> NoReturn:
    signal.signal(number, signal.SIG_DFL)  # a second one is obeyed at once
    sys.exit(128 + number)
