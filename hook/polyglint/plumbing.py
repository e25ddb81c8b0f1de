"""Git's programs, started so that nothing in a scanned repository gets to act.

Its own settings must not start a program or reach the network: no fsmonitor, no filter or text
conversion, no fetch of missing objects, no index refresh, and no object in another's place.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import TYPE_CHECKING, BinaryIO

from polyglint.errors import FatalError

if TYPE_CHECKING:
    from git import Git

OPTIONS = ("--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false")
ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
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
CHUNK = 1 << 16  # bytes
MAX_WORDS = 1000  # of git's own, in bytes
MISSING = "git is not on PATH; install it"


class GitMissingError(FatalError):
    """There is no git program to ask."""


def enclosing_root(path: Path) -> Path | None:
    """Return the nearest folder above an absolute path that holds a repository's ``.git``."""
    return next((parent for parent in path.parents if (parent / ".git").exists()), None)


def run(
    directory: Path,
    *arguments: str,
    request: bytes = b"",
    options: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Return what a command of git answers.

    Args:
        directory: where git is asked.
        request: its standard input.
        options: git's own, before the command.
        environment: variables of the command alone.
    """
    with _file_of(request) as stdin, _surroundings(arguments[0], directory):
        git = _git()
        answer: bytes = git.execute(
            _command(git, directory, *options, *arguments),
            istream=stdin,
            env=environment,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
        )
        return answer


def records(
    directory: Path,
    *arguments: str,
    request: bytes = b"",
    options: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Yield the parts of an answer that end with a NUL as they come; see `run` for the rest."""
    with _file_of(request) as stdin, tempfile.TemporaryFile() as stderr:
        process = start(
            directory, *options, *arguments, stdin=stdin, stderr=stderr, environment=environment
        )
        assert process.stdout is not None
        rest = b""
        try:
            while chunk := process.stdout.read(CHUNK):
                whole, nul, rest = (rest + chunk).rpartition(b"\0")
                if nul:  # decoding them one by one would take longer than git
                    yield from os.fsdecode(whole).split("\0")
        finally:
            process.stdout.close()
            process.wait()
        if process.returncode != 0:
            stderr.seek(0)
            raise _failure(arguments[0], directory, os.fsdecode(stderr.read(MAX_WORDS)))


def start(
    directory: Path,
    *arguments: str,
    stdin: BinaryIO | int = PIPE,
    stderr: BinaryIO | int = DEVNULL,
    environment: Mapping[str, str] | None = None,
) -> Popen[bytes]:
    """Start a command of git and return its process.

    GitPython would send stderr to a pipe that nobody empties: enough complaints would block git.
    """
    with _surroundings(arguments[0], directory):
        git = _git()
        env = {**os.environ, **git.environment(), "LC_ALL": "C", **(environment or {})}
        command = _command(git, directory, *arguments)
        try:
            return Popen(command, stdin=stdin, stdout=PIPE, stderr=stderr, env=env)
        except FileNotFoundError as error:
            raise GitMissingError(MISSING) from error


def _command(git: Git, directory: Path, *arguments: str) -> list[str]:
    executable = git.GIT_PYTHON_GIT_EXECUTABLE or "git"
    return [executable, "-C", str(directory), *OPTIONS, *arguments]


@contextmanager
def _file_of(content: bytes) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as stdin:  # a pipe could block on a long request
        stdin.write(content)
        stdin.seek(0)
        yield stdin


def _git() -> Git:
    try:
        from git import Git  # 0.2 s, and only some runs ask git
    except ImportError as error:  # GitPython looks for the program on import
        raise GitMissingError(MISSING) from error
    git = Git()
    git.update_environment(**ENVIRONMENT)
    return git


@contextmanager
def _surroundings(command: str, directory: Path) -> Iterator[None]:
    with _environment(directory), _git_errors(command, directory):
        yield


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
            raise GitMissingError(MISSING) from error
        if isinstance(error, GitCommandError):
            words = error.stderr.strip().removeprefix("stderr: ").strip("'")
            raise _failure(command, directory, words) from error
        raise


def _failure(command: str, directory: Path, words: str) -> FatalError:
    return FatalError(f"git {command} failed in {directory}: {' '.join(words.split())}")


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
    around = (directory, *directory.parents)
    return next((p for p in around if (p / ".git").exists() or _is_git_dir(p)), None)


def _is_git_dir(path: Path) -> bool:
    return (path / "HEAD").is_file() and (path / "objects").is_dir()
