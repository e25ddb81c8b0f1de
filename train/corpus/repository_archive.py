"""The archive of a repository's texts: written from git, read with the languages of its files."""

import gzip
import io
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from polyglint.git.attribute_files import GITATTRIBUTES
from train.corpus.archives import members
from train.corpus.attributes import of_texts
from train.corpus.labels import extensions, label
from train.corpus.provenance import Origin, is_licence, licence_of
from train.corpus.text import decode
from train.corpus.unwanted import unwanted_path

SUFFIX = ".tar.gz"


def write_archive(archive: Path, name: str, files: Iterable[tuple[str, bytes]]) -> None:
    """Write paths and contents, the same bytes at any time; a directory is put around them."""
    with (
        archive.open("wb") as stream,
        gzip.GzipFile("", "wb", fileobj=stream, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path, data in files:
            info = tarfile.TarInfo(f"{name}/{path}")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


class RepositoryArchive:
    """What an archive says of its repository, and its texts.

    Raises:
        BadArchiveError: it cannot be read.
    """

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self.paths: list[str] = []
        self._settings: dict[str, bytes] = {}
        self._licences: dict[str, bytes] = {}
        for path, read in self._members():
            self.paths.append(path)
            if PurePosixPath(path).name == GITATTRIBUTES:
                self._settings[path] = read()
            elif is_licence(path):
                self._licences[path] = read()

    @property
    def origin(self) -> Origin:
        """The commit, by which the archive is called, and the licence."""
        commit = self._archive.name.removesuffix(SUFFIX)
        with tempfile.TemporaryDirectory(prefix="licence-") as directory:
            file = Path(directory) / "text"
            for path in sorted(self._licences):
                file.write_bytes(self._licences[path])
                if licence := licence_of(file):
                    return Origin(commit, licence)
        return Origin(commit)

    def labelled(self) -> Iterator[tuple[str, str, str]]:
        """Language, path and text of the files that are in a language of their own."""
        declared = of_texts(self._settings, self.paths)
        beside = extensions(self.paths)
        for path, read in self._members():
            text = None if unwanted_path(path) else decode(read())
            language = text and label(path, text, declared.get(path, {}), beside)
            if text and language:
                yield language, path, text

    def _members(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        for member in members(self._archive):
            yield member.path.partition("/")[2], member.read
