"""The only git code: what is staged, what is tracked, and the attributes of paths.

Everything here reads, but for `Repository.move`. A scanned repository's own settings must not start
a program or reach the network: no fsmonitor, no filter or text conversion, no fetch of missing
objects, no index refresh.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE
from typing import TYPE_CHECKING, Any, NamedTuple

from polyglint.attributes_files import check_files, folders_of, is_special
from polyglint.errors import FatalError

if TYPE_CHECKING:
    from git import Git

OPTIONS = ("--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false")
ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",  # git 2.45 and later; the next line stops what earlier ones try
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
}
# Git tells its hooks with these which repository and index they run for. They are about the
# current folder; elsewhere they would show the wrong repository's files.
FOLDER_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR")
HOOK_ENVIRONMENT = (
    *FOLDER_VARIABLES,
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
)
SYMBOLIC_LINK, SUBMODULE = "120000", "160000"


class GitMissingError(FatalError):
    """There is no git program to ask."""


class Entry(NamedTuple):
    """A path of the index; relative to the repository's directory, parts separated by ``/``."""

    path: str
    mode: str
    blob: str


def enclosing_root(path: Path) -> Path | None:
    """Return the nearest folder above an absolute path that holds a repository's ``.git``."""
    return next((parent for parent in path.parents if (parent / ".git").exists()), None)


class Repository:
    """A folder in a git work tree; paths in and out are relative to it."""

    def __init__(self, directory: Path, prefix: str = "") -> None:
        self.directory = directory.resolve()
        self.prefix = prefix  # the folder's own path inside the work tree, "" or "…/"

    @property
    def root(self) -> Path:
        """The work tree's own folder."""
        return Path(self.directory, *[".."] * self.prefix.count("/")).resolve()

    @classmethod
    def find(cls, directory: Path) -> Repository | None:
        """Return the repository whose work tree holds a directory, if any."""
        repository = cls(directory)
        try:
            answer = repository._run("rev-parse", "--is-inside-work-tree", "--show-prefix")
        except FatalError as error:
            if "not a git repository" in str(error):
                return None
            raise
        is_inside, _, prefix = os.fsdecode(answer).partition("\n")
        return cls(directory, prefix.removesuffix("\n")) if is_inside == "true" else None

    @classmethod
    def current(cls) -> Repository:
        """Return the repository of the current folder, from its root."""
        top_level = cls(Path.cwd())._run("rev-parse", "--show-toplevel")
        return cls(Path(os.fsdecode(top_level).removesuffix("\n")))

    def tracked(self) -> list[Entry]:
        """Return all files of the index at or below the directory."""
        entries = {}
        for record in self._records("ls-files", "--stage", "-z"):
            description, _, path = record.partition("\t")
            mode, blob, _stage = description.split(" ")
            entries[path] = Entry(path, mode, blob)  # an unmerged path has up to three
        return list(entries.values())

    def staged(self) -> list[Entry]:
        """Return the files of the index that differ from the last commit.

        Those that are gone from it and those with a conflict to resolve hold nothing to read.
        """
        arguments = ("--cached", "--raw", "--no-abbrev", "--no-renames", "--diff-filter=du", "-z")
        records = self._records("diff-index", *arguments, self._head_tree(), "--")
        entries = []
        for description, path in zip(records[::2], records[1::2], strict=True):
            _, mode, _, blob, _ = description.split(" ")
            entries.append(Entry(path, mode, blob))
        return entries

    def _head_tree(self) -> str:
        try:
            return os.fsdecode(self._run("rev-parse", "--verify", "--quiet", "HEAD^{tree}")).strip()
        except FatalError:  # no commit yet: compare with the empty tree, by this repository's hash
            return os.fsdecode(self._run("hash-object", "-t", "tree", "--stdin")).strip()

    def attributes(
        self, paths: Iterable[str], names: Sequence[str], cached: bool = False
    ) -> dict[str, dict[str, str]]:
        """Return the specified attributes of each path, from the index where `cached`."""
        paths = list(paths)
        request = b"".join(os.fsencode(path) + b"\0" for path in paths)
        if not request:
            return {}
        check_files(self._attributes_files(() if cached else paths))
        source = ("--cached",) if cached else ()
        arguments = ("check-attr", *source, "--stdin", "-z", *names)
        own = self._own_attributes_file()
        fields = self._records(*arguments, request=request, options=own)
        attributes: dict[str, dict[str, str]] = {}
        for path, name, value in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
            specified = attributes.setdefault(path, {})
            if value != "unspecified":
                specified[name] = value
        return attributes

    def all_attributes(
        self, paths: Sequence[str], attributes_file: Path
    ) -> Iterator[tuple[str, str, str]]:
        """Yield path, name and value of all attributes, with a file's in place of a person's own.

        The files of the index are read too, and have the last word.
        """
        request = b"".join(os.fsencode(path) + b"\0" for path in paths)
        if not request:
            return
        check_files(self._attributes_files(()))
        only = ("-c", f"core.attributesFile={attributes_file}")
        command = ("check-attr", "--cached", "--stdin", "-z", "--all")
        fields = self._records(*command, request=request, options=only)
        yield from zip(fields[::3], fields[1::3], fields[2::3], strict=True)

    def _attributes_files(self, paths: Iterable[str]) -> Iterator[Path]:
        """Yield the files, there or not, that git reads the attributes of paths from."""
        answer = self._run("rev-parse", "--git-path", "info/attributes")
        yield self.directory / os.fsdecode(answer).removesuffix("\n")
        above = self.directory.parents[: self.prefix.count("/")]
        for folder in (*above, *(self.directory / name for name in folders_of(paths))):
            yield folder / ".gitattributes"

    def _own_attributes_file(self) -> tuple[str, ...]:
        """Options that pass over a core.attributesFile that git would never finish reading."""
        name = ("--type=path", "--default", "", "--get", "core.attributesFile")
        configured = os.fsdecode(self._run("config", *name)).removesuffix("\n")
        if configured and is_special(self.root / configured):
            return ("-c", f"core.attributesFile={os.devnull}")
        return ()

    def move(self, source: str, target: str) -> bool:
        """Rename a tracked file, in the work tree and in the index; False where it is not tracked.

        The one thing here that writes; `polyglint fix` alone asks for it.
        """
        if not self._run("ls-files", "-z", "--", source):
            return False
        self._run("mv", "--", source, target)
        return True

    @contextmanager
    def blobs(self) -> Iterator[Callable[[str, int], bytes]]:
        """Open a reader of blobs as they are stored: their first bytes, up to a limit."""
        with _environment(self.directory), _git_errors("cat-file", self.directory):
            git = _git()
            command = self._command(git, "cat-file", "--batch")
            process = git.execute(command, istream=PIPE, as_process=True)
        try:
            yield lambda blob, limit: _read_blob(process, blob, limit)
        finally:
            process.stdin.close()
            process.wait()

    def _records(
        self, *arguments: str, request: bytes = b"", options: Sequence[str] = ()
    ) -> list[str]:
        answer = os.fsdecode(self._run(*arguments, request=request, options=options))
        return answer.removesuffix("\0").split("\0") if answer else []

    def _run(self, *arguments: str, request: bytes = b"", options: Sequence[str] = ()) -> bytes:
        with (
            tempfile.TemporaryFile() as stdin,  # a pipe could block on a long request
            _environment(self.directory),
            _git_errors(arguments[0], self.directory),
        ):
            stdin.write(request)
            stdin.seek(0)
            git = _git()
            return git.execute(
                self._command(git, *options, *arguments),
                istream=stdin,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
            )

    def _command(self, git: Git, *arguments: str) -> list[str]:
        executable = git.GIT_PYTHON_GIT_EXECUTABLE or "git"
        return [executable, "-C", str(self.directory), *OPTIONS, *arguments]


def _read_blob(process: Any, blob: str, limit: int) -> bytes:
    """Ask for one blob by the protocol of ``git cat-file --batch``."""
    process.stdin.write(blob.encode() + b"\n")
    process.stdin.flush()
    header = process.stdout.readline().split()
    if len(header) != 3:
        raise FatalError(f"git has no object {blob}; try `git fsck`")
    size = int(header[2])
    content: bytes = process.stdout.read(min(size, limit))
    rest = size + 1 - len(content)  # the object and the line feed after it
    while rest > 0:
        rest -= len(process.stdout.read(min(rest, limit))) or rest
    return content


def _git() -> Git:
    try:
        from git import Git  # 0.2 s, and only some runs ask git
    except ImportError as error:  # GitPython looks for the program on import
        raise GitMissingError("git is not on PATH; install it") from error
    git = Git()
    git.update_environment(**ENVIRONMENT)
    return git


@contextmanager
def _git_errors(command: str, directory: Path) -> Iterator[None]:
    """Turn git's failures into messages with git's own words."""
    try:
        yield
    except GitMissingError:
        raise
    except Exception as error:
        from git import GitCommandError, GitCommandNotFound

        if isinstance(error, GitCommandNotFound):
            raise GitMissingError("git is not on PATH; install it") from error
        if isinstance(error, GitCommandError):
            words = " ".join(error.stderr.split()).removeprefix("stderr: ").strip("'")
            raise FatalError(f"git {command} failed in {directory}: {words}") from error
        raise


@contextmanager
def _environment(directory: Path) -> Iterator[None]:
    """Take what git told a hook out of the environment, unless it is about this directory."""
    told = {name: os.environ[name] for name in HOOK_ENVIRONMENT if name in os.environ}
    here = Path.cwd()
    if _root(directory) == _root(here):
        changed = {name: str(here / told[name]) for name in FOLDER_VARIABLES if name in told}
        os.environ.update(changed)  # relative to here, where `git -C` would look from there
    else:
        for name in told:
            del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(told)


def _root(directory: Path) -> Path | None:
    return enclosing_root(directory / ".git")
