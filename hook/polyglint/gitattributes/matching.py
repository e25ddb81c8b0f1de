"""Which paths the patterns of a .gitattributes match: git itself is asked, once for all of them."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from polyglint.git.repository import Repository
from polyglint.gitattributes.globs import NEEDS_QUOTES, literal, quoted

MAX_PATTERNS = 2000  # more than any honest repository has; all their matches are held in memory

# For each pattern, given with the folder that it stands in, the tracked paths that it matches.
Match = Callable[[Sequence[tuple[str, str]]], Sequence[Collection[str]]]


def matcher(repository: Repository, paths: Sequence[str]) -> Match:
    """Return what tells which of some paths patterns match."""
    return lambda patterns: matching(repository, patterns, paths)


def matching(
    repository: Repository, patterns: Sequence[tuple[str, str]], paths: Sequence[str]
) -> list[set[str]]:
    """Return which paths each pattern matches, as git matches them.

    Args:
        patterns: folder of the file, with a ``/`` at its end or "", and the pattern as written.
        paths: relative to the repository's directory.
    """
    lines = [*dict.fromkeys(rooted(*pattern) for pattern in patterns)]
    if len(lines) > MAX_PATTERNS:
        words = f"no more than {MAX_PATTERNS:,} patterns of .gitattributes are held against paths"
        print(f"polyglint: {words}", file=sys.stderr)
    asked = _ask(repository, lines[:MAX_PATTERNS], paths) if patterns else {}
    return [asked.get(rooted(*pattern), set(paths)) for pattern in patterns]


def _ask(repository: Repository, lines: Sequence[str], paths: Sequence[str]) -> dict[str, set[str]]:
    """The paths that each pattern matches, by an attribute of its own that nobody can foresee."""
    found: dict[str, set[str]] = {line: set() for line in lines}
    probe = f"polyglint-{secrets.token_hex(8)}-"
    text = "".join(f"{line} {probe}{index}\n" for index, line in enumerate(lines))
    with tempfile.TemporaryDirectory(prefix="polyglint-") as folder:
        file = Path(folder) / "attributes"
        file.write_bytes(os.fsencode(text))
        for path, name, _ in repository.all_attributes(paths, file):
            if name.startswith(probe):
                found[lines[int(name.removeprefix(probe))]].add(path)
    return found


def rooted(folder: str, pattern: str) -> str:
    """Write a pattern of a folder's .gitattributes for one that stands above the whole repository.

    Without a ``/`` inside it, a pattern matches at any depth below its folder.
    """
    if not folder or pattern.startswith("!"):  # which git ignores
        return pattern
    above = "/" + literal(folder)
    bare = pattern[1:-1] if is_quoted(pattern) else pattern
    inside = bare.lstrip("/") if "/" in bare.rstrip("/") else f"**/{bare}"
    if is_quoted(pattern):
        return f'{quoted(above)[:-1]}{inside}"'
    return quoted(above + inside) if NEEDS_QUOTES.search(above) else above + inside


def below(pattern: str) -> tuple[str, ...]:
    """Write a pattern of a folder for what is inside of it, the shorter way first.

    Without a ``/``, it names a folder at any depth, which the shorter way does not.
    """
    quote = '"' if is_quoted(pattern) else ""
    bare = pattern.strip(quote or None).rstrip("/")
    inside = [f"{bare}/**"] if "/" in bare else [f"{bare}/**", f"**/{bare}/**"]
    return tuple(f"{quote}{pattern}{quote}" for pattern in inside)


def is_quoted(pattern: str) -> bool:
    return len(pattern) > 1 and pattern.startswith('"') and pattern.endswith('"')
