"""How the programs of this directory end where their input is wrong: in one line, with 2."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path

from polyglint.errors import FatalError

Main = Callable[[Sequence[str] | None], int]


def files_table(dataset: Path) -> Path:
    """The table of a data set's files.

    Raises:
        FatalError: there is no such data set.
    """
    table = dataset / "files.tsv"
    if not table.is_file():
        raise FatalError(f"{table}: not found; make a data set with `python -m train dataset`")
    return table


def one_line(name: str) -> Callable[[Main], Callable[..., int]]:
    """Make a `main` tell what is foreseen on stderr, in a line that begins with its name."""

    def decorate(main: Main) -> Callable[..., int]:
        @wraps(main)
        def told(argv: Sequence[str] | None = None) -> int:
            try:
                return main(argv)
            except FatalError as error:
                print(f"{name}: {error}", file=sys.stderr)
                return 2

        return told

    return decorate
