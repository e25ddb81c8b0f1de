"""Packages to archives on disk, each with its SHA-256; what is there is not fetched again."""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from polyglint.errors import FatalError
from polyglint.filesystem.atomic import replacement
from train.corpus.layout import package_directory
from train.corpus.manifest import read_table, write_table
from train.corpus.registries import DownloadError, OversizeError, Registry
from train.corpus.sources import Package
from train.progress import progress

ARCHIVES = "archives.tsv"
NEWEST = "newest"
SHOWN_FAILURES = 5
SAVE_EVERY = 50  # packages; a run that is killed loses what came since


class Archive(NamedTuple):
    """One file that a package came as; `obtained` is its version, or that it was the newest."""

    registry: str
    package: str
    version: str
    obtained: str
    archive: str
    sha256: str


class Fetched(NamedTuple):
    """Archives of each package that came, and why each other one did not."""

    archives: dict[Package, list[Archive]]
    failures: dict[Package, str]


def fetch(
    packages: Sequence[Package],
    registries: Mapping[str, Registry],
    directory: Path,
    max_failures: float,
    jobs: int = 1,
) -> Fetched:
    """Download what is missing under the directory; its table names every archive there is.

    Args:
        max_failures: share of the packages above which the run ends at once.
        jobs: downloads at a time; what a run brings does not depend on it.

    Raises:
        FatalError: more packages failed than that.
    """
    store = _Store(directory)
    missing = _without_client(registries)
    failures: dict[Package, str] = {}

    def obtain(package: Package) -> list[Archive]:
        if len(failures) > max_failures * len(packages):
            return []
        try:
            if not (archives := store.archives(package)):
                if package.registry in missing:
                    raise DownloadError(f"no {missing[package.registry]} here")
                archives = _download(package, registries[package.registry], store)
            return archives
        except DownloadError as error:
            failures[package] = str(error)
            return []

    with ThreadPoolExecutor(jobs) as pool:
        obtained = pool.map(obtain, packages)
        try:
            done = progress(obtained, "packages", len(packages), unit="package")
            archives = dict(zip(packages, done, strict=True))
        finally:
            pool.shutdown(cancel_futures=True)
            store.write()
    if len(failures) > max_failures * len(packages):
        raise FatalError(too_many(failures, len(packages)))
    return Fetched({package: found for package, found in archives.items() if found}, failures)


def too_many(failures: Mapping[Package, str], total: int) -> str:
    last = list(failures.items())[-SHOWN_FAILURES:]
    shown = "; ".join(f"{package}: {reason}" for package, reason in last)
    return f"{len(failures)} of {total} packages failed, more than --max-failures allows: {shown}"


def _without_client(registries: Mapping[str, Registry]) -> dict[str, str]:
    """Registries whose client is not installed, with the program that is missing."""
    missing = {}
    for name, registry in registries.items():
        absent = [program for program in registry.programs if not shutil.which(program)]
        if absent:
            missing[name] = absent[0]
    return missing


def _download(package: Package, registry: Registry, store: "_Store") -> list[Archive]:
    """The package at its version, or at the newest where a registry no longer has that one."""
    try:
        return store.add(package, package.version, registry)
    except OversizeError:
        raise
    except DownloadError as first:
        try:
            return store.add(package, None, registry)
        except DownloadError as error:
            raise DownloadError(f"{first}; the newest: {error}") from error


class _Store:
    """Archives in `<registry>__<package>/`, and the table of them; for several threads at once."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._table = directory / ARCHIVES
        self._lock = Lock()
        directory.mkdir(parents=True, exist_ok=True)
        rows = read_table(self._table) if self._table.exists() else []
        if any(tuple(row) != Archive._fields for row in rows):
            raise FatalError(f"{self._table}: columns {', '.join(Archive._fields)} expected")
        self._known: dict[tuple[str, str, str], list[Archive]] = {}
        for archive in (Archive(**row) for row in rows):
            self._known.setdefault(archive[:3], []).append(archive)

    def path(self, archive: Archive) -> Path:
        return (
            self._directory / package_directory(archive.registry, archive.package) / archive.archive
        )

    def archives(self, package: Package) -> list[Archive]:
        """The package's archives if all are here as they were written; else none."""
        archives = self._known.get(package[:3], [])
        return archives if all(self._is_intact(archive) for archive in archives) else []

    def add(self, package: Package, version: str | None, registry: Registry) -> list[Archive]:
        """Download to a directory beside the store, then move: no half file is ever in it."""
        target = self._directory / package_directory(package.registry, package.name)
        with tempfile.TemporaryDirectory(dir=self._directory, prefix="download-") as temporary:
            registry.download(package.name, version, Path(temporary))
            files = sorted(file for file in Path(temporary).iterdir() if file.is_file())
            if not files:
                raise DownloadError("the client brought no file")
            target.mkdir(exist_ok=True)
            for file in files:
                file.replace(target / file.name)
        archives = [
            Archive(*package[:3], version or NEWEST, file.name, _sha256(target / file.name))
            for file in files
        ]
        with self._lock:
            self._known[package[:3]] = archives
            if len(self._known) % SAVE_EVERY == 0:
                self._write()
        return archives

    def write(self) -> None:
        """Bring the table up to date."""
        with self._lock:
            if self._known:
                self._write()

    def _write(self) -> None:
        rows = sorted(archive for archives in self._known.values() for archive in archives)
        with replacement(self._table) as unfinished:
            write_table(unfinished, Archive._fields, rows)

    def _is_intact(self, archive: Archive) -> bool:
        path = self.path(archive)
        return path.is_file() and _sha256(path) == archive.sha256


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
