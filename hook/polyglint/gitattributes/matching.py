"""Which paths the patterns of a .gitattributes match: git itself is asked, once for all of them."""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from array import array
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from pathlib import Path

from polyglint.git.repository import Repository
from polyglint.gitattributes.globs import NEEDS_QUOTES, literal, quoted
from polyglint.typed import TypeAlias, overload

# More than any honest repository has. A repository chooses both sides: patterns and paths.
MAX_PATTERNS = 2000
MAX_MATCHES = 1 << 21  # of all patterns together, 4 bytes each
MAX_SECONDS = 20.0

# For each pattern, given with its directory, the tracked paths that it matches; None where
# that would take too long to find out.
Match: TypeAlias = "Callable[[Sequence[tuple[str, str]]], Sequence[Collection[str] | None]]"


class Matched(Sequence[str]):
    """Some of the paths, by their places among all of them."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths
        self._places = array("I")

    def append(self, place: int) -> None:
        self._places.append(place)

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self._paths[place] for place in self._places[index]]
        return self._paths[self._places[index]]


def matcher(repository: Repository, paths: Sequence[str]) -> Match:
    """Return a function from patterns to those of some paths that they match."""
    return lambda patterns: matching(repository, patterns, paths)


def matching(
    repository: Repository, patterns: Sequence[tuple[str, str]], paths: Sequence[str]
) -> list[Matched | None]:
    """Return which paths each pattern matches, as git matches them.

    Args:
        patterns: directory of the file, with a ``/`` at its end or "", and the pattern as written.
        paths: relative to the repository's directory.
    """
    lines = [*dict.fromkeys(rooted(*pattern) for pattern in patterns)][:MAX_PATTERNS]
    asked = _ask(repository, lines, paths) if lines else {}
    return [asked.get(rooted(*pattern)) for pattern in patterns]


def _ask(repository: Repository, lines: Sequence[str], paths: Sequence[str]) -> dict[str, Matched]:
    """The paths that each pattern matches, by an attribute of its own that nobody can foresee.

    None at all where there are too many, or it takes too long: each path is asked for in its turn.
    """
    found = {line: Matched(paths) for line in lines}
    places = {path: place for place, path in enumerate(paths)}
    probe = f"polyglint-{secrets.token_hex(8)}-"
    text = "".join(f"{line} {probe}{index}\n" for index, line in enumerate(lines))
    end, count = time.monotonic() + MAX_SECONDS, 0
    with tempfile.TemporaryDirectory(prefix="polyglint-") as directory:
        file = Path(directory) / "attributes"
        file.write_bytes(os.fsencode(text))
        with closing(repository.all_attributes(paths, file)) as answers:
            for path, name, _ in answers:
                if name.startswith(probe):
                    count += 1
                    if count > MAX_MATCHES or time.monotonic() > end:
                        return {}
                    found[lines[int(name.removeprefix(probe))]].append(places[path])
    return found


def rooted(directory: str, pattern: str) -> str:
    """Write a pattern of a directory's .gitattributes for one at the top of the repository.

    Without a ``/`` inside it, a pattern matches at any depth below its directory.
    """
    if not directory or pattern.startswith("!"):  # which git ignores
        return pattern
    above = "/" + literal(directory)
    bare = pattern[1:-1] if is_quoted(pattern) else pattern
    inside = bare.lstrip("/") if "/" in bare.rstrip("/") else f"**/{bare}"
    if is_quoted(pattern):
        return f'{quoted(above)[:-1]}{inside}"'
    return quoted(above + inside) if NEEDS_QUOTES.search(above) else above + inside


def below(pattern: str) -> tuple[str, ...]:
    """Write a pattern of a directory for what is inside of it, the shorter way first.

    Without a ``/``, it names a directory at any depth, which the shorter way does not.
    """
    quote = '"' if is_quoted(pattern) else ""
    bare = pattern.strip(quote or None).rstrip("/")
    inside = [f"{bare}/**"] if "/" in bare else [f"{bare}/**", f"**/{bare}/**"]
    return tuple(f"{quote}{pattern}{quote}" for pattern in inside)


def is_quoted(pattern: str) -> bool:
    return len(pattern) > 1 and pattern.startswith('"') and pattern.endswith('"')
