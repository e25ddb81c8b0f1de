"""How many files of a run may take too long before the rest of it is given up.

Each costs minutes: it is tried together with others, then alone. A repository could hold thousands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from polyglint.results import Failure, Judgement
from polyglint.typed import TypeVar

MAX_SLOW = 3  # files
GIVEN_UP = Failure(f"not tried: {MAX_SLOW} other files took too long; exclude those", is_slow=True)

Item = TypeVar("Item")
Label = TypeVar("Label")


class Patience:
    """Hands out the batches of a run until too many files took too long, and keeps the others."""

    def __init__(self) -> None:
        self._slow = 0

    def add(self, answers: Sequence[Judgement | Failure]) -> None:
        """Count what a content was answered, once for all of its paths."""
        self._slow += any(isinstance(answer, Failure) and answer.is_slow for answer in answers)

    @property
    def is_over(self) -> bool:
        return self._slow >= MAX_SLOW

    def handed_out(
        self, batches: Iterable[tuple[list[Label], Item]], left: list[Label]
    ) -> Iterator[tuple[list[Label], Item]]:
        """Yield batches; the labels of those that are given up are added to `left`."""
        for labels, batch in batches:
            if self.is_over:
                left += labels
            else:
                yield labels, batch


def one_by_one(
    tasks: Iterable[Item],
    ask: Callable[[Item], Sequence[Judgement | Failure]],
    count: Callable[[Item], int],
) -> list[Sequence[Judgement | Failure]]:
    """The answers to each task, none of which is tried after too many took too long.

    Args:
        count: how many answers a task wants.
    """
    patience = Patience()
    found: list[Sequence[Judgement | Failure]] = []
    for task in tasks:
        found.append([GIVEN_UP] * count(task) if patience.is_over else ask(task))
        patience.add(found[-1])
    return found
