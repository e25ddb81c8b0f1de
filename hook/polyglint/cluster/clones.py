"""A repository of a list as a directory: where it is, or a bare clone that is gone afterwards.

A bare clone has no work tree, so that git checks nothing out.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from polyglint.git.remote import check, is_remote, transfer

PREFIX = "polyglint-clone-"
LOCK, CLONE = "lock", "repository"


@contextlib.contextmanager
def opened(location: str, revision: str | None = None) -> Iterator[str]:
    """Yield the directory of a repository; a clone is removed at the end.

    Args:
        location: a directory, a bundle, or what git can reach.
        revision: also asks for the history.

    Raises:
        FatalError: it cannot be cloned.
    """
    check(location)
    if not is_remote(location) and not Path(location).is_file():
        yield location
        return
    with _scratch() as directory:
        _clone(location, directory / CLONE, revision)
        yield str(directory / CLONE)


def _clone(location: str, directory: Path, revision: str | None) -> None:
    whole = revision is not None or not is_remote(location)
    depth = () if whole else ("--depth=1", "--single-branch", "--no-tags")
    options = ("--quiet", "--bare", "--template=", *depth)
    transfer(directory.parent, "clone", *options, "--", location, str(directory), location=location)


@contextlib.contextmanager
def _scratch() -> Iterator[Path]:
    """A directory that is gone afterwards, and that shows others whether somebody uses it."""
    with tempfile.TemporaryDirectory(prefix=PREFIX) as directory, _locked(Path(directory) / LOCK):
        yield Path(directory)


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
    for directory in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if directory.is_symlink() or directory.stat().st_uid != os.getuid():
                continue
            with (directory / LOCK).open("rb") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(directory, ignore_errors=True)
