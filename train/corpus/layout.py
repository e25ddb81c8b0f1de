"""The directory layout of a corpus: `<Language>/<registry>__<package>/<path>`, never deeper.

The `/` of an npm scope and of a repository is written `+` and a path's `/` is written `__`, so
three levels hold any project.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from polyglint.errors import FatalError
from train.corpus.provenance import UNKNOWN, Origin, read_origins

# Labels under which a corpus may have been collected, and linguist's name for the same files.
LINGUIST_NAMES = {
    "AWK": "Awk",
    "Coq": "Rocq Prover",
    "GNU Octave": "MATLAB",
    "JSX": "JavaScript",
    "OCamlYacc": "OCaml",
    "OCamllex": "OCaml",
    "Vim Script": "Vim script",
}


CHECKOUT = "dir"  # the registry of files that come from no registry
GIT = "git"  # that of public repositories, by owner and name
# A directory or a package that is a repository's: neither part can lead elsewhere or be an option.
REPOSITORY = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)(__|/)([A-Za-z0-9_.-]*[A-Za-z0-9_-])")
MAX_NAME = 200  # bytes; file systems allow 255


class CorpusFile(NamedTuple):
    """One file of a corpus: where it is, and what its place in the layout says of it."""

    language: str
    registry: str
    package: str
    path: str
    file: Path
    origin: Origin = UNKNOWN

    @property
    def name(self) -> str:
        """Where the file stands in a corpus, relative to its root."""
        return f"{self.language}/{package_directory(self.registry, self.package)}/{self.path}"


def linguist_name(label: str) -> str:
    return LINGUIST_NAMES.get(label, label)


def package_directory(registry: str, package: str) -> str:
    return f"{registry}__{package.replace('/', '+')}"


def flat_path(path: str) -> str:
    """A path as one file name; a long one keeps its end, under a hash of the whole."""
    flat = path.replace("/", "__")
    if len(flat.encode("utf-8", "replace")) <= MAX_NAME:
        return flat
    digest = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{digest}_{flat[-MAX_NAME // 4 :]}"


def documents(root: Path) -> Iterator[CorpusFile]:
    """All files of the layout under root, in order of language, package and path."""
    if not root.is_dir():
        raise FatalError(f"corpus directory expected, found none: {root}")
    origins = read_origins(root)
    for language in _directories(root):
        for package in _directories(language):
            yield from _package_documents(language.name, package, origins)


def _package_documents(
    label: str, directory: Path, origins: Mapping[str, Origin]
) -> Iterator[CorpusFile]:
    registry, separator, package = directory.name.partition("__")
    if not separator:
        raise FatalError(f"<registry>__<package> expected, found {directory}")
    for file in sorted(directory.iterdir()):
        if file.is_file() and not file.is_symlink():
            name = package_name(package, registry)
            origin = origins.get(name, UNKNOWN) if registry == GIT else UNKNOWN
            yield CorpusFile(linguist_name(label), registry, name, file.name, file, origin)


def package_name(directory: str, registry: str) -> str:
    """Only a scope's or an owner's `+` was a `/`: `@angular+core`, but `libsigc++-2.0-dev`."""
    if registry == GIT:
        return directory.replace("+", "/")
    return directory.replace("+", "/", 1) if directory.startswith("@") else directory


def _directories(directory: Path) -> list[Path]:
    return sorted(path for path in directory.iterdir() if path.is_dir() and not path.is_symlink())
