"""Whole packages of held-out projects, unpacked one project at a time."""

from __future__ import annotations

import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.command import files_table
from polyglint.errors import FatalError
from train.corpus.archives import BadArchiveError, Member, members
from train.corpus.collect import own_path
from train.corpus.layout import GIT, package_name
from train.corpus.manifest import read_table
from train.corpus.projects import project_group, read_groups
from train.corpus.registries import family

MAX_BYTES = 64 << 20  # of one file; the hook reads the first MiB


class Project(NamedTuple):
    """A project group, and its packages' archives."""

    name: str
    archives: tuple[Path, ...]


class Unpacked(NamedTuple):
    """An archive's files, in a directory of their own."""

    package: str  # the name of its directory, <registry>__<package>
    directory: Path
    left_out: dict[str, str]  # path -> why it was not unpacked


def held_out_projects(dataset: Path, archives: Path) -> list[Project]:
    """Projects of the split test that there are archives of, in an order that a hash decides.

    Args:
        dataset: its directory, with `files.tsv`.
        archives: holds a directory `<registry>__<package>` for each, as `corpus` downloads them.

    Raises:
        FatalError: one of the two is missing, or they have no project in common.
    """
    table = files_table(dataset)
    if not archives.is_dir():
        raise FatalError(f"{archives}: no such directory; `python -m train corpus` downloads one")
    names = {row["project"] for row in read_table(table) if row["split"] == "test"}
    groups = read_groups()
    found: defaultdict[str, list[Path]] = defaultdict(list)
    for directory in sorted(archives.iterdir()):
        registry, separator, package = directory.name.partition("__")
        if not separator or not directory.is_dir():
            continue
        name = project_group(groups, family(registry), package_name(package, registry))
        if name in names:
            found[name] += sorted(file for file in directory.iterdir() if file.is_file())
    if not found:
        raise FatalError(f"{archives}: no package of a project that {table} holds out")
    order = sorted(found, key=lambda name: hashlib.sha256(name.encode()).digest())
    return [Project(name, tuple(found[name])) for name in order if found[name]]


def held_out_repositories(dataset: Path, mirrors: Path) -> list[tuple[str, Path]]:
    """Repositories of the split test, ``owner/name``, and their clones.

    Args:
        dataset: its directory, with `files.tsv`.
        mirrors: holds a directory `owner+name` for each, a clone, bare or not, or one in `repo`.

    Raises:
        FatalError: there is no clone of any.
    """
    names = {
        row["path"].split("/")[1].removeprefix(f"{GIT}__")
        for row in read_table(files_table(dataset))
        if row["split"] == "test" and row["path"].split("/")[1].startswith(f"{GIT}__")
    }
    found = []
    for name in sorted(names):
        directories = (mirrors / name / part for part in ("", "repo"))
        clone = next((directory for directory in directories if _is_clone(directory)), None)
        if clone is not None:
            found.append((name.replace("+", "/"), clone))
    if not found:
        raise FatalError(f"{mirrors}: no clone of a repository that {dataset} holds out")
    return found


def _is_clone(directory: Path) -> bool:
    return (directory / "HEAD").is_file() or (directory / ".git").exists()


@contextmanager
def unpacked(archive: Path) -> Iterator[Unpacked]:
    """Unpack the regular files of an archive to a temporary directory.

    Raises:
        BadArchiveError: it cannot be read, or its paths lead out of it.
    """
    with tempfile.TemporaryDirectory(prefix="clean-") as temporary:
        directory = Path(temporary).resolve()
        left_out = {}
        for member in members(archive):
            path = own_path(member.path, archive)
            if reason := _unpack(member, directory, path):
                left_out[path] = reason
        yield Unpacked(archive.parent.name, directory, left_out)


def _unpack(member: Member, directory: Path, path: str) -> str | None:
    """Write one file; returns why it cannot be written."""
    if member.size > MAX_BYTES:
        return f"larger than {MAX_BYTES >> 20} MiB"
    target = directory / path
    if directory not in target.resolve().parents:
        raise BadArchiveError(f"path leads out of the archive: {member.path!r}")
    content = member.read()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except (OSError, ValueError) as error:
        return f"cannot be written ({getattr(error, 'strerror', error)})"
    return None
