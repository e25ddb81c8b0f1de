"""How far a long step has come: a bar on a terminal; in a log, a line about once a minute."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")
LOG_SECONDS = 60.0  # between two lines


def progress(
    items: Iterable[T], description: str, total: int | None = None, *, unit: str
) -> Iterator[T]:
    """Yield the items, and show how many have been."""
    if sys.stderr.isatty():
        yield from tqdm(items, description, total, unit=unit)
        return
    lines = LogLines(description, total, unit)
    for count, item in enumerate(items):
        lines.show(count)
        yield item


def say(words: str) -> None:
    """Say at once what a step does next."""
    print(words, flush=True)


class LogLines:
    """Lines on how far a step has come, for where a bar would be a line at each update.

    Args:
        total: of its items; None where nobody knows.
        done: items before this start.
    """

    def __init__(
        self,
        description: str,
        total: int | None,
        unit: str,
        done: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._description, self._total, self._unit, self._done = description, total, unit, done
        self._clock = clock
        self._began = self._shown = clock()

    def show(self, count: int, postfix: Callable[[float], str] = lambda _: "") -> None:
        """Say that so many items are done, unless the last line is too young.

        Args:
            postfix: what is to be said besides, of items a second.
        """
        now = self._clock()
        if now - self._shown < LOG_SECONDS:
            return
        self._shown = now
        seconds = now - self._began
        line = tqdm.format_meter(
            count,
            self._total,
            seconds,
            ncols=0,
            prefix=self._description,
            unit=self._unit,
            postfix=postfix((count - self._done) / max(seconds, 1e-9)),
            initial=self._done,
        )
        print(line, file=sys.stderr, flush=True)
