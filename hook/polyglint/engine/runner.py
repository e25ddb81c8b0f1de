"""Files to a run: each one judged, and the settings files among them linted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager

from polyglint.checker.checker import EVERY, FEW, SPREAD, STRICT, CheckOptions, Judge
from polyglint.checker.file_result import with_path
from polyglint.engine.cache import Cache
from polyglint.engine.patience import GIVEN_UP, Patience
from polyglint.engine.progress import Progress
from polyglint.engine.work import Answer, Part, Work
from polyglint.engine.worker import Answers, Batches, T, Worker
from polyglint.errors import UnreadableFileError
from polyglint.gitattributes.file_names import is_settings
from polyglint.lazy import lazy_import
from polyglint.results import Failure, Judgement, NotJudged, Result, Run, Unreadable, in_order
from polyglint.sources.worktree import File
from polyglint.typed import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from polyglint.engine import pool
    from polyglint.engine.database import Database
    from polyglint.gitattributes import lint_files
    from polyglint.model import config as model_config
else:
    model_config = lazy_import("polyglint.model.config")
    pool = lazy_import("polyglint.engine.pool")
    lint_files = lazy_import("polyglint.gitattributes.lint_files")

FileAnswer: TypeAlias = "Result | Unreadable"
Answering: TypeAlias = "Callable[[Batches[list[Part]]], Answers[list[Part]]]"
Workers: TypeAlias = "Callable[[int], AbstractContextManager[Answering]]"
# By depth: fewer files are read sooner than another process is there to read them.
FILES_A_WORKER = {FEW: 128, SPREAD: 32, EVERY: 4, STRICT: 4}
SOON_JUDGED, PARSED = 4, (".json", ".py", ".svg", ".toml", ".xml")  # files, by their extensions
MAX_SETTINGS = 8 << 20  # bytes of settings files in a run; honest ones have a hundredth of it
NOT_LINTED = NotJudged(f"more than {MAX_SETTINGS >> 20} MiB of settings; the rest is not linted")
FILES_A_JOB = 32  # the same where the number of processes is asked for


def run(
    found: Iterable[File], judging: CheckOptions, *, jobs: int | None = None, cache: bool = True
) -> Run:
    """Judge all files; those that cannot be read are named in the run.

    Args:
        found: the files; each is read when it is its turn.
        judging: how they are judged.
        jobs: processes that read them; None for one on each processor core.
        cache: whether answers of earlier runs count, and this one's are kept.

    Raises:
        FatalError: the model is missing or damaged, whether a file asks for it or not.
    """
    if judging.model is not None:
        model_config.check_files(judging.model)

    def opened(count: int) -> AbstractContextManager[Answering]:
        return answering(judging, processes(jobs, count, judging.depth), count)

    files = [*found]
    database = _database() if cache and not _are_soon_judged(files, judging.depth) else None
    with closing(Cache(judging, database)) as known:
        return run_with(files, known, opened)


def run_with(files: Sequence[File], cache: Cache, workers: Workers) -> Run:
    """Judge all files with what the caller has, and lint the settings files among them.

    Args:
        cache: what is known, and where answers are kept.
        workers: opens what answers; called with the number of files that are left for it.
    """
    return _run_of(judged(files, cache, workers))


def judged(files: Sequence[File], cache: Cache, workers: Workers) -> dict[File, FileAnswer]:
    """Judge each file for itself, in the order of `files`; arguments as of `run_with`."""
    answers: dict[File, Answer] = {}
    with closing(Progress(len(files))) as progress:
        for file, answer in _answers(files, cache, workers):
            answers[file] = answer
            progress.advance()
    return {file: _of_file(answers[file], file) for file in files}


def _of_file(answer: Answer, file: File) -> FileAnswer:
    if isinstance(answer, Failure):
        return Unreadable(file.path, answer.reason)
    return with_path(answer, file)


def _answers(
    files: Sequence[File], cache: Cache, workers: Workers
) -> Iterator[tuple[File, Answer]]:
    """Yield each file's answer, in any order."""
    known = cache.known(files)
    yield from known.items()
    rest = [file for file in files if file not in known]
    work, patience, left = Work(rest, cache), Patience(), list[Part]()
    with workers(len(rest)) as answers_of:
        for parts, answers in answers_of(patience.handed_out(work.batches(), left)):
            for part, results in zip(parts, answers, strict=True):
                patience.add(results)
                for file, keys, result in zip(part.files, part.keys, results, strict=True):
                    if isinstance(result, Judgement):
                        cache.add(keys, result)
                    yield file, result
            yield from work.answered()
    yield from work.answered()
    yield from ((file, GIVEN_UP) for part in left for file in part.files)


def _run_of(answers: Mapping[File, FileAnswer]) -> Run:
    """The results in an order that no worker has a hand in."""
    found: dict[File, Result] = {}
    settings: dict[File, bytes | NotJudged] = {}
    unreadable = []
    size = 0  # of the settings files, in bytes
    for file, answer in answers.items():
        if isinstance(answer, Result) and is_settings(file.place):
            answer = _with_content(file, answer, settings, MAX_SETTINGS - size)
            size += _size(settings.get(file))
        if isinstance(answer, Result):
            found[file] = answer
        else:
            unreadable.append(answer)
    results = found.values()
    if settings:
        linted, not_linted = lint_files.with_settings(found, settings)
        results = linted.values()
        unreadable += not_linted
    return in_order(results)._replace(unreadable=tuple(unreadable))


def _with_content(
    file: File, answer: Result, settings: dict[File, bytes | NotJudged], left: int
) -> FileAnswer:
    """The answer to a settings file, whose content is kept where there is room `left`, in bytes."""
    try:
        content = file.content()
    except UnreadableFileError as error:
        return Unreadable(error.path, error.reason)
    fits = isinstance(content, NotJudged) or len(content) <= left
    settings[file] = content if fits else NOT_LINTED
    return answer


def _size(content: bytes | NotJudged | None) -> int:
    return len(content) if isinstance(content, bytes) else 0


@contextmanager
def answering(
    judging: CheckOptions, workers: int, files: int = 0
) -> Iterator[Callable[[Batches[T]], Answers[T]]]:
    """Open what returns the results of each batch, in any order: a pool, or this very process.

    Args:
        files: that are expected; where one is likely to need the model, that is prepared for.
    """
    if workers > 1:
        with pool.Pool(judging, workers) as several:
            yield several.answers
    else:
        judge = Judge(judging)
        if files > SOON_JUDGED:
            judge.expect()
        worker = Worker(judge)
        yield lambda batches: ((label, worker.answer(tasks)) for label, tasks in batches)


def _are_soon_judged(files: Sequence[File], depth: str) -> bool:
    """Whether a few files are likely to be cleared by parsers, before a cache could be opened."""
    return (
        depth == FEW
        and len(files) <= SOON_JUDGED
        and all(file.place.endswith(PARSED) for file in files)
    )


def _database() -> Database | None:
    try:
        from polyglint.engine.database import Database
    except ImportError:  # a Python that was built without SQLite
        return None
    return Database()


def processes(jobs: int | None, files: int, depth: str) -> int:
    """How many processes are worth their start; below two it is this one.

    Args:
        jobs: the most that there may be; None for one on each processor core.
        files: that are left to read.
    """
    if jobs is None:
        return min(_cores(), files // FILES_A_WORKER[depth])
    return min(jobs, files // min(FILES_A_JOB, FILES_A_WORKER[depth]))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
