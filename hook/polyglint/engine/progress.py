"""How far a long run is, on a terminal alone."""

from __future__ import annotations

import sys
import time

PATIENCE = 1.0  # seconds before there is anything to see
INTERVAL = 0.2  # seconds between two drawings
WIDTH = 24  # characters of the bar


class Progress:
    """A line on stderr that is drawn over and gone at the end."""

    def __init__(self, total: int, unit: str = "files") -> None:
        self._total = total
        self._unit = unit
        self._done = 0
        self._start = time.monotonic()
        self._next = self._start + PATIENCE if sys.stderr.isatty() else float("inf")
        self._drawn = 0

    def advance(self) -> None:
        """One more is done."""
        self._done += 1
        now = time.monotonic()
        if now >= self._next:
            self._next = now + INTERVAL
            self._draw(line(self._done, self._total, now - self._start, self._unit))

    def close(self) -> None:
        if self._drawn:
            self._draw("")
            self._draw("")

    def _draw(self, text: str) -> None:
        print("\r" + text.ljust(self._drawn), end="", file=sys.stderr, flush=True)
        self._drawn = len(text)


def line(done: int, total: int, seconds: float, unit: str = "files") -> str:
    """The bar, the count, the speed and the time left."""
    filled = WIDTH * done // total
    rate = done / seconds
    left = round((total - done) / rate)
    bar = "#" * filled + "." * (WIDTH - filled)
    return f"[{bar}] {done}/{total} {unit}, {rate:.0f} {unit}/s, {clock(left)} left"


def clock(seconds: float) -> str:
    """Hours, minutes and seconds."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
