"""The files of a run in a work tree: those named, those of a directory, those changed."""

from __future__ import annotations

import os
import stat
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from polyglint.errors import FatalError, UnreadableFileError
from polyglint.filesystem.named_file import check_given
from polyglint.git.repository import SUBMODULE, GitMissingError, Repository, enclosing_root
from polyglint.linguist import attributes
from polyglint.results import NotJudged
from polyglint.sources.decode import read_file


@dataclass(frozen=True, eq=False)
class File:
    """A file to judge; its content is read when it is its turn.

    An answer is remembered by content, place and attributes. Whatever else may change it belongs
    into `Judging`, or into `polyglint.engine.cache`.
    """

    path: str  # as people know it
    place: str  # inside its repository, where linguist's path rules look
    attributes: Mapping[str, str]
    read: Callable[[], bytes | NotJudged]
    root: Path | None = None  # of the work tree or the bare repository that it belongs to
    tree: str | None = None  # id of the tree that it is read from; None: work tree or index
    blob: str | None = None  # git's id of its content, where it is read from git
    location: str | None = None  # absolute, where it is read from a disk

    def content(self) -> bytes | NotJudged:
        try:
            return self.read()
        except OSError as error:
            raise UnreadableFileError(f"{self.path}: {error.strerror or error}") from error


def named(filenames: Iterable[str]) -> list[File]:
    """Return the files that a command names, as they are in the work tree."""
    places: dict[Path | None, dict[str, str]] = defaultdict(dict)
    folders: dict[str, tuple[Path | None, str]] = {}
    for filename in sorted(set(filenames)):
        _check_named(filename)
        root, place = _locate(filename, folders)
        places[root][filename] = place
    found = []
    for root, inside in places.items():
        specified = _attributes(root, inside.values())
        found += [
            _on_disk(filename, place, specified.get(place, {}), root, partial(_read, filename))
            for filename, place in inside.items()
        ]
    return sorted(found, key=lambda file: file.path)


def _check_named(filename: str) -> None:
    check_given(filename)
    path = Path(filename)
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError as error:
        raise FatalError(f"{filename}: no such file; check its spelling") from error
    except (OSError, ValueError) as error:
        raise FatalError(f"{filename}: {getattr(error, 'strerror', error)}") from error
    if stat.S_ISDIR(mode) and not _is_submodule(path):
        raise FatalError(f"{filename}: a directory; use `polyglint audit` for all its files")


def _is_submodule(path: Path) -> bool:
    """Whether a directory is what git tracks as one entry: populated, or still empty."""
    return (path / ".git").exists() or next(path.iterdir(), None) is None


def _locate(filename: str, folders: dict[str, tuple[Path | None, str]]) -> tuple[Path | None, str]:
    """Return the root of the repository around a file, if any, and the file's place in it.

    Args:
        folders: what was found out already, by folder; many files share one.
    """
    folder, name = os.path.split(os.path.abspath(filename))  # noqa: PTH100
    if folder not in folders:
        folders[folder] = _locate_folder(actual(filename).parent)
    root, prefix = folders[folder]
    return root, prefix + name


def _locate_folder(folder: Path) -> tuple[Path | None, str]:
    root = enclosing_root(folder / "x")
    base = root or Path.cwd()
    inside = folder.relative_to(base).as_posix() if folder.is_relative_to(base) else "."
    return root, "" if inside == "." else f"{inside}/"


def actual(filename: str) -> Path:
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


def _on_disk(
    path: str,
    place: str,
    specified: Mapping[str, str],
    root: Path | None,
    read: Callable[[], bytes | NotJudged],
) -> File:
    # Path.absolute would take five times as long
    return File(path, place, specified, read, root, location=os.path.abspath(path))  # noqa: PTH100


def _read(path: str) -> bytes | NotJudged:
    return read_file(Path(path))


def changed(base: str) -> list[File]:
    """Return the files that the current branch changed since it left another, staged ones too."""
    repository = Repository.current()
    places = sorted(entry.path for entry in repository.changed(base))
    specified = repository.attributes(places, attributes.NAMES)
    root = repository.directory
    shown = {place: os.path.relpath(root / place) for place in places}
    return [
        _on_disk(path, place, specified[place], root, partial(_read_tracked, path))
        for place, path in shown.items()
    ]


def directory(name: str) -> list[File]:
    """Return the tracked files at or below a directory, or all its files where git tracks none."""
    repository = repository_of(name)
    submodules = set()
    paths = []
    for entry in repository.tracked() if repository else ():
        paths.append(entry.path)
        if entry.mode == SUBMODULE:
            submodules.add(entry.path)
    paths = sorted(paths or _walk(Path(name)))
    prefix = repository.prefix if repository else ""
    root = repository.root if repository else None
    specified = repository.attributes(paths, attributes.NAMES) if repository else {}
    base = str(Path(name) / "x")[:-1]
    return [
        _on_disk(
            base + path,
            prefix + path,
            specified.get(path, {}),
            root,
            not_judged("submodule") if path in submodules else partial(_read_tracked, base + path),
        )
        for path in paths
    ]


def repository_of(name: str) -> Repository | None:
    """Return the repository that a directory is in, or is, if any.

    Raises:
        FatalError: it is no directory.
    """
    check_given(name)
    base = Path(name)
    if not base.is_dir():
        problem = "not a directory; use `polyglint check`" if base.exists() else "no such directory"
        raise FatalError(f"{name}: {problem}")
    try:
        return Repository.find(base)
    except GitMissingError:
        if enclosing_root(base.resolve() / "x"):
            raise  # what it tracks decides what is audited
        return None


def _walk(base: Path) -> Iterator[str]:
    """Yield the files below a directory, following no links and leaving out git's own.

    `os.walk` calls itself for each folder before Python 3.12, and a thousand inside each other
    would end it.
    """
    folders = [str(base)]
    while folders:
        try:
            with os.scandir(folders.pop()) as found:
                entries = [entry for entry in found if entry.name != ".git"]
        except OSError as error:
            raise FatalError(f"{error.filename}: {error.strerror}; make it readable") from error
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                yield Path(entry.path).relative_to(base).as_posix()


def _read_tracked(path: str) -> bytes | NotJudged:
    try:
        return _read(path)
    except FileNotFoundError:
        return NotJudged("not in the work tree")


def not_judged(reason: str) -> Callable[[], NotJudged]:
    return lambda: NotJudged(reason)
