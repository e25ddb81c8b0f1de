"""What a file's name declares: the exact name, else the longest extension linguist knows."""

from __future__ import annotations

import re

from polyglint.claim.languages import Claim, index

# Extensions that linguist lists for a language but finds too common to tell one by: manual
# sections, and suffixes that many programs use for files of their own.
GENERIC_EXTENSIONS = frozenset(
    [f".{section}" for section in range(1, 10)]
    + [".action", ".alg", ".app", ".cmp", ".msg", ".network", ".resource"]
    + [".sol", ".srv", ".stl", ".tag", ".target", ".url"]
)


def exact(path: str) -> Claim | None:
    name = _file_name(path)
    languages = index("filenames").get(name)
    return Claim(languages, f"file name {name}") if languages else None


def extension(path: str) -> Claim | None:
    """Return all the languages of the longest extension that has any: .html.erb before .erb."""
    known = index("extensions")
    name = _file_name(path).lower()
    for start in (match.start() for match in re.finditer(r"\.(?=.)", name)):
        suffix = name[start:]
        if suffix in GENERIC_EXTENSIONS:
            return None
        if suffix in known:
            return Claim(known[suffix], f"extension {suffix}")
    return None


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]
