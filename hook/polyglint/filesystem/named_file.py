"""A file that a person gave by its name: followed whatever it is, but not read without end."""

from __future__ import annotations

from pathlib import Path

from polyglint.errors import FatalError


def read_given(name: str | Path, limit: int, option: str) -> bytes:
    """Return a file's content, or one byte more than `limit` of one that is larger.

    Args:
        option: what the file was given by, as the message names it.

    Raises:
        FatalError: it cannot be read.
    """
    try:
        with Path(name).open("rb") as stream:
            return stream.read(limit + 1)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or error
        raise FatalError(f"{option}: cannot read {name}: {problem}") from error


def no_such(name: str) -> FatalError:
    """The error of a name that a person gave, and that nothing has."""
    return FatalError(f"{name}: no such file or directory; check its spelling")


def check_given(name: str) -> None:
    """An empty name, as of a variable that is not set, is not the current directory's."""
    if not name:
        raise FatalError("an empty name; name a file or a directory")
