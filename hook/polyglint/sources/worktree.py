"""The files of a run in a work tree: those named, those of a directory, those changed."""

from __future__ import annotations

import os
import stat
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from polyglint.errors import FatalError, UnreadableFileError
from polyglint.filesystem.links import followed
from polyglint.filesystem.named_file import check_given, no_such
from polyglint.git.attribute_files import directories_of
from polyglint.git.repository import SUBMODULE, GitMissingError, Repository, enclosing_root
from polyglint.linguist import attributes
from polyglint.results import NotJudged
from polyglint.sources.change import asked_for
from polyglint.sources.opening import BEYOND_LINK, Opened, read_below
from polyglint.typed import NamedTuple


class FileFields(NamedTuple):
    """What is known of a file before it is read."""

    path: str  # as people know it
    place: str  # inside its repository, where linguist's path rules look
    attributes: Mapping[str, str]
    read: Callable[[], bytes | NotJudged | Opened]
    root: Path | None = None  # of the work tree or the bare repository that it belongs to
    tree: str | None = None  # id of the tree that it is read from; None: work tree or index
    blob: str | None = None  # git's id of its content, where it is read from git
    location: str | None = None  # absolute, where it is read from a disk
    allowed: tuple[str, ...] = ()  # languages that the configuration allows it
    is_tracked: bool | None = True  # by git; None where nobody asked


class File(FileFields):
    """A file to judge, equal to itself alone; its content is read when it is its turn.

    An answer is remembered by content, place, attributes and allowed languages. Whatever else may
    change it belongs into `CheckOptions`, or into `polyglint.engine.cache`.
    """

    __slots__ = ()
    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = object.__hash__

    def content(self) -> bytes | NotJudged:
        found = self.opened()
        return found.content if isinstance(found, Opened) else found

    def opened(self) -> bytes | NotJudged | Opened:
        """The content, with the state of the file that it was read from where a disk holds it.

        Raises:
            UnreadableFileError: it cannot be read.
        """
        try:
            return self.read()
        except OSError as error:
            raise UnreadableFileError(self.path, error.strerror or str(error)) from error


def named(filenames: Iterable[str]) -> list[File]:
    """Return the files that a command names, as they are in the work tree."""
    places: dict[Path | None, dict[str, tuple[str, Directory]]] = defaultdict(dict)
    directories: dict[str, Directory] = {}
    found = []
    for filename in sorted(set(filenames)):
        _check_named(filename)
        place, directory = _locate(filename, directories)
        if directory.leads_out:
            found.append(File(filename, place, {}, not_judged(BEYOND_LINK.reason)))
        else:
            places[directory.root][filename] = place, directory
    for root, inside in places.items():
        specified = _attributes(root, (place for place, _ in inside.values()))
        for filename, (place, directory) in inside.items():
            read = partial(read_below, directory.path, place.rpartition("/")[2])
            file = _on_disk(filename, place, specified.get(place, {}), root, read)
            found.append(file._replace(is_tracked=None))
    return sorted(found, key=lambda file: file.path)


def _check_named(filename: str) -> None:
    check_given(filename)
    path = Path(filename)
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError as error:
        raise no_such(filename) from error
    except (OSError, ValueError) as error:
        raise FatalError(f"{filename}: {getattr(error, 'strerror', error)}") from error
    if stat.S_ISDIR(mode) and not _may_be_submodule(path):
        raise FatalError(f"{filename}: a directory; use `polyglint audit` for all its files")


def _may_be_submodule(path: Path) -> bool:
    """Whether git may track a directory as one entry of the repository around it.

    It is populated, or still empty. Whoever is inside it means the directory.
    """
    absolute, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100
    if absolute in (here, *here.parents) or enclosing_root(absolute) is None:
        return False
    return (path / ".git").exists() or next(path.iterdir(), None) is None


class Directory(NamedTuple):
    """A directory of files that a command names."""

    path: str  # absolute, with links followed
    root: Path | None  # of the repository around it
    prefix: str  # its own path inside of that, "" or "…/"
    leads_out: bool  # of the repository by whose path it goes, through a link in there


def _locate(filename: str, directories: dict[str, Directory]) -> tuple[str, Directory]:
    """Return the place of a file in the repository around it, if any, and its directory.

    Args:
        directories: what was found out already, by directory; many files share one.
    """
    directory, name = os.path.split(os.path.abspath(filename))  # noqa: PTH100
    if directory not in directories:
        directories[directory] = _directory(Path(directory))
    return directories[directory].prefix + name, directories[directory]


def _directory(named: Path) -> Directory:
    directory = followed(named)
    root = enclosing_root(directory / "x")
    base = root or Path.cwd()
    inside = directory.relative_to(base).as_posix() if directory.is_relative_to(base) else "."
    around = enclosing_root(named / "x")
    leads_out = around is not None and not directory.is_relative_to(followed(around))
    return Directory(str(directory), root, "" if inside == "." else f"{inside}/", leads_out)


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
    read: Callable[[], Opened | NotJudged],
) -> File:
    # Path.absolute would take five times as long
    return File(path, place, specified, read, root, location=os.path.abspath(path))  # noqa: PTH100


def changed(base: str, names: Sequence[str] = ()) -> list[File]:
    """Return the files that the current branch changed since it left another, also staged ones.

    Args:
        names: files or directories, also of the base; none of them means all.
    """
    repository = Repository.current()
    found = asked_for(repository, repository.changed(base), names, (None, base))
    places = sorted(entry.path for entry in found)
    root = repository.directory
    beyond = _beyond_links(root, places)
    specified = repository.attributes([p for p in places if p not in beyond], attributes.NAMES)
    shown = {place: os.path.relpath(root / place) for place in places}
    return [
        _on_disk(path, place, specified[place], root, partial(_read_tracked, str(root), place))
        if place not in beyond
        else File(path, place, {}, not_judged(BEYOND_LINK.reason), root)
        for place, path in shown.items()
    ]


def directory(name: str) -> list[File]:
    """Return the tracked files at or below a directory, or all its files where git tracks none.

    Raises:
        FatalError: it is no directory, cannot be read, or is all of a file system, which would take
            hours and devices to walk.
    """
    repository = repository_of(name)
    unread: dict[str, str] = {}
    paths = []
    for entry in repository.tracked() if repository else ():
        paths.append(entry.path)
        if entry.mode == SUBMODULE:
            unread[entry.path] = "submodule"
    directory = followed(Path(name))
    if repository is None and directory.parent == directory:
        raise FatalError(f"{name}: a whole file system; name the directories to look into")
    unread |= dict.fromkeys(_beyond_links(directory, paths), BEYOND_LINK.reason)
    is_tracked = bool(paths)
    paths = sorted(paths or _walk(Path(name)))
    prefix = repository.prefix if repository else ""
    root = repository.root if repository else None
    asked = [path for path in paths if unread.get(path) != BEYOND_LINK.reason]
    specified = repository.attributes(asked, attributes.NAMES) if repository else {}
    base = str(Path(name) / "x")[:-1]

    def file(path: str) -> File:
        described = base + path, prefix + path, specified.get(path, {})
        if path in unread:
            return File(*described, not_judged(unread[path]), root)
        found = _on_disk(*described, root, partial(_read_tracked, str(directory), path))
        return found if is_tracked else found._replace(is_tracked=False)

    return [file(path) for path in paths]


def _beyond_links(base: Path, paths: Iterable[str]) -> set[str]:
    """Those of the paths that go through a link: where it leads is no part of the repository."""
    paths = [*paths]
    linked: dict[str, bool] = {"": False}
    for directory in sorted(directories_of(paths)):  # each after the one that holds it
        above = linked[directory.rpartition("/")[0]]
        linked[directory] = above or (directory != "" and os.path.islink(base / directory))  # noqa: PTH114
    return {path for path in paths if linked[path.rpartition("/")[0]]}


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

    `os.walk` calls itself for each directory before Python 3.12, and a thousand inside each other
    would end it.
    """
    directories = [str(base)]
    while directories:
        try:
            with os.scandir(directories.pop()) as found:
                entries = [entry for entry in found if entry.name != ".git"]
        except OSError as error:
            raise FatalError(f"{error.filename}: {error.strerror}; make it readable") from error
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                directories.append(entry.path)
            else:
                yield Path(entry.path).relative_to(base).as_posix()


def _read_tracked(directory: str, path: str) -> Opened | NotJudged:
    try:
        return read_below(directory, path)
    except FileNotFoundError:
        return NotJudged("not in the work tree")


def not_judged(reason: str) -> Callable[[], NotJudged]:
    return lambda: NotJudged(reason)
