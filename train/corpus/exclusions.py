"""Repositories and texts that no corpus may hold, since models are measured on them.

A list has one digest per line. A repository's is the SHA-256 of its lower-case `owner/name`, with
the kind `repository` behind a tab, or of its lower-case name alone, with the kind `name`, which
covers forks. A text's is the first half of the MD5 of its UTF-8, each run of white space as one
blank.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from polyglint.errors import FatalError
from train.corpus.layout import CHECKOUT, GIT

TABLE = Path(__file__).parent.parent / "held_out.sha256"
REASON = "held out"
_REPOSITORY = re.compile(r"([0-9a-f]{64})\t(repository|name)")
_TEXT = re.compile(r"[0-9a-f]{16}")
_WHITE_SPACE = re.compile(r"\s+")


class Exclusions(NamedTuple):
    """Digests of what is held out."""

    repositories: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()

    def has_project(self, registry: str, package: str) -> bool:
        """Whether a repository is held out, or one by its name.

        Packages never are. Nor are directories for a name alone, which may be anybody's `docs`.
        """
        parts = package.lower().split("/")[-2:]
        if registry not in (GIT, CHECKOUT) or len(parts) < 2:
            return False
        if _sha256("/".join(parts)) in self.repositories:
            return True
        return registry == GIT and _sha256(parts[1]) in self.names


NOTHING = Exclusions()


def read_exclusions(files: Iterable[Path]) -> Exclusions:
    """All digests of some files.

    Raises:
        FatalError: a file cannot be read, or has a line of another form.
    """
    kinds: dict[str, set[str]] = {"repository": set(), "name": set(), "text": set()}
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise FatalError(f"list of what is held out expected: {file}: {error}") from error
        for number, line in enumerate(lines, start=1):
            found = _REPOSITORY.fullmatch(line)
            if found:
                kinds[found[2]].add(found[1])
            elif _TEXT.fullmatch(line):
                kinds["text"].add(line)
            else:
                wanted = "SHA-256, tab, `repository` or `name`; or 16 digits of an MD5"
                raise FatalError(f"{file}:{number}: {wanted} expected")
    return Exclusions(*(frozenset(kinds[kind]) for kind in ("repository", "name", "text")))


def text_digest(data: bytes) -> str:
    """The digest of a file's text as the lists have it."""
    text = _WHITE_SPACE.sub(" ", data.decode("utf-8", "replace"))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:16]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
