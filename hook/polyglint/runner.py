"""Files to a run: each one judged, and the settings files among them linted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from polyglint.cache import Cache
from polyglint.errors import UnreadableFileError
from polyglint.files import File
from polyglint.judgement import Judging, placed
from polyglint.progress import Progress
from polyglint.result import Result, Run, in_order
from polyglint.settings_files import is_settings
from polyglint.violation import NotJudged
from polyglint.work import Answer, Work
from polyglint.worker import answering

if TYPE_CHECKING:
    from polyglint.database import Database

FILES_A_WORKER = 32  # fewer are read sooner than another process is there to read them


def run(
    found: Iterable[File], judging: Judging, *, jobs: int | None = None, cache: bool = True
) -> Run:
    """Judge all files; those that cannot be read are named in the run.

    Args:
        found: the files; each is read when it is its turn.
        judging: how they are judged.
        jobs: processes that read them; None for one on each processor core.
        cache: whether answers of earlier runs count, and this one's are kept.
    """
    files = [*found]
    answers: dict[File, Answer] = {}
    with (
        closing(Cache(judging, _database() if cache else None)) as known,
        closing(Progress(len(files))) as progress,
    ):
        for file, answer in _answers(files, judging, jobs or _cores(), known):
            answers[file] = answer if isinstance(answer, Exception) else placed(answer, file)
            progress.advance()
    return _run_of(files, answers)


def _answers(
    files: Sequence[File], judging: Judging, jobs: int, cache: Cache
) -> Iterator[tuple[File, Answer]]:
    """Yield each file's answer, in any order."""
    known = cache.known(files)
    yield from known.items()
    rest = [file for file in files if file not in known]
    work = Work(rest, cache)
    with answering(judging, min(jobs, len(rest) // FILES_A_WORKER)) as answers_of:
        for parts, answers in answers_of(work.batches()):
            for part, results in zip(parts, answers, strict=True):
                for file, keys, result in zip(part.files, part.keys, results, strict=True):
                    cache.add(keys, result)
                    yield file, result
            yield from work.answered()
    yield from work.answered()


def _run_of(files: Sequence[File], answers: dict[File, Answer]) -> Run:
    """The results in an order that no worker has a hand in."""
    judged: dict[File, Result] = {}
    settings: dict[File, bytes | NotJudged] = {}
    unreadable = []
    for file in files:
        answer = answers[file]
        if isinstance(answer, Result) and is_settings(file.place):
            answer = _with_content(file, answer, settings)
        if isinstance(answer, Result):
            judged[file] = answer
        else:
            unreadable.append(str(answer))
    results = [*judged.values()]
    if settings:
        from polyglint.settings_lint.run import with_settings  # most commits have none

        results = with_settings(judged, settings)
    return in_order(results)._replace(unreadable=tuple(unreadable))


def _with_content(file: File, answer: Result, settings: dict[File, bytes | NotJudged]) -> Answer:
    try:
        settings[file] = file.content()
    except UnreadableFileError as error:
        return error
    return answer


def _database() -> Database | None:
    try:
        from polyglint.database import Database
    except ImportError:  # a Python that was built without SQLite
        return None
    return Database()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
