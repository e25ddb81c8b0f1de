"""The contents of a run that are yet to be judged: read one after the other, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from polyglint.checker.claimed_text import PathContext
from polyglint.engine.cache import Cache
from polyglint.engine.worker import Task
from polyglint.errors import UnreadableFileError
from polyglint.results import Failure, Judgement, NotJudged
from polyglint.sources.opening import Opened
from polyglint.sources.worktree import File
from polyglint.typed import NamedTuple, TypeAlias

Answer: TypeAlias = "Judgement | Failure"
BATCH_FILES, BATCH_SIZE = 32, 1 << 19  # contents and bytes that a worker gets at once
MAX_PATHS = 256  # of one content; further ones are tasks of their own


class Part(NamedTuple):
    """Files with one content, and what their answers are kept by."""

    files: tuple[File, ...]
    keys: tuple[list[bytes], ...]


class Work:
    """Batches of tasks, made as they are asked for, and answers that need none."""

    def __init__(self, files: Sequence[File], cache: Cache) -> None:
        self._files = files
        self._cache = cache
        self._answered: list[tuple[File, Answer]] = []

    def batches(self) -> Iterator[tuple[list[Part], list[Task]]]:
        parts: list[Part] = []
        tasks: list[Task] = []
        for group in groups(self._files):
            found = self._task(group)
            if found is None:
                continue
            parts.append(found[0])
            tasks.append(found[1])
            if _is_full(tasks):
                yield parts, tasks
                parts, tasks = [], []
        if tasks:
            yield parts, tasks

    def answered(self) -> Iterator[tuple[File, Answer]]:
        """Yield the answers that came up since the last time."""
        while self._answered:
            yield self._answered.pop()

    def _task(self, group: Sequence[File]) -> tuple[Part, Task] | None:
        try:
            found = group[0].opened()
        except UnreadableFileError as error:
            self._answered += [(file, Failure(error.reason)) for file in group]
            return None
        if isinstance(found, NotJudged):
            self._answered += [(file, Judgement(not_judged=found)) for file in group]
            return None
        content, state = found if isinstance(found, Opened) else (found, None)
        keys = {file: self._cache.keys(file, content, state) for file in group}
        known = {file: self._cache.of_content(own) for file, own in keys.items()}
        self._answered += [(file, result) for file, result in known.items() if result is not None]
        rest = tuple(file for file, result in known.items() if result is None)
        if not rest:
            return None
        part = Part(rest, tuple(keys[file] for file in rest))
        return part, Task(content, tuple(map(PathContext.of, rest)))


def _is_full(tasks: Sequence[Task]) -> bool:
    return (
        len(tasks) >= BATCH_FILES
        or sum(len(task.content) for task in tasks) >= BATCH_SIZE
        or sum(len(task.subjects) for task in tasks) >= MAX_PATHS
    )


def groups(files: Iterable[File]) -> list[list[File]]:
    """Some files that git has one content for together, and each of the others alone."""
    found: dict[object, list[File]] = {}
    for file in files:
        found.setdefault((file.root, file.blob) if file.blob else file, []).append(file)
    return [
        same[start : start + MAX_PATHS]
        for same in found.values()
        for start in range(0, len(same), MAX_PATHS)
    ]
