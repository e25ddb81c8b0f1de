"""Where a git repository is: its work tree or itself, and the files that git keeps for it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.filesystem.special import is_special
from polyglint.git import process
from polyglint.git.attribute_files import (
    may_name_attributes,
    personal_attributes,
    personal_file,
)
from polyglint.git.process import GitFailedError
from polyglint.typed import TypeVar

L = TypeVar("L", bound="Location")
GIT_PATHS = INDEX, OWN_ATTRIBUTES, SETTINGS, OBJECTS = (
    "index",
    "info/attributes",
    "config",
    "objects",
)
ATTRIBUTES_FILE = ("--type=path", "--default", "", "--get", "core.attributesFile")
NO_REPOSITORY = "fatal: not a git repository"


class Location:
    """A bare repository or a directory in a git work tree, where git is asked."""

    def __init__(
        self,
        directory: Path,
        prefix: str = "",
        is_bare: bool = False,
        git_paths: Mapping[str, Path] | None = None,
    ) -> None:
        self.directory = directory.resolve()
        self.prefix = prefix  # the directory's own path inside the work tree, "" or "…/"
        self.is_bare = is_bare
        self._git_paths = git_paths or {}  # of git's own files, by their names, as git has them

    @property
    def root(self) -> Path:
        """The work tree's own directory, or that of the bare repository."""
        return Path(self.directory, *[".."] * self.prefix.count("/")).resolve()

    @classmethod
    def find(cls: type[L], directory: Path) -> L | None:
        """Return the repository whose work tree holds a directory, or that it is, if any."""
        here = directory.resolve()
        questions = ("--is-inside-work-tree", "--is-bare-repository", "--show-prefix")
        try:
            (is_inside, is_bare, prefix), git_paths = _ask(here, *questions)
        except GitFailedError as error:
            if any(line.startswith(NO_REPOSITORY) for line in error.words.splitlines()):
                return None
            raise
        if is_inside == "true":
            return cls(here, prefix, git_paths=git_paths)
        if is_bare != "true":
            return None
        git_dir = _rev_parse(here, "--absolute-git-dir")
        return cls(here, is_bare=True, git_paths=git_paths) if git_dir == str(here) else None

    @classmethod
    def current(cls: type[L]) -> L:
        """Return the repository of the current directory, from its root."""
        (top_level,), git_paths = _ask(Path.cwd(), "--show-toplevel")
        return cls(Path(top_level), git_paths=git_paths)

    def _git_path(self, name: str) -> Path:
        if name in self._git_paths:
            return self._git_paths[name]
        return self.directory / _rev_parse(self.directory, "--git-path", name)

    def _own_attributes_file(self) -> tuple[str, ...]:
        """Options that pass over a core.attributesFile that git would never finish reading.

        Raises:
            FatalError: a person's own settings name it, not the repository's.
        """
        settings = self._git_paths.get(SETTINGS)
        is_own = settings is not None and not may_name_attributes(settings)
        if is_own and not any(map(self._is_endless, personal_attributes())):
            return ()
        configured = os.fsdecode(self._run("config", *ATTRIBUTES_FILE)).removesuffix("\n")
        file = configured or personal_file("attributes")
        if not self._is_endless(file):
            return ()
        if is_own:
            words = "not a regular file, and git would wait for it; name another"
            raise FatalError(f"core.attributesFile: {file}: {words}")
        return ("-c", f"core.attributesFile={os.devnull}")

    def _is_endless(self, file: str) -> bool:
        if file in ("", os.devnull) or not is_special(self.root / file):
            return False
        return not (self.root / file).samefile(os.devnull)  # that ends at once, by any name

    def _run(self, *arguments: str) -> bytes:
        return process.run(self.directory, *arguments)


def _ask(here: Path, *questions: str) -> tuple[list[str], dict[str, Path]]:
    """Git's answers about a directory, and the paths of its own files by their names.

    Where a ``.git`` stands, git may still have passed it over, so nobody but git knows the paths.

    Args:
        questions: options of ``git rev-parse``; the last answer may be a path.
    """
    named = [word for name in GIT_PATHS for word in ("--git-path", name)]
    lines = _rev_parse(here, *questions, *named).split("\n")
    if len(lines) != len(questions) + len(GIT_PATHS):  # line feeds in the names of directories
        return _rev_parse(here, *questions).split("\n", len(questions) - 1), {}
    paths = zip(GIT_PATHS, lines[len(questions) :], strict=True)
    return lines[: len(questions)], {name: here / path for name, path in paths}


def _rev_parse(here: Path, *questions: str) -> str:
    return os.fsdecode(process.run(here, "rev-parse", *questions)).removesuffix("\n")
