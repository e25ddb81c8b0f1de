"""What a worker of a cluster does: one unit after the other, with one model."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext, suppress
from pathlib import Path

from polyglint.checker.checker import SPREAD, CheckOptions
from polyglint.cluster.clones import opened, remove_orphans
from polyglint.cluster.listing import REPOSITORY, Unit
from polyglint.cluster.results_directory import OutputError, Results
from polyglint.cluster.schema import file_row, repository_row, unread_repository, unreadable_row
from polyglint.cluster.shared_cache import SharedDatabase, shared_cache
from polyglint.cluster.table import Columns, TableRow, chunks, files_of
from polyglint.cluster.tally import added
from polyglint.config.policy import Policy
from polyglint.engine.cache import Cache
from polyglint.engine.pool import Pool
from polyglint.engine.runner import Workers, judged, run_with
from polyglint.errors import FatalError
from polyglint.filesystem.links import followed
from polyglint.git.repository import Repository
from polyglint.results import Result, Run
from polyglint.sources.git_objects import HEAD, all_of
from polyglint.sources.worktree import File
from polyglint.typed import Any, NamedTuple, TypeVar

T = TypeVar("T")
FINISHED, UNREADABLE, FATAL, FAULT = "finished", "unreadable", "fatal", "fault"


class Order(NamedTuple):
    """All that the workers of a run are given."""

    results: str
    options: Mapping[str, Any]  # of the command line, as `polyglint.config.policy` takes them
    languages: tuple[str, ...] = ()
    model: str | None = None
    depth: str = SPREAD  # how much of a text is read
    revision: str | None = None
    columns: Columns = Columns()
    share: bool = True  # answers among the workers


class Auditor:
    """Audits units; each worker process has one, and in it a process with the model."""

    def __init__(self, order: Order, shards: Sequence[Any]) -> None:
        self._order = order
        self._results = Results(order.results)
        self._database = SharedDatabase(shards) if shards else None
        self._pool: tuple[CheckOptions, Pool] | None = None
        remove_orphans()

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[Any]]:
        """Audit a batch of units; a row of the answer for each, as columns."""
        outcomes = [self.audited(Unit.unpacked(str(text))) for text in batch["unit"]]
        return {
            key: [row[key] for row in outcomes] for key in ("unit", "status", "message", "files")
        }

    def audited(self, unit: Unit) -> dict[str, Any]:
        """Audit one unit and return how that went."""
        status, message, files = FINISHED, "", 0
        try:
            rows = self._results.finished(unit.id)
            if rows is None or any(row["unreadable"] for row in rows):
                rows = self._audit(unit)
            files = sum(row["files"] for row in rows)
            if any(row["unreadable"] for row in rows):
                status = UNREADABLE
        except OutputError as error:
            status, message = FATAL, str(error)
        except Exception:
            status, message = FAULT, traceback.format_exc()
        return {"unit": unit.id, "status": status, "message": message, "files": files}

    def _audit(self, unit: Unit) -> list[dict[str, Any]]:
        began = time.monotonic()
        audit = self._repository if unit.kind == REPOSITORY else self._table
        try:
            return audit(unit, began)
        except OutputError:
            raise
        except FatalError as error:
            row = unread_repository(unit.name, unit.id, str(error), seconds=_since(began))
            return self._results.write(unit.id, [], lambda: [row])

    def _repository(self, unit: Unit, began: float) -> list[dict[str, Any]]:
        order = self._order
        with opened(unit.location, order.revision) as directory:
            base = followed(Path(directory))
            policy = Policy(order.options, order.languages, home=base)
            found = [file._replace(path=file.place) for file in all_of(directory, order.revision)]
            files = [*policy.admit(found, base, whole_of=base)]
            run = policy.apply(self._run(files, policy.languages(), run_with))
            commit = _commit(directory, order.revision)
        rows = [file_row(unit.name, result) for result in run.results]
        rows += [unreadable_row(unit.name, path, reason) for path, reason in run.unreadable]
        more = {"commit": commit, "seconds": _since(began)}
        summary = repository_row(unit.name, unit.id, run, len(run.unreadable), **more)
        return self._results.write(unit.id, [rows] if rows else [], lambda: [summary])

    def _table(self, unit: Unit, began: float) -> list[dict[str, Any]]:
        """A part of a table; memory holds a chunk of its contents and the counts."""
        counts: dict[str, dict[str, Any]] = {}

        def rows_of_files() -> Iterator[list[dict[str, Any]]]:
            for chunk in chunks(unit, self._order.columns):
                yield self._chunk(unit, chunk, counts)

        def summary() -> list[dict[str, Any]]:
            rows = [*counts.values()] or [repository_row(None, unit.id, Run(()), 0)]
            rows[0]["seconds"] = _since(began)
            return rows

        return self._results.write(unit.id, rows_of_files(), summary)

    def _chunk(
        self, unit: Unit, chunk: Sequence[TableRow], counts: dict[str, dict[str, Any]]
    ) -> list[dict[str, Any]]:
        options = {"no_config": True, **self._order.options}  # a directory's are not the table's
        policy = Policy(options, self._order.languages)
        ruled = [file and policy.ruled(file, Path("/")) for file in files_of(chunk)]
        files = [file for file in ruled if isinstance(file, File)]
        answers = self._run(files, policy.languages(), judged)
        by_repository: dict[str, tuple[list[Result], list[int]]] = {}
        rows = []
        for number, (row, file) in enumerate(zip(chunk, ruled, strict=True)):
            results, unreadable = by_repository.setdefault(row.repository, ([], []))
            answer = answers[file] if isinstance(file, File) else file
            if isinstance(answer, Result):
                results.append(policy.counted(answer))
                rows.append(file_row(row.repository, results[-1]))
            else:
                unreadable.append(number)
                reason = answer.reason if answer else row.problem or "not judged"
                rows.append(unreadable_row(row.repository, row.path, reason))
        for name, (results, unreadable) in by_repository.items():
            own = repository_row(name, unit.id, Run(tuple(results)), len(unreadable))
            counts[name] = added(counts[name], own) if name in counts else own
        return rows

    def _run(
        self,
        files: Sequence[File],
        languages: tuple[str, ...],
        how: Callable[[Sequence[File], Cache, Workers], T],
    ) -> T:
        order = self._order
        judging = CheckOptions(languages, Path(order.model) if order.model else None, order.depth)
        pool = self._pool_for(judging)
        with closing(shared_cache(judging, self._database)) as cache:
            return how(files, cache, lambda _: nullcontext(pool.answers))

    def _pool_for(self, judging: CheckOptions) -> Pool:
        """The process with the model, started anew where a repository asks for other languages."""
        if self._pool is None or self._pool[0] != judging:
            self.close()
            pool = Pool(judging, 1)
            pool.__enter__()
            self._pool = judging, pool
        return self._pool[1]

    def close(self) -> None:
        if self._pool is not None:
            self._pool[1].__exit__(None, None, None)
            self._pool = None


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)


def _commit(directory: str, revision: str | None) -> str | None:
    with suppress(FatalError):
        repository = Repository.find(Path(directory))
        return repository.resolve(revision or HEAD, "commit") if repository else None
    return None
