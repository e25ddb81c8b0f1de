"""Getting what another side holds, so that nothing of the other side's gets to act.

No transport helper, hook, filter, submodule or Git LFS may run. Templates bring no hooks.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from urllib.parse import urlsplit

from polyglint.errors import FatalError
from polyglint.filesystem.unnamed import bounded_file
from polyglint.git import process as git_process
from polyglint.git.program import gitpython

URL = re.compile(r"(?:https?|ssh|git|file)://")
SHORT_SSH = re.compile(r"(?:[A-Za-z0-9_][\w.-]*@)?[A-Za-z0-9][\w.-]+:(?!:|//)")
PASSWORD = re.compile(r"(?<=://)([^/@:]*):[^/@]*(?=@)")
SECONDS = 3600.0  # for one repository
POLL = 0.5  # seconds between two looks at the size of what has come
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


class LimitError(FatalError):
    """The other side holds more than was asked for, or takes too long."""


def is_remote(location: str) -> bool:
    """Whether git is to clone it from somewhere; never what names a transport helper."""
    return bool(URL.match(location) or SHORT_SSH.match(location))


def shown(location: str) -> str:
    """A location without the password that a URL may hold."""
    return PASSWORD.sub(r"\1:***", location)


def check(location: str) -> None:
    """Refuse what would make git run a program or take the location for an option.

    Raises:
        FatalError: the location is such.
    """
    library = gitpython()
    try:
        library.Git.check_unsafe_protocols(location)
    except library.exc.UnsafeProtocolError:
        words = "names a transport helper, which could run any program; use a plain URL"
        raise FatalError(words) from None
    if URL.match(location):
        try:
            host = urlsplit(location).hostname or ""
        except ValueError as error:
            raise FatalError(f"not a URL: {error}") from error
        if host.startswith("-"):
            raise FatalError("its host begins with a dash, which ssh would take for an option")


def transfer(
    directory: Path,
    command: str,
    *arguments: str,
    location: str,
    seconds: float = SECONDS,
    max_bytes: int | None = None,
) -> None:
    """Run a command of git that gets something from a location into a directory.

    Args:
        max_bytes: of all files below the directory; the command is ended where they grow larger.

    Raises:
        FatalError: git fails.
        LimitError: it takes too long or gets too much.
    """
    options = [word for setting in SETTINGS for word in ("-c", setting)]
    environment = {"GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", SSH), **ENVIRONMENT}
    with bounded_file(git_process.MAX_SAID) as stderr:
        process = git_process.start(
            directory, *options, command, *arguments, stderr=stderr, environment=environment
        )
        try:
            _wait(process, directory, seconds, max_bytes)
        finally:
            process.kill()
            process.wait()
        words = git_process.words_of(stderr)
    if process.returncode != 0:
        said = " ".join(words.replace(location, shown(location)).split())
        raise FatalError(f"git {command} failed: {said or process.returncode}")


def _wait(process: Popen[bytes], directory: Path, seconds: float, max_bytes: int | None) -> None:
    end = time.monotonic() + seconds
    while True:
        rest = end - time.monotonic()
        try:
            process.communicate(timeout=max(0, rest if max_bytes is None else min(rest, POLL)))
            return
        except TimeoutExpired:
            if time.monotonic() >= end:
                raise LimitError(f"not there within {seconds:.0f} seconds") from None
            if max_bytes is not None and size(directory) > max_bytes:
                raise LimitError(f"larger than {max_bytes >> 20} MiB") from None


def size(directory: Path) -> int:
    """Bytes of all files below a directory, links not followed."""
    total = 0
    for parent, _, names in os.walk(directory):
        for name in names:
            try:
                total += Path(parent, name).lstat().st_size
            except FileNotFoundError:  # noqa: PERF203 - git renames what is finished
                continue
    return total
