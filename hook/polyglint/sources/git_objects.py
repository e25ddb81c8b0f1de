"""The files of a run that are read from git: those of the index, of a revision, of a change."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from polyglint.errors import FatalError, UnreadableFileError
from polyglint.filesystem.meanwhile import Meanwhile
from polyglint.git.attribute_files import GITATTRIBUTES
from polyglint.git.blobs import Blobs
from polyglint.git.repository import SUBMODULE, SYMBOLIC_LINK, GitEntry, Repository
from polyglint.linguist import attributes
from polyglint.results import NotJudged
from polyglint.sources import staging
from polyglint.sources.change import asked_for
from polyglint.sources.decode import SIZE_LIMIT
from polyglint.sources.staging import Staging
from polyglint.sources.worktree import File, directory, not_judged, repository_of

HEAD = "HEAD"
UNREAD = {SYMBOLIC_LINK: "symbolic link", SUBMODULE: "submodule"}


def staged(filenames: Sequence[str] = (), listed: Meanwhile[Staging] | None = None) -> list[File]:
    """Return files of the index, content and attributes as the next commit would hold them.

    Args:
        filenames: as of `staging.staged`.
        listed: what that has begun with, if anything.
    """
    repository, entries = listed.result() if listed else staging.staged(filenames)
    paths = [entry.path for entry in entries]
    specified = repository.attributes(paths, attributes.NAMES, cached=True)
    return _files(repository, entries, specified, _from_here(repository))


def overridden(files: Sequence[File]) -> list[File]:
    """Return files of the index, beside those given, whose language its settings declare.

    None where no .gitattributes among the given ones declares any: only there the contents of files
    that do not change with it say whether it is right.
    """
    if not any(map(_declares_languages, files)):
        return []
    repository = Repository.current()
    given = {file.place for file in files}
    entries = [entry for entry in sorted(repository.tracked()) if entry.path not in given]
    specified = repository.attributes((e.path for e in entries), attributes.NAMES, cached=True)
    declared = [e for e in entries if not specified[e.path].keys().isdisjoint(attributes.LANGUAGES)]
    return _files(repository, declared, specified, _from_here(repository))


def _declares_languages(file: File) -> bool:
    if file.place.rpartition("/")[2] != GITATTRIBUTES:
        return False
    try:
        content = file.content()
    except UnreadableFileError:  # which the run says
        return False
    return isinstance(content, bytes) and any(
        name.encode() in content for name in attributes.LANGUAGES
    )


def changed(base: str, revision: str, names: Sequence[str] = ()) -> list[File]:
    """Return the files of a revision that it changed since it left another.

    Args:
        names: files or directories of one of the two; none of them means all.
    """
    repository = Repository.find(Path.cwd())
    if repository is None or not repository.is_bare:
        repository = Repository.current()
    tree = repository.resolve(revision)
    entries = repository.changed(base, revision)
    entries = sorted(asked_for(repository, entries, names, (revision, base)))
    paths = [entry.path for entry in entries]
    specified = repository.attributes(paths, attributes.NAMES, tree=tree)
    return _files(repository, entries, specified, _from_here(repository), tree)


def revision(name: str, wanted: str) -> list[File]:
    """Return all files of a revision, at or below a directory or in a bare repository."""
    repository = repository_of(name)
    if repository is None:
        raise FatalError(f"{name}: not in a git repository, so it has no revisions")
    tree = repository.resolve(wanted)
    entries = sorted(repository.tracked(tree))
    if repository.prefix and not entries:
        raise FatalError(f"{name}: {wanted} has no files there; check its spelling")
    paths = [entry.path for entry in entries]
    specified = repository.attributes(paths, attributes.NAMES, tree=tree)
    base = str(Path(name) / "x")[:-1]
    return _files(repository, entries, specified, base.__add__, tree)


def at_root(
    root: Path, tree: str, shown: Callable[[str], str]
) -> Callable[[str], bytes | NotJudged | None]:
    """Return what reads files at the root of a tree by their names; None where there is none.

    Args:
        root: of the repository, whatever directory of it a run is about.
        shown: makes the path for people from the name.
    """
    repository = Repository(root)
    entries = repository.at_root(tree)
    found = _files(repository, entries, {entry.path: {} for entry in entries}, shown, tree)
    by_name = {file.place: file for file in found}
    return lambda name: by_name[name].content() if name in by_name else None


def all_of(name: str, wanted: str | None) -> list[File]:
    """Return all files of a directory, or of a revision where one is wanted.

    A bare repository has no work tree; its files are those of its head.
    """
    if wanted is None:
        repository = repository_of(name)
        if repository is None or not repository.is_bare:
            return directory(name)
    return revision(name, wanted or HEAD)


def _files(
    repository: Repository,
    entries: Iterable[GitEntry],
    specified: Mapping[str, Mapping[str, str]],
    shown: Callable[[str], str],
    tree: str | None = None,
) -> list[File]:
    """Files that one process of git reads.

    Args:
        shown: makes the path for people from the path in the repository's directory.
    """
    blobs, root, prefix = repository.blobs(), repository.root, repository.prefix
    entries = [*entries]
    named = Counter(entry.path for entry in entries)

    def file(entry: GitEntry) -> File:
        described = shown(entry.path), prefix + entry.path, specified[entry.path]
        if named[entry.path] > 1:
            return File(*described, _ambiguous, root, tree)
        blob = None if entry.mode in UNREAD else entry.blob
        return File(*described, _reader(entry, blobs), root, tree, blob)

    return [file(entry) for entry in entries]


def _ambiguous() -> bytes:
    """Of two entries of one name in a tree, a checkout shows one; the other would be hidden."""
    raise OSError(errno.EIO, "its name stands twice in its tree; try `git fsck`")


def _reader(entry: GitEntry, blobs: Blobs) -> Callable[[], bytes | NotJudged]:
    if entry.mode in UNREAD:
        return not_judged(UNREAD[entry.mode])
    return partial(blobs.read, entry.blob, SIZE_LIMIT)


def _from_here(repository: Repository) -> Callable[[str], str]:
    """Paths as they are from the current directory; in a bare repository, as they are in it."""
    if repository.is_bare:
        return str
    return lambda path: os.path.relpath(repository.directory / path)
