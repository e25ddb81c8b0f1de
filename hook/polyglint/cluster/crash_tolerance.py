"""A pool whose workers may die: what killed one is found, tried once more and told."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from subprocess import Popen
from threading import Timer

from polyglint.checker.checker import Judging
from polyglint.engine.pool import Pool, WorkerDeathError, exchange
from polyglint.engine.worker import Answered, Task
from polyglint.errors import FatalError, UnreadableFileError

SECONDS_A_FILE = 120.0  # a file takes a hundredth of one
MEMORY = 4 << 30  # bytes that a worker process may have
LIMIT = (
    "import resource; _, most = resource.getrlimit(resource.RLIMIT_DATA); "
    "own = {0} if most < 0 else min({0}, most); "
    "resource.setrlimit(resource.RLIMIT_DATA, (own, most))"
)


def limited_memory(size: int = MEMORY) -> str:
    """What a process executes to have so many bytes at most; nothing where no system holds it."""
    return LIMIT.format(size) if sys.platform == "linux" else ""


class EnduringPool(Pool):
    """A pool that goes on without the files that its workers cannot stand.

    Where a worker dies, fails or does not end, each file of its batch is tried once more, alone.
    """

    def __init__(self, judging: Judging, workers: int, boot: str = "") -> None:
        super().__init__(judging, workers, boot or limited_memory())

    def _ask(self, tasks: Sequence[Task]) -> list[list[Answered]]:
        try:
            return self._tried(tasks)
        except FatalError:
            raise
        except Exception:
            return [self._alone(task) for task in tasks]

    def _alone(self, task: Task) -> list[Answered]:
        try:
            (answer,) = self._tried([task])
        except FatalError:
            raise
        except WorkerDeathError as error:
            return [UnreadableFileError(f"not judged twice: its {error}") for _ in task.subjects]
        except Exception as error:
            last = str(error).strip().rpartition("\n")[2]
            return [UnreadableFileError(f"not judged twice: {last}") for _ in task.subjects]
        return answer

    def _tried(self, tasks: Sequence[Task]) -> list[list[Answered]]:
        process = self._idle.get()
        timer = Timer(SECONDS_A_FILE * len(tasks), process.kill)
        timer.daemon = True
        timer.start()
        try:
            return exchange(process, tasks)
        except WorkerDeathError as error:
            process = self._replaced(process)
            if timer.finished.is_set():
                raise WorkerDeathError("worker process did not end in time") from error
            raise
        finally:
            timer.cancel()
            self._idle.put(process)

    def _replaced(self, dead: Popen[bytes]) -> Popen[bytes]:
        dead.communicate()
        self._processes.remove(dead)
        return self._started()
