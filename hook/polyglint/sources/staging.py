"""Which entries of the index a run is about; git lists them while a run's modules are imported."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from polyglint.filesystem.meanwhile import Meanwhile
from polyglint.git.repository import GitEntry, Repository
from polyglint.sources.change import actual
from polyglint.typed import NamedTuple


class Staging(NamedTuple):
    """Entries of the index of the current directory's repository, sorted."""

    repository: Repository
    entries: list[GitEntry]


def staged(filenames: Sequence[str]) -> Staging:
    """List files of the index.

    Args:
        filenames: files or directories, changed or not, as pre-commit names them all in CI; none
            of them means those that differ from the last commit.
    """
    repository = Repository.current()
    entries = _chosen(repository, filenames) if filenames else repository.staged()
    return Staging(repository, sorted(entries))


def begin(filenames: Sequence[str]) -> Meanwhile[Staging]:
    """Begin with `staged`."""
    return Meanwhile(partial(staged, filenames))


def _chosen(repository: Repository, filenames: Sequence[str]) -> list[GitEntry]:
    """The files of the index that are named, or below what is: git looks for no others."""
    root = repository.directory
    wanted = {actual(filename) for filename in filenames}
    places = {path.relative_to(root).as_posix() for path in wanted if path.is_relative_to(root)}
    paths = {entry: root / entry.path for entry in repository.tracked_at(sorted(places))}
    return [entry for entry, path in paths.items() if not wanted.isdisjoint([path, *path.parents])]
