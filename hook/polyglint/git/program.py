"""Which git is run: one that a directory of PATH holds, never one of the current directory.

The current directory is often the scanned repository, which may hold a program of that name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from types import ModuleType

from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import shutil
else:
    shutil = lazy_import("shutil")

NAME = "git.exe" if os.name == "nt" else "git"
CHOSEN = "GIT_PYTHON_GIT_EXECUTABLE"  # by the user, for GitPython
_CHOOSING = Lock()
MISSING, BROKEN = "git is not on PATH; install it", "not a git that can be started; install it"


class GitMissingError(FatalError):
    """There is no git program to ask."""


def find() -> str:
    """Return the path of git, absolute unless a person chose another by `CHOSEN`.

    Relative directories of PATH, "." and the empty one among them, are passed over.

    Raises:
        GitMissingError: there is none.
    """
    chosen = os.environ.get(CHOSEN)
    if chosen:
        if shutil.which(chosen) is None:
            raise GitMissingError(f"{chosen} ({CHOSEN}): {BROKEN}")
        return chosen
    for directory in filter(os.path.isabs, os.get_exec_path()):
        found = os.path.join(directory, NAME)  # noqa: PTH118 - Path drops a "/."
        if os.path.isfile(found) and os.access(found, os.X_OK):  # noqa: PTH113
            return found
    raise GitMissingError(MISSING)


@contextmanager
def starting(program: str) -> Iterator[None]:
    """Turn what starting the program may raise into GitMissingError."""
    try:
        yield
    except OSError as error:
        raise GitMissingError(f"{program}: {BROKEN}") from error


def gitpython() -> ModuleType:
    """Return GitPython, for what concerns repositories elsewhere: a commit does without its import.

    It asks git for its version then, and would look for one by PATH as it is.

    Raises:
        GitMissingError: there is no git, or none that tells its version.
    """
    program = find()
    with _CHOOSING, _chosen(program):
        try:
            import git
        except ModuleNotFoundError:
            raise
        except Exception as error:
            raise GitMissingError(f"{program}: {BROKEN}") from error
    return git


@contextmanager
def _chosen(program: str) -> Iterator[None]:
    before = os.environ.get(CHOSEN)
    os.environ[CHOSEN] = program
    try:
        yield
    finally:
        if before is None:
            del os.environ[CHOSEN]
        else:
            os.environ[CHOSEN] = before
