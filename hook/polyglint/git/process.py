"""Git's programs, started so that nothing in a scanned repository gets to act.

Its own settings must not start a program or reach the network: no fsmonitor, no hook, no filter or
text conversion, no fetch of missing objects, no index refresh. Nor may it tell of another history
than its objects do: no object in another's place, no grafts, no graph of commits.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from weakref import WeakSet

from polyglint.errors import FatalError
from polyglint.filesystem.unnamed import bounded_file, unnamed_file
from polyglint.git import limits
from polyglint.git.limits import Watch, limit_memory
from polyglint.git.program import find, starting
from polyglint.typed import BinaryIO, NamedTuple

SETTINGS = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.commitGraph": "false",
}
OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    *(word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")),
)
ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": f"{os.devnull}/none",
    "GIT_NO_LAZY_FETCH": "1",  # git 2.45 and later; the next line stops what earlier ones try
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
# Git tells its hooks with these which repository and index they run for. They are about the
# current directory; elsewhere they would show the wrong repository's files.
DIRECTORY_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR")
HOOK_ENVIRONMENT = (
    *DIRECTORY_VARIABLES,
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
)
CHUNK = 1 << 16  # bytes
MAX_RECORD = 1 << 20  # bytes; no system has a path as long
MAX_WORDS = 1000  # of git's own, in bytes
MAX_SAID = 1 << 16  # bytes that it may write, of which these are the first
_STARTED: WeakSet[Popen[bytes]] = WeakSet()


class GitFailedError(FatalError):
    """Git did not do what it was asked for; `words` is what it said."""

    def __init__(self, command: str, directory: Path, words: str) -> None:
        super().__init__(f"git {command} failed in {directory}: {' '.join(words.split())}")
        self.words = words


class GitOutput(NamedTuple):
    """What a command of git printed, and its warnings."""

    output: bytes
    warnings: str  # no more than `MAX_WORDS`


def enclosing_root(path: Path) -> Path | None:
    """Return the nearest directory above an absolute path that holds a repository's ``.git``."""
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
    return answer(
        directory, *arguments, request=request, options=options, environment=environment
    ).output


def answer(
    directory: Path,
    *arguments: str,
    request: bytes = b"",
    options: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> GitOutput:
    """Return what a command of git answers, with its warnings; arguments as of `run`."""
    with _file_of(request) as stdin:
        process = start(
            directory, *options, *arguments, stdin=stdin, stderr=PIPE, environment=environment
        )
    try:
        output, complaint = limits.communicate(process)
    except TimeoutExpired:
        raise silence(arguments[0], directory) from None
    words = os.fsdecode(complaint[:MAX_WORDS])
    if process.returncode != 0:
        raise GitFailedError(arguments[0], directory, words)
    return GitOutput(output, words)


def records(
    directory: Path,
    *arguments: str,
    request: bytes = b"",
    options: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Generator[str, None, None]:
    """Yield the parts of an answer that end with a NUL as they come; see `run` for the rest."""
    with _file_of(request) as stdin, bounded_file(MAX_SAID) as stderr:
        process = start(
            directory, *options, *arguments, stdin=stdin, stderr=stderr, environment=environment
        )
        assert process.stdout is not None
        watch = Watch(process)
        rest = b""
        try:
            while chunk := watch.wait_for(process.stdout.read, CHUNK):
                whole, nul, rest = (rest + chunk).rpartition(b"\0")
                if nul:  # decoding them one by one would take longer than git
                    yield from os.fsdecode(whole).split("\0")
                elif len(rest) > MAX_RECORD:
                    raise FatalError(f"git {arguments[0]} in {directory}: a path without an end")
        except BaseException:
            process.kill()  # it may be waiting for something else than us
            raise
        finally:
            watch.close()
            process.stdout.close()
            process.wait()
        if watch.has_ended_it:
            raise silence(arguments[0], directory)
        if process.returncode != 0:
            raise GitFailedError(arguments[0], directory, words_of(stderr))


def words_of(stderr: BinaryIO) -> str:
    """The beginning of what git said to a `bounded_file`."""
    stderr.seek(0)
    return os.fsdecode(stderr.read(MAX_WORDS).rstrip(b"\0"))


def start(
    directory: Path,
    *arguments: str,
    stdin: BinaryIO | int = PIPE,
    stderr: BinaryIO | int = DEVNULL,
    environment: Mapping[str, str] | None = None,
    memory: int | None = None,
) -> Popen[bytes]:
    """Start a command of git and return its process; nothing else here starts git.

    A library for it would take longer to import than git to answer, and ask git for its version
    twice. No pipe is left that nobody empties: enough complaints would block git.
    """
    program = find()
    own = {**ENVIRONMENT, **(environment or {})}
    command = _command(program, directory, *arguments)
    env = {**_inherited(directory), **own}
    with starting(program):
        process = Popen(command, stdin=stdin, stdout=PIPE, stderr=stderr, env=env)
    _STARTED.add(process)
    limit_memory(process, memory)
    return process


def _end_started() -> None:
    """End what runs still: another thread may wait for it, where a run is interrupted."""
    for process in [*_STARTED]:
        process.kill()


atexit.register(_end_started)


def _command(program: str, directory: Path, *arguments: str) -> list[str]:
    return [program, "-C", str(directory), *OPTIONS, *arguments]


@contextmanager
def _file_of(content: bytes) -> Iterator[BinaryIO]:
    with unnamed_file() as stdin:  # a pipe could block on a long request
        stdin.write(content)
        stdin.seek(0)
        yield stdin


def silence(command: str, directory: Path) -> FatalError:
    """What to raise for a command that was ended for its silence."""
    waited = f"git {command} in {directory} has said nothing for {limits.PATIENCE:.0f} seconds"
    return FatalError(f"{waited}; look for pipes among the files of .git and for endless trees")


def _inherited(directory: Path) -> dict[str, str]:
    """The environment, less what git told a hook, unless that is about this directory."""
    here = Path.cwd()
    if _root(directory) != _root(here):
        return {name: value for name, value in os.environ.items() if name not in HOOK_ENVIRONMENT}
    # Relative to here, where `git -C` would look from there.
    directories = {
        name: str(here / os.environ[name]) for name in DIRECTORY_VARIABLES if name in os.environ
    }
    return {**os.environ, **directories}


def _root(directory: Path) -> Path | None:
    around = (directory, *directory.parents)
    return next((p for p in around if (p / ".git").exists() or _is_git_dir(p)), None)


def _is_git_dir(path: Path) -> bool:
    return (path / "HEAD").is_file() and (path / "objects").is_dir()
