"""Which git is run: one that a folder of PATH holds, never one of the current folder.

The current folder is often the repository that is scanned, which may hold a program by that name.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from polyglint.errors import FatalError

if TYPE_CHECKING:
    from git import Git

NAME = "git.exe" if os.name == "nt" else "git"
CHOSEN = "GIT_PYTHON_GIT_EXECUTABLE"  # by the user, for GitPython
_CHOOSING = Lock()
MISSING, BROKEN = "git is not on PATH; install it", "not a git that can be started; install it"


class GitMissingError(FatalError):
    """There is no git program to ask."""


def find() -> str:
    """Return the path of git, absolute unless a person chose another by `CHOSEN`.

    Relative folders of PATH, "." and the empty one among them, are passed over.

    Raises:
        GitMissingError: there is none.
    """
    chosen = os.environ.get(CHOSEN)
    if chosen:
        if shutil.which(chosen) is None:
            raise GitMissingError(f"{chosen} ({CHOSEN}): {BROKEN}")
        return chosen
    for folder in filter(os.path.isabs, os.get_exec_path()):
        found = shutil.which(os.path.join(folder, NAME))  # noqa: PTH118 - Path drops a "/."
        if found is not None:
            return found
    raise GitMissingError(MISSING)


def gitpython(environment: Mapping[str, str]) -> tuple[Git, str]:
    """Return GitPython's way to start git with some variables, and the path of the program."""
    program = find()
    with _CHOOSING, _chosen(program):
        try:
            from git import Git  # 0.2 s, and only some runs ask git
        except ModuleNotFoundError:
            raise
        except Exception as error:  # GitPython asks git for its version on import
            raise GitMissingError(f"{program}: {BROKEN}") from error
    git = Git()
    git.update_environment(**environment)
    return git, program


@contextmanager
def starting(program: str) -> Iterator[None]:
    """Turn what starting the program may raise into GitMissingError."""
    from git import GitCommandNotFound

    try:
        yield
    except (OSError, GitCommandNotFound) as error:
        raise GitMissingError(f"{program}: {BROKEN}") from error


@contextmanager
def _chosen(program: str) -> Iterator[None]:
    """GitPython would look for it by PATH as it is."""
    before = os.environ.get(CHOSEN)
    os.environ[CHOSEN] = program
    try:
        yield
    finally:
        if before is None:
            del os.environ[CHOSEN]
        else:
            os.environ[CHOSEN] = before
