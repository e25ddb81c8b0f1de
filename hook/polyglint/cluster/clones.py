"""A repository of a list as a folder: where it is, or a bare clone that is gone afterwards.

Nothing of the other side's may run here: no transport helper, hook, filter, submodule or Git LFS.
A bare clone has no work tree, so that git checks nothing out; templates bring no hooks.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from subprocess import TimeoutExpired
from urllib.parse import urlsplit

from polyglint.cluster.listing import URL, is_remote, shown
from polyglint.errors import FatalError
from polyglint.git import process as git_process

PREFIX = "polyglint-clone-"
LOCK, CLONE = "lock", "repository"
SECONDS = 3600  # for one clone
STALLED = ("http.lowSpeedLimit=1000", "http.lowSpeedTime=60")  # bytes a second, seconds
SETTINGS = (
    *STALLED,
    "core.hooksPath=/dev/null",
    "protocol.ext.allow=never",
    "transfer.bundleURI=false",
    "fetch.recurseSubmodules=no",
    "gc.auto=0",
)
ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "https:http:ssh:git:file",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "SSH_ASKPASS": "true",
    "GIT_LFS_SKIP_SMUDGE": "1",
}
SSH = "ssh -oBatchMode=yes -oConnectTimeout=30"


@contextlib.contextmanager
def opened(location: str, revision: str | None = None) -> Iterator[str]:
    """Yield the folder of a repository; a clone is removed at the end.

    Args:
        location: a folder, a bundle, or what git can reach.
        revision: asks for the history, too.

    Raises:
        FatalError: it cannot be cloned.
    """
    check(location)
    if not is_remote(location) and not Path(location).is_file():
        yield location
        return
    with _scratch() as folder:
        _clone(location, folder / CLONE, revision)
        yield str(folder / CLONE)


def check(location: str) -> None:
    """Refuse what would make git run a program or take the location for an option.

    Raises:
        FatalError: the location is such.
    """
    if "::" in location and not os.path.isabs(location) and not URL.match(location):  # noqa: PTH117
        raise FatalError("names a transport helper, which could run any program; use a plain URL")
    if URL.match(location):
        try:
            host = urlsplit(location).hostname or ""
        except ValueError as error:
            raise FatalError(f"not a URL: {error}") from error
        if host.startswith("-"):
            raise FatalError("its host begins with a dash, which ssh would take for an option")


def _clone(location: str, folder: Path, revision: str | None) -> None:
    whole = revision is not None or not is_remote(location)
    depth = () if whole else ("--depth=1", "--single-branch", "--no-tags")
    options = [word for setting in SETTINGS for word in ("-c", setting)]
    command = ("clone", "--quiet", "--bare", "--template=", *depth, "--", location, str(folder))
    environment = {"GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", SSH), **ENVIRONMENT}
    with tempfile.TemporaryFile() as stderr:
        process = git_process.start(
            folder.parent, *options, *command, stderr=stderr, environment=environment
        )
        try:
            process.communicate(timeout=SECONDS)
        except TimeoutExpired:
            raise FatalError(f"not cloned within {SECONDS} seconds") from None
        finally:
            process.kill()
            process.wait()
        stderr.seek(0)
        words = os.fsdecode(stderr.read(git_process.MAX_WORDS))
    if process.returncode != 0:
        said = " ".join(words.replace(location, shown(location)).split())
        raise FatalError(f"git clone failed: {said or process.returncode}")


@contextlib.contextmanager
def _scratch() -> Iterator[Path]:
    """A folder that is gone afterwards, and that tells others whether somebody uses it."""
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder, _locked(Path(folder) / LOCK):
        yield Path(folder)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("wb") as stream:
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def remove_orphans() -> None:
    """Remove the clones of workers that were killed: nobody holds their locks any more."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            with (folder / LOCK).open("rb") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
