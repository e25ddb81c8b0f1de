"""Any directory of checkouts as a corpus: each checkout a project, labelled by linguist's rules.

A checkout in a directory `owner__name` is the repository by that name.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.git.repository import NoRevisionError, Repository
from polyglint.linguist import attributes
from train.corpus.attributes import specified
from train.corpus.labels import extensions, label
from train.corpus.layout import CHECKOUT, GIT, REPOSITORY, CorpusFile, flat_path
from train.corpus.provenance import Origin, licence_in
from train.corpus.sources import commits
from train.corpus.text import MAX_BYTES, decode
from train.progress import progress


def checkout_documents(directory: Path) -> Iterator[CorpusFile]:
    """The source files of all projects in a directory."""
    found = projects(directory)
    if not found:
        raise FatalError(f"checkouts expected, found no directory in {directory}")
    for project in progress(found, str(directory), len(found), unit="project"):
        name = project.relative_to(directory).as_posix()
        yield from documents_of(project, directory.resolve().name if name == "." else name)


def projects(directory: Path) -> list[Path]:
    """Directories with a `.git` at any depth, and immediate ones that have none inside."""
    if not directory.is_dir():
        raise FatalError(f"a directory of checkouts expected, found none: {directory}")
    if (directory / ".git").exists():
        return [directory]
    found: list[Path] = []
    for child in sorted(directory.iterdir()):
        if child.is_dir() and not child.is_symlink() and not child.name.startswith("."):
            found += _checkouts(child) or [child]
    return found


def _checkouts(directory: Path) -> list[Path]:
    """The outermost checkouts: one inside another is somebody else's, brought along."""
    found: list[Path] = []
    for parent, directories, files in os.walk(directory):
        directories.sort()
        if ".git" in directories or ".git" in files:
            found.append(Path(parent))
            directories.clear()
    return found


def documents_of(project: Path, name: str) -> Iterator[CorpusFile]:
    repository = Repository.find(project) if (project / ".git").exists() else None
    paths = _tracked(repository) if repository else list(_walk(project))
    declared = (
        repository.attributes(paths, attributes.NAMES) if repository else specified(project, paths)
    )
    registry, package = _package(name)
    commit = _commit(repository) or (commits().get(package, "") if registry == GIT else "")
    beside = extensions(paths)
    origin = Origin(commit, licence_in(project))
    for path in paths:
        text = _text(project, path)
        language = text and label(path, text, declared.get(path, {}), beside)
        if language:
            yield CorpusFile(language, registry, package, flat_path(path), project / path, origin)


def _commit(repository: Repository | None) -> str:
    """The commit that is checked out; empty where there is none yet."""
    try:
        return repository.resolve("HEAD", "commit") if repository else ""
    except NoRevisionError:
        return ""


def _package(name: str) -> tuple[str, str]:
    """Registry and name of a project: `owner__name` is the repository `owner/name`."""
    found = REPOSITORY.fullmatch(name)
    if found is None or found[2] != "__":
        return CHECKOUT, name
    return GIT, f"{found[1]}/{found[3]}"


def _tracked(repository: Repository) -> list[str]:
    """What the project keeps; what it ignores, and its submodules, are not its own."""
    return [entry.path for entry in repository.tracked() if entry.mode.startswith("100")]


def _walk(project: Path) -> Iterator[str]:
    for parent, directories, names in os.walk(project):
        directories[:] = sorted(name for name in directories if name != ".git")
        for name in sorted(names):
            yield Path(parent, name).relative_to(project).as_posix()


def _text(project: Path, path: str) -> str | None:
    """The text of a regular file inside the project that is no larger than source files are."""
    file = project / path
    inside = file.resolve().is_relative_to(project.resolve())
    if file.is_symlink() or not file.is_file() or not inside:
        return None
    return decode(file.read_bytes()) if file.stat().st_size <= MAX_BYTES else None
