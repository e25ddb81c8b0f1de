"""Where a git repository is: its work tree or itself, and the files that git keeps for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

from polyglint.filesystem.special import is_special
from polyglint.git import process
from polyglint.git.process import HOOK_ENVIRONMENT, Asked, GitFailedError

L = TypeVar("L", bound="Location")
GIT_PATHS = INDEX, OWN_ATTRIBUTES = "index", "info/attributes"
ATTRIBUTES_FILE = ("--type=path", "--default", "", "--get", "core.attributesFile")
NO_REPOSITORY = "fatal: not a git repository"


class Location:
    """A bare repository or a directory in a git work tree, where git is asked."""

    def __init__(self, directory: Path, prefix: str = "", is_bare: bool = False) -> None:
        self.directory = directory.resolve()
        self.prefix = prefix  # the directory's own path inside the work tree, "" or "…/"
        self.is_bare = is_bare
        self._git_paths: dict[str, Path] = {}  # of git's own files, by their names
        self._attributes_file: Asked | None = None  # a person's own, which git is asked for

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
            answer = os.fsdecode(process.run(here, "rev-parse", *questions))
        except GitFailedError as error:
            if any(line.startswith(NO_REPOSITORY) for line in error.words.splitlines()):
                return None
            raise
        is_inside, is_bare, prefix = answer.split("\n", 2)
        if is_inside == "true":
            return cls(here, prefix.removesuffix("\n"))
        if is_bare != "true":
            return None
        git_dir = os.fsdecode(process.run(here, "rev-parse", "--absolute-git-dir"))
        return cls(here, is_bare=True) if git_dir == f"{here}\n" else None

    @classmethod
    def current(cls: type[L]) -> L:
        """Return the repository of the current directory, from its root."""
        here = Path.cwd()
        asked = Asked(here, "config", *ATTRIBUTES_FILE)  # meanwhile
        named = [word for name in GIT_PATHS for word in ("--git-path", name)]
        question = ("rev-parse", "--show-toplevel")
        answer = os.fsdecode(process.run(here, *question, *named)).removesuffix("\n")
        top_level, *paths = answer.split("\n")
        if len(paths) != len(GIT_PATHS):  # there are line feeds in the names of directories
            top_level = os.fsdecode(process.run(here, *question)).removesuffix("\n")
            paths = []
        found = cls(Path(top_level))
        found._git_paths = {name: here / path for name, path in zip(GIT_PATHS, paths, strict=False)}
        found._attributes_file = asked
        return found

    def _git_path(self, name: str) -> Path:
        if name in self._git_paths:
            return self._git_paths[name]
        usual = self.root / ".git"
        if usual.is_dir() and not any(variable in os.environ for variable in HOOK_ENVIRONMENT):
            return usual / name  # no process of git to ask
        answer = os.fsdecode(self._run("rev-parse", "--git-path", name))
        return self.directory / answer.removesuffix("\n")

    def _own_attributes_file(self) -> tuple[str, ...]:
        """Options that pass over a core.attributesFile that git would never finish reading."""
        asked = self._attributes_file or Asked(self.directory, "config", *ATTRIBUTES_FILE)
        self._attributes_file = None
        configured = os.fsdecode(asked.answer().output).removesuffix("\n")
        if configured and is_special(self.root / configured):
            return ("-c", f"core.attributesFile={os.devnull}")
        return ()

    def _run(self, *arguments: str) -> bytes:
        return process.run(self.directory, *arguments)
