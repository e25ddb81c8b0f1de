"""False positives in whole projects that no training has seen.

    $ python -m benchmarks.clean --archives corpus.archives --dataset data/base

unpacks every package of the data set's held-out projects (`files.tsv`, split test) whole, judges
all its files as `polyglint audit` judges a directory, and writes `clean.md` and `clean.tsv` (every
alarm) beside this file. What a person found on reading an alarm belongs into `clean_reviewed.tsv`,
which the report quotes; `--keep DIRECTORY` leaves copies of the flagged files there to read.

    $ python -m benchmarks.clean --mirrors mirrors --dataset data/base

judges every file at HEAD of its held-out repositories instead, and writes `repositories.md` and
`repositories.tsv`; `mirrors` holds a clone, bare or not, of each in a directory `owner+name`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.clean_report import Alarm, ProjectAudit, read_reviews, write_report
from benchmarks.command import one_line
from benchmarks.whole_projects import (
    Project,
    Unpacked,
    held_out_projects,
    held_out_repositories,
    unpacked,
)
from polyglint.checker.checker import Judge
from polyglint.errors import UnreadableFileError
from polyglint.results import NotJudged, Result
from polyglint.sources import git_objects, worktree
from train.corpus.archives import BadArchiveError
from train.progress import progress

OUTPUT = Path(__file__).parent


def audit(project: Project, judge: Judge, keep: Path | None) -> ProjectAudit:
    """Judge every file of a project; a damaged archive is named in the result."""
    found = ProjectAudit(project.name)
    for archive in project.archives:
        _audit_archive(archive, judge, found, keep)
    return found


def audit_repository(name: str, directory: Path, judge: Judge, keep: Path | None) -> ProjectAudit:
    """Judge every file at HEAD of a repository."""
    found = ProjectAudit(name)
    for file in git_objects.all_of(str(directory), "HEAD"):
        result = _result(file, judge)
        found.count(result.not_judged.reason if result.not_judged else None)
        for violation in result.violations:
            found.alarms.append(Alarm.of(name, name, file.place, violation))
        content = file.content() if keep is not None and result.violations else None
        if keep is not None and isinstance(content, bytes):
            target = keep / name.replace("/", "+") / file.place.replace("/", "__")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return found


def _audit_archive(archive: Path, judge: Judge, found: ProjectAudit, keep: Path | None) -> None:
    try:
        with unpacked(archive) as package:
            _audit_package(package, judge, found, keep)
    except BadArchiveError as error:
        found.unreadable.append(str(error))


def _audit_package(package: Unpacked, judge: Judge, found: ProjectAudit, keep: Path | None) -> None:
    for reason in package.left_out.values():
        found.count(reason)
    for file in worktree.directory(str(package.directory)):
        result = _result(file, judge)
        found.count(result.not_judged.reason if result.not_judged else None)
        for violation in result.violations:
            found.alarms.append(Alarm.of(found.project, package.package, file.place, violation))
        if keep is not None and result.violations:
            target = keep / package.package / file.place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(package.directory / file.place, target)


def _result(file: worktree.File, judge: Judge) -> Result:
    try:
        return judge.judge(file)
    except UnreadableFileError:
        return Result(file.path, not_judged=NotJudged("unreadable"))


def parser() -> argparse.ArgumentParser:
    description = str(__doc__).partition("\n")[0]
    parser = argparse.ArgumentParser("python -m benchmarks.clean", description=description)
    held_out = parser.add_mutually_exclusive_group(required=True)
    held_out.add_argument("--archives", type=Path, help="downloaded packages")
    held_out.add_argument("--mirrors", type=Path, help="clones of repositories")
    parser.add_argument("--dataset", type=Path, required=True, help="data set, with files.tsv")
    parser.add_argument("--limit", type=int, help="at most so many projects")
    parser.add_argument("--keep", type=Path, help="directory for copies of the flagged files")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="where the report goes")
    return parser


@one_line("benchmarks.clean")
def main(argv: Sequence[str] | None = None) -> int:
    arguments = parser().parse_args(argv)
    judge, paths = Judge(), list[Path]()
    stem = "clean" if arguments.archives else "repositories"
    reviews = read_reviews(OUTPUT / f"{stem}_reviewed.tsv")
    arguments.output.mkdir(parents=True, exist_ok=True)
    tasks: list[Callable[[], ProjectAudit]]
    if arguments.archives:
        projects = held_out_projects(arguments.dataset, arguments.archives)
        tasks = [partial(audit, project, judge, arguments.keep) for project in projects]
    else:
        clones = held_out_repositories(arguments.dataset, arguments.mirrors)
        tasks = [partial(audit_repository, *clone, judge, arguments.keep) for clone in clones]
    audits: list[ProjectAudit] = []
    for task in progress(tasks[: arguments.limit], "projects", unit="project"):
        audits.append(task())
        # After each one: a run that is stopped leaves what it found.
        paths = write_report(audits, reviews, arguments.output, stem)
    for path in paths:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
