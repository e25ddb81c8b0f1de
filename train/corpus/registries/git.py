"""Public repositories at a commit by git alone, as archives of their texts.

Nothing of a repository is executed, and nothing checked out: texts are read from git's objects.
Submodules, links, binary files and what Git LFS keeps elsewhere are left alone, and so is other
people's work that a repository brings along.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.git import process, remote
from polyglint.git.blobs import Blobs
from polyglint.git.repository import Repository
from polyglint.results import NotJudged
from train.corpus.registries.client import TIMEOUT, DownloadError, OversizeError
from train.corpus.repository_archive import SUFFIX, write_archive
from train.corpus.text import MAX_BYTES
from train.corpus.unwanted import unwanted_path

HOST = "github.com"
MAX_REPOSITORY_BYTES = 1 << 30  # of what git gets
MAX_TEXT_BYTES = 1 << 28  # of one repository's texts
HEAD = "HEAD"
LFS_POINTER = b"version https://git-lfs.github.com/spec/"
EXAMINED = 8000  # bytes in which git looks for a NUL
NAME = re.compile(
    r"(?:(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)/)?"
    r"(?P<path>[A-Za-z0-9][A-Za-z0-9-]*(?:/(?!\.{1,2}(?:/|$))[\w.-]+)+)",
    re.ASCII,
)
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Git:
    """Gets one commit and no history; `url.<base>.insteadOf` of git makes it ask a mirror."""

    programs = ("git",)

    def download(self, name: str, version: str | None, directory: Path) -> None:
        try:
            with tempfile.TemporaryDirectory(dir=directory) as temporary:
                repository, commit = _fetched(url(name), version, Path(temporary))
                archive = directory / f"{commit}{SUFFIX}"
                write_archive(archive, name.rpartition("/")[2], _texts(repository, commit))
        except remote.LimitError as error:
            raise OversizeError(str(error)) from error
        except FatalError as error:
            raise DownloadError(str(error)) from error


def url(name: str) -> str:
    """Where a repository is: `owner/name` at GitHub, `host/owner/name` elsewhere."""
    found = NAME.fullmatch(name)
    if found is None:
        raise DownloadError(f"owner/name or host/owner/name expected, found {name}")
    return f"https://{found['host'] or HOST}/{found['path']}"


def _fetched(location: str, version: str | None, directory: Path) -> tuple[Repository, str]:
    """A bare repository with one commit, and that commit's id."""
    remote.check(location)
    process.run(directory, "init", "--quiet", "--bare", "--template=")
    remote.transfer(
        directory,
        "fetch",
        "--quiet",
        "--depth=1",
        "--no-tags",
        "--no-recurse-submodules",
        f"--filter=blob:limit={MAX_BYTES + 1}",
        "--",
        location,
        version or HEAD,
        location=location,
        seconds=TIMEOUT,
        max_bytes=MAX_REPOSITORY_BYTES,
    )
    if remote.size(directory) > MAX_REPOSITORY_BYTES:  # it came between two looks
        raise remote.LimitError(f"larger than {MAX_REPOSITORY_BYTES >> 20} MiB")
    repository = Repository(directory, is_bare=True)
    commit = repository.resolve("FETCH_HEAD", "commit")
    if version not in (None, commit):
        raise FatalError(f"asked for {version}, got {commit}")
    return repository, commit


def _texts(repository: Repository, commit: str) -> Iterator[tuple[str, bytes]]:
    """Paths and contents of its own regular files that are small enough, and text to git."""
    sizes = _sizes(repository.directory)
    blobs = repository.blobs()
    total = 0
    for entry in repository.tracked(repository.resolve(commit)):
        size = sizes.get(entry.blob, 0)  # a blob that is larger than asked for did not come
        is_small_file = entry.mode.startswith("100") and 0 < size <= MAX_BYTES
        if not is_small_file or not _is_sound(entry.path) or unwanted_path(entry.path):
            continue
        total += size
        if total > MAX_TEXT_BYTES:
            raise remote.LimitError(f"more than {MAX_TEXT_BYTES >> 20} MiB of text")
        data = _read(blobs, entry.blob)
        if b"\0" not in data[:EXAMINED] and not data.startswith(LFS_POINTER):
            yield entry.path, data


def _read(blobs: Blobs, blob: str) -> bytes:
    try:
        found = blobs.read(blob, MAX_BYTES)
    except OSError as error:
        raise FatalError(str(error)) from error
    if isinstance(found, NotJudged):
        raise FatalError(f"blob {blob}: {found.reason}")
    return found


def _sizes(directory: Path) -> dict[str, int]:
    """Bytes of each blob that is here."""
    answer = process.run(
        directory, "cat-file", "--batch-all-objects", "--batch-check", "--unordered"
    )
    fields = (line.split() for line in answer.decode().splitlines())
    return {name: int(size) for name, kind, size in fields if kind == "blob"}


def _is_sound(path: str) -> bool:
    """Whether a path can be a file's name anywhere."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return path.isprintable() and "\\" not in path
