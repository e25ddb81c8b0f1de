"""A process that judges contents, for a run that has many of them.

Requests come on standard input and answers go to standard output, as pickles: both ends are one
program, and no content of a repository is ever unpickled.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence

from polyglint.budget import SECONDS, SECONDS_EACH, fault, time_limit
from polyglint.checker.checker import Judge
from polyglint.checker.claimed_text import PathContext
from polyglint.engine.patience import one_by_one
from polyglint.engine.signals import hurry
from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.results import Failure, Judgement
from polyglint.typed import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    import pickle
    import traceback
else:
    pickle = lazy_import("pickle")
    traceback = lazy_import("traceback")

T = TypeVar("T")
Batches: TypeAlias = "Iterable[tuple[T, Sequence[Task]]]"
Answered: TypeAlias = "Judgement | Failure"
Answers: TypeAlias = "Iterator[tuple[T, Sequence[Sequence[Answered]]]]"


class Task(NamedTuple):
    """A content, and all that it is to be judged as."""

    content: bytes
    subjects: tuple[PathContext, ...]


class Worker:
    """Judges one task after the other; what fails or takes too long costs its own answer alone."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def answer(self, tasks: Sequence[Task]) -> list[Sequence[Answered]]:
        """The answers to each task's subjects; tasks that come together cost less.

        Raises:
            FatalError: the fault is no file's, such as a model that is missing.
        """
        try:
            with time_limit(seconds_for(tasks)):
                return self._answers(tasks)
        except FatalError:
            raise
        except Exception:
            return one_by_one(tasks, self._alone, lambda task: len(task.subjects))

    def _answers(self, tasks: Sequence[Task]) -> list[Sequence[Answered]]:
        results = iter(
            self._judge.examine_all(
                [(task.content, subject) for task in tasks for subject in task.subjects]
            )
        )
        return [[next(results) for _ in task.subjects] for task in tasks]

    def _alone(self, task: Task) -> Sequence[Answered]:
        try:
            with time_limit(seconds_for([task])):
                return self._answers([task])[0]
        except FatalError:
            raise
        except Exception as error:
            failure = Failure(fault(error), is_slow=isinstance(error, TimeoutError))
            return [failure] * len(task.subjects)


def seconds_for(tasks: Sequence[Task]) -> float:
    """What judging some tasks together may take."""
    return SECONDS + SECONDS_EACH * sum(len(task.subjects) for task in tasks)


def main() -> None:
    """Answer until standard input ends, which is also what the end of the parent looks like."""
    hurry()
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anybody prints is no answer
    try:
        judging = pickle.load(requests)
        worker = None
        while True:
            tasks = pickle.load(requests)
            answer: list[Sequence[Answered]] | Exception
            try:
                worker = worker or Worker(Judge(judging))
                answer = worker.answer(tasks)
            except FatalError as error:
                answer = error
            except Exception:
                answer = RuntimeError(traceback.format_exc())
            pickle.dump(answer, answers)
            answers.flush()
    except (EOFError, pickle.UnpicklingError, BrokenPipeError, KeyboardInterrupt):
        os._exit(0)  # nobody is there to hear more, or to end what was begun
