"""Worker processes: as many as there are cores, each with a model and one runtime thread.

The standard library's pools are not for us: a process that `multiprocessing` spawns looks for its
first modules in the current folder, which is the very repository that is scanned and not trusted.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue
from subprocess import PIPE, Popen
from types import TracebackType

from polyglint.checker.checker import Judging
from polyglint.engine.worker import Answered, Answers, Batches, T, Task
from polyglint.errors import FatalError

# The only module that this imports before it has our own search path is built in.
BOOT = "import sys; sys.path[:] = sys.argv[1:]; from polyglint.engine.worker import main; main()"
AHEAD = 2  # batches that each worker may have before it
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class WorkerDeathError(Exception):
    """A worker process is gone, with the reason."""


class Pool:
    """A context in which tasks are answered by several processes; none of them outlives it.

    Args:
        boot: what each process executes before anything else.
    """

    def __init__(self, judging: Judging, workers: int, boot: str = "") -> None:
        self._judging = judging
        self._workers = workers
        self._boot = "; ".join(filter(None, [boot, BOOT]))
        self._processes: list[Popen[bytes]] = []
        self._idle: SimpleQueue[Popen[bytes]] = SimpleQueue()

    def __enter__(self) -> Pool:
        self._threads = ThreadPoolExecutor(self._workers)
        for _ in range(self._workers):
            self._idle.put(self._started())
        return self

    def _started(self) -> Popen[bytes]:
        process = _start(self._boot)
        self._processes.append(process)
        _send(process, self._judging)
        return process

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._processes:
            process.kill()  # they hold nothing that is worth an orderly end
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.communicate()

    def answers(self, batches: Batches[T]) -> Answers[T]:
        """Yield the results of each batch, in any order, taking no more batches than needed.

        Raises:
            FatalError: a worker died, or had bad input.
        """
        running: dict[Future[list[list[Answered]]], T] = {}
        for label, tasks in batches:
            running[self._threads.submit(self._ask, tasks)] = label
            if len(running) >= AHEAD * self._workers:
                yield from _finished(running)
        while running:
            yield from _finished(running)

    def _ask(self, tasks: Sequence[Task]) -> list[list[Answered]]:
        process = self._idle.get()
        try:
            return exchange(process, tasks)
        except WorkerDeathError as error:
            advice = "is there enough memory? --jobs 1 needs no workers"
            raise FatalError(f"a {error}; {advice}") from error
        finally:
            self._idle.put(process)


def exchange(process: Popen[bytes], tasks: Sequence[Task]) -> list[list[Answered]]:
    """Have a worker process answer.

    Raises:
        WorkerDeathError: it ended instead; what else it raised is raised here.
    """
    assert process.stdout is not None
    try:
        _send(process, tasks)
        answer = pickle.load(process.stdout)
    except (EOFError, OSError, pickle.UnpicklingError) as error:
        raise WorkerDeathError(_obituary(process)) from error
    if isinstance(answer, Exception):
        raise answer
    results: list[list[Answered]] = answer
    return results


def _finished(running: dict[Future[list[list[Answered]]], T]) -> Answers[T]:
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        yield running.pop(future), future.result()


def _start(boot: str) -> Popen[bytes]:
    return Popen(
        [sys.executable, "-c", boot, *filter(None, sys.path)],
        stdin=PIPE,
        stdout=PIPE,
        env={**os.environ, **ONE_THREAD},
        start_new_session=True,  # an interrupt on the terminal is for us, who end them
    )


def _send(process: Popen[bytes], message: object) -> None:
    assert process.stdin is not None
    pickle.dump(message, process.stdin)
    process.stdin.flush()


def _obituary(process: Popen[bytes]) -> str:
    code = process.wait()
    reason = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
    return f"worker process {reason}"
