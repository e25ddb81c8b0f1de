"""What the settings of each repository make of a run: which files are judged, what counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from polyglint.config.config_file import Read, reader
from polyglint.config.resolve import of_repository
from polyglint.config.scope import Scope
from polyglint.errors import FatalError
from polyglint.escaping import printable
from polyglint.git.repository import enclosing_root
from polyglint.lazy import lazy_import
from polyglint.results import NotJudged, Result, Run, Silenced, in_order
from polyglint.sources.git_objects import at_root
from polyglint.sources.worktree import File
from polyglint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polyglint.config import baseline
    from polyglint.config.baseline import Baseline
else:
    baseline = lazy_import("polyglint.config.baseline")


class Policy:
    """The settings of a run: of each repository its own, under those of the command line.

    Args:
        options: what the command line says, as `of_repository` takes it.
        languages: the only ones to tell apart, where the command line names any.
        baselines: whether violations that a baseline knows are left out.
        home: the directory that names of settings files are relative to; None for the current one.
    """

    def __init__(
        self,
        options: Mapping[str, Any],
        languages: Sequence[str] = (),
        *,
        baselines: bool = True,
        home: Path | None = None,
    ) -> None:
        of_repository(lambda _: None, options)  # mistakes count even where there are no files
        self._options = options
        self._languages = tuple(languages)
        self._use_baselines = baselines
        self._home = home
        self._scopes: dict[Path, Scope] = {}
        self._of_path: dict[str, Scope] = {}
        self._excluded: dict[str, Result] = {}
        self._whole: set[Path] = set()
        self._baselines: dict[Path, Baseline] = {}

    def admit(
        self,
        found: Iterable[File],
        directory: Path,
        *,
        explicit: bool = False,
        whole_of: Path | None = None,
    ) -> Iterator[File]:
        """Yield the files that are to be judged.

        Args:
            directory: whose configuration binds files of no repository.
            explicit: the command names the files: excludes bind them by `force_exclude` alone.
            whole_of: the directory of which no file is left out, if there is one.
        """
        for file in found:
            if (file.root or directory) == whole_of:
                self._whole.add(whole_of)
            ruled = self.ruled(file, directory, explicit=explicit)
            if isinstance(ruled, File):
                self._excluded.pop(file.path, None)  # a file that is named, in a directory that is
                yield ruled
            else:
                self._excluded[file.path] = ruled

    def ruled(self, file: File, directory: Path, *, explicit: bool = False) -> File | Result:
        """A file as it is to be judged, or its result where it is not; arguments as of `admit`."""
        tree = file.tree if file.root else None  # a table's is no tree of git
        scope = self._of_path[file.path] = self._scope(file.root or directory, tree)
        binding = scope.settings.force_exclude or not explicit
        excluded = scope.excluded(file.place) if binding else None
        if excluded is None:
            return scope.apply_overrides(file)
        return Result(file.path, not_judged=excluded, place=file.place)

    def ruling_on(self, file: File, directory: Path) -> tuple[File, NotJudged | None]:
        """A file as `admit` yields it when it is named, and why it would not be."""
        scope = self._of_path[file.path] = self._scope(file.root or directory)
        binding = scope.settings.force_exclude
        return scope.apply_overrides(file), scope.excluded(file.place) if binding else None

    def languages(self, directory: Path | None = None, tree: str | None = None) -> tuple[str, ...]:
        """The only languages to tell apart, on which the repositories of a run must agree.

        Args:
            directory: one whose repository has a say, be there files or not.
            tree: of that repository, where a revision is read.
        """
        if directory is not None:
            self._scope(enclosing_root(directory / "x") or directory, tree)
        if self._languages:
            return self._languages
        chosen = {scope.settings.languages for scope in self._scopes.values()}
        if len(chosen) > 1:
            raise FatalError("repositories that set different `languages`; take one at a time")
        return next(iter(chosen), ())

    def apply(self, run: Run) -> Run:
        """The run with the excluded files, and with the violations that count and are new."""
        judged = [self.counted(result) for result in run.results]
        results = in_order([*judged, *self._excluded.values()]).results
        return run._replace(results=results, silenced=tuple(self._silenced(run)))

    def _silenced(self, run: Run) -> Iterator[Silenced]:
        files = Counter(
            id(self._of_path[result.path]) for result in run.results if result.not_judged is None
        )
        for _, scope in sorted(self._scopes.items()):
            yield from scope.silenced(0 if self._languages else files[id(scope)])

    def stale_lines(self, run: Run, verbose: bool) -> Iterator[str]:
        """Say what baselines hold that is not found any more, after `apply`."""
        whole = self._whole.issuperset(self._scopes)
        judged = {result.place for result in run.results}
        advice = "write the baseline again"
        if any(run.violations()):  # which that would take in
            advice = "settle what is new, then write the baseline again"
        for path, baseline in sorted(self._baselines.items()):
            stale = baseline.stale(lambda place: whole or place in judged)
            if stale:
                number = "1 entry is" if len(stale) == 1 else f"{len(stale)} entries are"
                yield printable(f"{path}: {number} stale; {advice}")
            for entry in stale if verbose else ():
                yield printable(f"{path}: stale: {entry.path}: {entry.code}")

    def counted(self, result: Result) -> Result:
        """The result of an admitted file with the violations that count and are new."""
        scope = self._of_path[result.path]
        weighed = scope.weighed(result)
        known = self._baselines.get(scope.baseline) if scope.baseline else None
        return known.split(weighed) if known else weighed

    def _scope(self, root: Path, tree: str | None = None) -> Scope:
        if root not in self._scopes:
            shown = "" if root == (self._home or Path.cwd()) else f"{root}/"
            read = _reader(root, tree, shown)
            scope = Scope(of_repository(read, self._options, shown), root)
            path = scope.baseline
            if self._use_baselines and path is not None and path not in self._baselines:
                self._baselines[path] = baseline.Baseline.read(path)
            self._scopes[root] = scope
        return self._scopes[root]


def _reader(root: Path, tree: str | None, shown: str) -> Read:
    """Read configuration from where the files of a run are read: from the disk or a revision."""
    if tree is None:
        return reader(root)
    return at_root(root, tree, shown.__add__)
