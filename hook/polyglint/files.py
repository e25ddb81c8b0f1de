"""The files of a run: those named, those staged, those of a directory."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from polyglint.claim import attributes
from polyglint.errors import FatalError, UnreadableFileError
from polyglint.repository import (
    SUBMODULE,
    SYMBOLIC_LINK,
    Entry,
    GitMissingError,
    Repository,
    enclosing_root,
)
from polyglint.source import SIZE_LIMIT, read_file
from polyglint.violation import NotJudged


@dataclass(frozen=True, eq=False)
class File:
    """A file to judge; its content is read when it is its turn."""

    path: str  # as people know it
    place: str  # inside its repository, where linguist's path rules look
    attributes: Mapping[str, str]
    read: Callable[[], bytes | NotJudged]
    root: Path | None = None  # of the work tree that it belongs to

    def content(self) -> bytes | NotJudged:
        try:
            return self.read()
        except OSError as error:
            raise UnreadableFileError(f"{self.path}: {error.strerror or error}") from error


def named(filenames: Iterable[str]) -> list[File]:
    """Return the files that a command names, as they are in the work tree."""
    places: dict[Path | None, dict[str, str]] = defaultdict(dict)
    for filename in sorted(set(filenames)):
        _check_named(filename)
        root, place = _locate(filename)
        places[root][filename] = place
    found = []
    for root, inside in places.items():
        specified = _attributes(root, inside.values())
        found += [
            File(filename, place, specified.get(place, {}), _reader(Path(filename)), root)
            for filename, place in inside.items()
        ]
    return sorted(found, key=lambda file: file.path)


def _check_named(filename: str) -> None:
    path = Path(filename)
    try:
        path.lstat()
    except FileNotFoundError as error:
        raise FatalError(f"{filename}: no such file; check its spelling") from error
    except (OSError, ValueError) as error:
        raise FatalError(f"{filename}: {getattr(error, 'strerror', error)}") from error
    if path.is_dir() and not path.is_symlink() and not _is_submodule(path):
        raise FatalError(f"{filename}: a directory; use `polyglint audit` for all its files")


def _is_submodule(path: Path) -> bool:
    """Whether a directory is what git tracks as one entry: populated, or still empty."""
    return (path / ".git").exists() or next(path.iterdir(), None) is None


def _locate(filename: str) -> tuple[Path | None, str]:
    """Return the root of the repository around a file, if any, and the file's place in it."""
    actual = _actual(filename)
    root = enclosing_root(actual)
    base = root or Path.cwd()
    place = actual.relative_to(base) if actual.is_relative_to(base) else Path(actual.name)
    return root, place.as_posix()


def _actual(filename: str) -> Path:
    """Return a file's absolute path with the links of its folders followed, but not its own."""
    # Path.absolute would keep the "..", and Path.resolve follow a link to what it is not.
    path = Path(os.path.abspath(filename))  # noqa: PTH100
    return path.parent.resolve() / path.name


def _attributes(root: Path | None, places: Iterable[str]) -> dict[str, dict[str, str]]:
    try:
        repository = Repository.find(root) if root else None
    except GitMissingError as error:
        print(f"polyglint: {error}, or .gitattributes are not read", file=sys.stderr)
        return {}
    return repository.attributes(places, attributes.NAMES) if repository else {}


def _reader(path: Path) -> Callable[[], bytes | NotJudged]:
    return lambda: read_file(path)


def staged(filenames: Sequence[str] = ()) -> Iterator[File]:
    """Yield files of the index, content and attributes as the next commit would hold them.

    Args:
        filenames: files or folders to read, changed or not, as pre-commit names them all in CI;
            none of them means those that differ from the last commit.
    """
    repository = Repository.current()
    entries = _chosen(repository, filenames) if filenames else sorted(repository.staged())
    paths = [entry.path for entry in entries]
    specified = repository.attributes(paths, attributes.NAMES, cached=True)
    with repository.blobs() as read:
        for entry in entries:
            shown = os.path.relpath(repository.directory / entry.path)
            reader = _blob_reader(entry, read)
            yield File(shown, entry.path, specified[entry.path], reader, repository.directory)


def _chosen(repository: Repository, filenames: Sequence[str]) -> list[Entry]:
    wanted = {_actual(filename) for filename in filenames}
    paths = {entry: repository.directory / entry.path for entry in sorted(repository.tracked())}
    return [entry for entry, path in paths.items() if not wanted.isdisjoint([path, *path.parents])]


def _blob_reader(
    entry: Entry, read: Callable[[str, int], bytes]
) -> Callable[[], bytes | NotJudged]:
    if entry.mode == SYMBOLIC_LINK:
        return _not_judged("symbolic link")
    if entry.mode == SUBMODULE:
        return _not_judged("submodule")
    return lambda: read(entry.blob, SIZE_LIMIT)


def directory(name: str) -> list[File]:
    """Return the tracked files at or below a directory, or all its files where git tracks none."""
    base = Path(name)
    if not base.is_dir():
        problem = "not a directory; use `polyglint check`" if base.exists() else "no such directory"
        raise FatalError(f"{name}: {problem}")
    repository = _repository_of(base)
    submodules = set()
    paths = []
    for entry in repository.tracked() if repository else ():
        paths.append(entry.path)
        if entry.mode == SUBMODULE:
            submodules.add(entry.path)
    paths = sorted(paths or _walk(base))
    prefix = repository.prefix if repository else ""
    specified = repository.attributes(paths, attributes.NAMES) if repository else {}
    return [
        File(
            str(base / path),
            prefix + path,
            specified.get(path, {}),
            _not_judged("submodule") if path in submodules else _tracked_reader(base / path),
            repository.root if repository else None,
        )
        for path in paths
    ]


def _repository_of(base: Path) -> Repository | None:
    try:
        return Repository.find(base)
    except GitMissingError:
        if enclosing_root(base.resolve() / "x"):
            raise  # what it tracks decides what is audited
        return None


def _walk(base: Path) -> Iterator[str]:
    """Yield the files below a directory, following no links and leaving out git's own."""

    def fail(error: OSError) -> None:
        raise FatalError(f"{error.filename}: {error.strerror}; make it readable") from error

    for folder, subfolders, names in os.walk(base, onerror=fail):
        subfolders[:] = (subfolder for subfolder in subfolders if subfolder != ".git")
        for name in names:
            if name != ".git":
                yield (Path(folder) / name).relative_to(base).as_posix()


def _tracked_reader(path: Path) -> Callable[[], bytes | NotJudged]:
    def read() -> bytes | NotJudged:
        try:
            return read_file(path)
        except FileNotFoundError:
            return NotJudged("not in the work tree")

    return read


def _not_judged(reason: str) -> Callable[[], NotJudged]:
    return lambda: NotJudged(reason)
