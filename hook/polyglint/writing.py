"""A file put in another's place, whole or not at all."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterable
from pathlib import Path


def replace_lines(path: Path, lines: Iterable[str]) -> None:
    """Put lines in a file's place; whoever reads it finds the old content or all of the new.

    A link is replaced, not followed. Raises OSError.
    """
    temporary = path.parent / f".polyglint-{secrets.token_hex(8)}"
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as stream:
            stream.writelines(f"{line}\n" for line in lines)
        if path.is_file():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
