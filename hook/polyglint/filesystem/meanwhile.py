"""Work that leaves Python alone meanwhile, such as reading and hashing, beside other work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import Thread

from polyglint.typed import Generic, TypeVar

T = TypeVar("T")


class Meanwhile(Generic[T]):
    """What a function returns that another thread has begun with."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._result: T | None = None
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # the system has no more of them
            self._run()

    def _run(self) -> None:
        try:
            self._result = self._work()
        except Exception as error:  # which belongs to who waits for it
            self._error = error

    def wait(self) -> None:
        """Wait until it has ended, whatever it ended with."""
        if self._thread.ident is not None:
            self._thread.join()

    def result(self) -> T:
        """Wait for it. Raises what the function raised."""
        self.wait()
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]


def overlapped(jobs: Iterable[Callable[[], T]]) -> Iterator[T]:
    """Do one job after the other, each while the next one is asked for.

    No job is left running when this ends or is closed, but for where a signal ends the run.

    Yields:
        What each job returns. Raises what it raises.
    """
    begun: list[Meanwhile[T]] = []  # at most one, until its result is there
    try:
        for job in jobs:
            results = [one.result() for one in begun]
            begun = [Meanwhile(job)]
            yield from results
        for one in begun:
            yield one.result()
    except (Exception, GeneratorExit):
        for one in begun:
            one.wait()
        raise
