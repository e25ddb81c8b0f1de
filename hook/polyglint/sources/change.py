"""Which files of a change are asked for, by the files and directories that a command names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.filesystem.named_file import check_given, no_such
from polyglint.git.repository import GitEntry, Repository


def actual(filename: str) -> Path:
    """Return a file's absolute path with the links of its directories followed, but not its own."""
    # Path.absolute would keep the "..", and Path.resolve follow a link to what it is not.
    path = Path(os.path.abspath(filename))  # noqa: PTH100
    return path.parent.resolve() / path.name


def asked_for(
    repository: Repository,
    entries: Iterable[GitEntry],
    names: Sequence[str],
    revisions: Sequence[str | None],
) -> Iterator[GitEntry]:
    """Yield the entries that are named, or below what is named; all of them where nothing is.

    Args:
        names: from the current directory.
        revisions: where a name must stand for something; None is the work tree.

    Raises:
        FatalError: a name is outside of the repository, or stands for nothing: a check of a
            misspelt directory would find nothing wrong.
    """
    places = {_place(repository, name, revisions) for name in names}
    for entry in entries:
        if not places or "" in places or not places.isdisjoint(_ways(entry.path)):
            yield entry


def _place(repository: Repository, name: str, revisions: Sequence[str | None]) -> str:
    """The path of a name from the repository's root, "" for that itself."""
    check_given(name)
    root = repository.directory
    try:
        path = root if Path(name).resolve() == root else actual(name)
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a NUL
        raise FatalError(f"{name}: {getattr(error, 'strerror', None) or error}") from error
    if not path.is_relative_to(root):
        raise FatalError(f"{name}: outside of the repository {root}, whose change is asked for")
    place = path.relative_to(root).as_posix()
    if place == ".":
        return ""
    if any(_is_there(repository, path, place, revision) for revision in revisions):
        return place
    raise no_such(name)


def _is_there(repository: Repository, path: Path, place: str, revision: str | None) -> bool:
    if revision is None:
        return path.exists() or path.is_symlink()
    return repository.holds(repository.resolve(revision), place)


def _ways(path: str) -> Iterator[str]:
    """A path, and each of the directories that lead to it."""
    while path:
        yield path
        path = path.rpartition("/")[0]
