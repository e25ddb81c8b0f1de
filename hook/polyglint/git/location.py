"""Where a git repository is: its work tree or itself, and the files that git keeps for it."""

from __future__ import annotations

import os
from pathlib import Path

from polyglint.filesystem.special import is_special
from polyglint.git import process
from polyglint.git.attribute_files import may_name_attributes
from polyglint.git.process import HOOK_ENVIRONMENT, GitFailedError
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

    def __init__(self, directory: Path, prefix: str = "", is_bare: bool = False) -> None:
        self.directory = directory.resolve()
        self.prefix = prefix  # the directory's own path inside the work tree, "" or "…/"
        self.is_bare = is_bare
        self._git_paths: dict[str, Path] = {}  # of git's own files, by their names

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
        named = [word for name in GIT_PATHS for word in ("--git-path", name)]
        question = ("rev-parse", "--show-toplevel")
        answer = os.fsdecode(process.run(here, *question, *named)).removesuffix("\n")
        top_level, *paths = answer.split("\n")
        if len(paths) != len(GIT_PATHS):  # there are line feeds in the names of directories
            top_level = os.fsdecode(process.run(here, *question)).removesuffix("\n")
            paths = []
        found = cls(Path(top_level))
        found._git_paths = {name: here / path for name, path in zip(GIT_PATHS, paths, strict=False)}
        return found

    def _git_path(self, name: str) -> Path:
        known = self._known_git_path(name)
        if known is not None:
            return known
        answer = os.fsdecode(self._run("rev-parse", "--git-path", name))
        return self.directory / answer.removesuffix("\n")

    def _known_git_path(self, name: str) -> Path | None:
        """The path of a file of git's own, if no process of git has to be asked."""
        if name in self._git_paths:
            return self._git_paths[name]
        usual = self.root / ".git"
        is_told = any(variable in os.environ for variable in HOOK_ENVIRONMENT)
        if is_told or not usual.is_dir() or os.path.lexists(usual / "commondir"):
            return None
        return usual / name

    def _own_attributes_file(self) -> tuple[str, ...]:
        """Options that pass over a core.attributesFile that git would never finish reading.

        Git is not asked where only a person's own settings can name one.
        """
        settings = self._known_git_path(SETTINGS)
        if settings is not None and not may_name_attributes(settings):
            return ()
        configured = os.fsdecode(self._run("config", *ATTRIBUTES_FILE)).removesuffix("\n")
        if configured and is_special(self.root / configured):
            return ("-c", f"core.attributesFile={os.devnull}")
        return ()

    def _run(self, *arguments: str) -> bytes:
        return process.run(self.directory, *arguments)
