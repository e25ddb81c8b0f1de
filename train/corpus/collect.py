"""Archives to source files in the corpus layout: a package's own files in the wanted languages."""

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from train.corpus.archives import BadArchiveError, Member, members
from train.corpus.labels import language_of
from train.corpus.layout import GIT, flat_path, package_directory
from train.corpus.provenance import Origin, write_origins
from train.corpus.registries import family
from train.corpus.repository_archive import RepositoryArchive
from train.corpus.sources import Package
from train.corpus.text import MAX_BYTES, decode
from train.corpus.unwanted import unwanted_path
from train.engine import Engine
from train.progress import progress

# Files of one language from one package; which ones, a hash of their paths decides.
MAX_FILES = 80


class _Sample:
    """At most MAX_FILES texts of a language: those whose paths have the smallest hashes."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, str, str]] = []

    def add(self, path: str, text: str) -> None:
        rank = -int.from_bytes(hashlib.sha256(path.encode("utf-8", "replace")).digest()[:8], "big")
        heapq.heappush(self._heap, (rank, path, text))
        if len(self._heap) > MAX_FILES:
            heapq.heappop(self._heap)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(sorted((path, text) for _, path, text in self._heap))


def collect(
    packages: Mapping[Package, Iterable[Path]], directory: Path, engine: Engine
) -> dict[Package, str]:
    """Write the source files of all packages, and the table of those that are repositories.

    Returns:
        Why some of them cannot be read.
    """
    tasks = [(package, tuple(archives), directory) for package, archives in packages.items()]
    done = progress(engine.imap(_collect, tasks), "archives", len(tasks), unit="package")
    found = dict(zip(packages, done, strict=True))
    origins = {p.name: origin for p, origin in found.items() if isinstance(origin, Origin)}
    if origins:
        write_origins(directory, origins)
    return {package: reason for package, reason in found.items() if isinstance(reason, str)}


def _collect(task: tuple[Package, tuple[Path, ...], Path]) -> Origin | str | None:
    """Where a repository came from, or why a package cannot be read."""
    package, archives, directory = task
    origin = None
    try:
        for archive in archives:
            if package.registry == GIT:
                repository = RepositoryArchive(archive)
                origin = repository.origin
                collect_texts(package, repository.labelled(), directory)
            else:
                collect_texts(package, _labelled(archive), directory)
    except BadArchiveError as error:
        return str(error)
    return origin


def collect_texts(
    package: Package, texts: Iterable[tuple[str | None, str, str]], directory: Path
) -> None:
    """Write a sample of a package's texts, given with their languages and paths."""
    samples: defaultdict[str, _Sample] = defaultdict(_Sample)
    for language, path, text in texts:
        if language and (not package.languages or language in package.languages):
            samples[language].add(path, text)
    for language, sample in samples.items():
        target = directory / language / package_directory(family(package.registry), package.name)
        for path, text in sample:
            target.mkdir(parents=True, exist_ok=True)
            (target / flat_path(path)).write_text(text, encoding="utf-8")


def _labelled(archive: Path) -> Iterator[tuple[str | None, str, str]]:
    for path, text in own_texts(archive):
        yield language_of(path, text), path, text


def own_texts(archive: Path) -> Iterator[tuple[str, str]]:
    """Paths and texts of the files in an archive that people may have written for its package.

    Raises:
        BadArchiveError: it cannot be read.
    """
    for member in members(archive):
        path = own_path(member.path, archive)
        text = decode(member.read()) if _is_candidate(member, path) else None
        if text is not None:
            yield path, text


def own_path(path: str, archive: Path) -> str:
    """The path without the directory that a source archive puts around everything."""
    parts = PurePosixPath(path).parts
    wrapped = archive.suffix not in (".deb", ".whl") and len(parts) > 1
    return "/".join(parts[1:] if wrapped else parts)


def _is_candidate(member: Member, path: str) -> bool:
    return 0 < member.size <= MAX_BYTES and unwanted_path(path) is None
