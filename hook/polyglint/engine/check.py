"""A check from its files to its results: what the commands and the API share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from polyglint.checker.checker import SPREAD, CheckOptions
from polyglint.config.policy import Policy
from polyglint.engine.options import RunOptions
from polyglint.engine.runner import run
from polyglint.filesystem.links import followed
from polyglint.filesystem.named_file import check_given
from polyglint.lazy import lazy_import
from polyglint.results import About, Run
from polyglint.sources import git_objects, worktree
from polyglint.sources.worktree import File
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from polyglint.engine import about
else:
    about = lazy_import("polyglint.engine.about")


class Check:
    """Files that are to be checked together, each under the settings of its repository.

    Args:
        baselines: leave out violations that a baseline knows.
    """

    def __init__(self, options: RunOptions, *, baselines: bool = True) -> None:
        self._options = options
        self._policy = Policy(options.settings, options.languages, baselines=baselines)
        self._files: dict[str, File] = {}  # by path
        self._context: dict[str, File] = {}

    @property
    def files(self) -> list[File]:
        return [*self._files.values()]

    def add_below(self, directories: Iterable[str], revision: str | None = None) -> None:
        """Add all files of directories, as `git_objects.all_of` has them."""
        for name in directories:
            directory = followed(Path(name))
            found = git_objects.all_of(name, revision)
            self._add(self._policy.admit(found, directory, whole_of=directory))

    def add_named(self, names: Iterable[str], revision: str | None = None) -> None:
        """Add files by their names, and all files of directories."""
        names = [*names]
        directories = [name for name in names if is_directory(name)]
        self.add_below(directories, revision)
        self.add(worktree.named(set(names).difference(directories)), explicit=True)

    def add(self, files: Iterable[File], *, explicit: bool) -> None:
        """Add files of the current directory's repository, or of others.

        Args:
            explicit: they are named one by one, so that excludes bind only by `force_exclude`.
        """
        self._add(self._policy.admit(files, Path.cwd(), explicit=explicit))

    def add_context(self, files: Iterable[File]) -> None:
        """Add files that are read for what they say of settings among the others, and no more."""
        here = Path.cwd()
        ruled = (self._policy.ruled(file, here) for file in files if file.path not in self._files)
        self._context = {file.path: file for file in ruled if isinstance(file, File)}

    def _add(self, admitted: Iterable[File]) -> None:
        self._files |= {file.path: file for file in admitted}

    def run(self, depth: str = SPREAD, home: Path | None = None, tree: str | None = None) -> Run:
        """Judge the files.

        Args:
            depth: how much of a text is read, as of `CheckOptions`.
            home: a directory whose repository has a say in `languages`, be there files or not.
            tree: of that repository, where a revision is read.
        """
        options = self._options
        judging = CheckOptions(self._policy.languages(home, tree), options.model, depth)
        found = run(
            [*self.files, *self._context.values()], judging, jobs=options.jobs, cache=options.cache
        )
        results = (result for result in found.results if result.path not in self._context)
        return self._policy.apply(found._replace(results=tuple(results)))

    def about(self, revision: str | None = None) -> About:
        """Describe what is checked, for a report."""
        return about.about(self.files, self._options.settings, revision)

    def stale_lines(self, run: Run, verbose: bool) -> Iterator[str]:
        """Say what baselines hold that a run did not find."""
        return self._policy.stale_lines(run, verbose)


def is_directory(name: str) -> bool:
    """Whether a name is a directory's own, not a link's to one, which is judged as a link."""
    check_given(name)
    path = Path(name)
    try:
        return path.is_dir() and not path.is_symlink()
    except (OSError, ValueError):  # reading it will say what is wrong with it
        return False
