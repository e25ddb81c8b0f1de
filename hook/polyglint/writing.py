"""A file put in another's place, whole or not at all."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterable
from pathlib import Path

from polyglint.attributes_files import is_special


def replace_lines(path: Path, lines: Iterable[str]) -> None:
    """Put lines in a file's place; whoever reads it finds the old content or all of the new.

    A link is replaced, not followed; a pipe or a device is written to as it is. Raises OSError.
    """
    if not path.is_symlink() and is_special(path):
        write_lines(path, "w", lines)
        return
    temporary = path.parent / f".polyglint-{secrets.token_hex(8)}"
    try:
        write_lines(temporary, "x", lines)
        if path.is_file():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def write_lines(path: Path, mode: str, lines: Iterable[str]) -> None:
    with path.open(mode, encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{line}\n" for line in lines)
