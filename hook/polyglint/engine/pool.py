"""Worker processes: as many as there are cores, each with a model and one runtime thread.

A worker may die or hang of a file: the file is found, tried again and reported, and others go on.

The standard library's pools are not for us: a process that `multiprocessing` spawns looks for its
first modules in the current directory, which is the scanned repository and not trusted.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue
from subprocess import PIPE, Popen
from threading import Timer
from types import TracebackType

from polyglint.budget import GRACE, limited_memory
from polyglint.checker.checker import CheckOptions
from polyglint.engine.patience import one_by_one
from polyglint.engine.worker import Answered, Answers, Batches, T, Task, seconds_for
from polyglint.errors import FatalError
from polyglint.results import Failure

# The only module that this imports before it has our own search path is built in.
BOOT = "import sys; sys.path[:] = sys.argv[1:]; from polyglint.engine.worker import main; main()"
AHEAD = 2  # batches that each worker may have before it
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class WorkerDeathError(Exception):
    """A worker process is gone, with the reason."""


class SlowWorkerError(WorkerDeathError):
    """It was ended, after a long time."""


class Pool:
    """A context in which tasks are answered by several processes; none of them outlives it.

    Args:
        boot: what each process executes before anything else; by default, what limits its memory.
    """

    def __init__(self, judging: CheckOptions, workers: int, boot: str | None = None) -> None:
        self._judging = judging
        self._workers = workers
        self._boot = "; ".join(filter(None, [limited_memory() if boot is None else boot, BOOT]))
        self._is_closed = False
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
        self._is_closed = True
        self._kill()
        self._threads.shutdown(cancel_futures=True)
        self._kill()  # a thread may have started another meanwhile
        for process in self._processes:
            process.communicate()

    def _kill(self) -> None:
        for process in self._processes:
            process.kill()  # they hold nothing that is worth an orderly end

    def answers(self, batches: Batches[T]) -> Answers[T]:
        """Yield the results of each batch, in any order, taking no more batches than needed.

        Raises:
            FatalError: workers do not start, or had bad input.
        """
        running: dict[Future[list[Sequence[Answered]]], T] = {}
        for label, tasks in batches:
            running[self._threads.submit(self._ask, tasks)] = label
            if len(running) >= AHEAD * self._workers:
                yield from _finished(running)
        while running:
            yield from _finished(running)

    def _ask(self, tasks: Sequence[Task]) -> list[Sequence[Answered]]:
        try:
            return self._tried(tasks)
        except WorkerDeathError:
            return one_by_one(tasks, self._alone, lambda task: len(task.subjects))

    def _alone(self, task: Task) -> Sequence[Answered]:
        try:
            return self._tried([task])[0]
        except WorkerDeathError as error:
            failure = Failure(f"not judged twice: its {error}", isinstance(error, SlowWorkerError))
            return [failure] * len(task.subjects)

    def _tried(self, tasks: Sequence[Task]) -> list[Sequence[Answered]]:
        process = self._idle.get()
        timer = Timer(seconds_for(tasks) + GRACE, process.kill)
        timer.daemon = True
        timer.start()
        try:
            return exchange(process, tasks)
        except WorkerDeathError as error:
            process = self._replaced(process)
            if timer.finished.is_set():
                raise SlowWorkerError("worker process did not end in time") from error
            raise
        finally:
            timer.cancel()
            self._idle.put(process)

    def _replaced(self, dead: Popen[bytes]) -> Popen[bytes]:
        """Another process, which answers as long as nobody asks for much."""
        if self._is_closed:  # it did not die by itself
            raise FatalError("interrupted")
        dead.communicate()
        self._processes.remove(dead)
        process = self._started()
        try:
            exchange(process, [])
        except WorkerDeathError as error:
            advice = "is there enough memory? --jobs 1 needs no workers"
            raise FatalError(f"a {error}; {advice}") from error
        return process


def exchange(process: Popen[bytes], tasks: Sequence[Task]) -> list[Sequence[Answered]]:
    """Have a worker process answer.

    Raises:
        WorkerDeathError: it ended instead; what else it raised is raised here.
    """
    assert process.stdout is not None
    try:
        _send(process, tasks)
        answer = pickle.load(process.stdout)
    except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
        # ValueError: its pipes were closed meanwhile, since it was found dead.
        raise WorkerDeathError(_obituary(process)) from error
    if isinstance(answer, Exception):
        raise answer
    results: list[Sequence[Answered]] = answer
    return results


def _finished(running: dict[Future[list[Sequence[Answered]]], T]) -> Answers[T]:
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
