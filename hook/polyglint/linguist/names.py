"""What a file's name declares: the exact name, else the longest extension linguist knows."""

from __future__ import annotations

import re

from polyglint.lazy import lazy_pattern
from polyglint.linguist import heuristics
from polyglint.linguist.languages import Claim, index
from polyglint.results import ClaimRule, ClaimSource

# Extensions that linguist lists for a language but finds too common to tell one by: manual
# sections, and suffixes that many programs use for files of their own.
MAX_LENGTH = 64  # characters, and more than any extension has that linguist knows
GENERIC_EXTENSIONS = frozenset(
    [f".{section}" for section in range(1, 10)]
    + [".action", ".alg", ".app", ".cmp", ".msg", ".network", ".resource"]
    + [".sol", ".srv", ".stl", ".tag", ".target", ".url"]
)


def exact(path: str) -> Claim | None:
    name = _file_name(path)
    languages = index("filenames").get(name)
    return Claim(languages, ClaimSource(ClaimRule.FILE_NAME, name)) if languages else None


DOT = lazy_pattern(r"\.(?=.)")  # before an extension


def extension(path: str) -> Claim | None:
    """Return all the languages of the longest extension that has any: .html.erb before .erb."""
    known = index("extensions")
    name = _file_name(path).lower()[-MAX_LENGTH:]  # each dot costs what follows it
    for start in (match.start() for match in DOT.finditer(name)):
        suffix = name[start:]
        if suffix in GENERIC_EXTENSIONS:
            return None
        if suffix in known:
            return Claim(known[suffix], ClaimSource(ClaimRule.EXTENSION, suffix))
    return None


def generic_extension(path: str, text: str) -> Claim | None:
    """Return the language of an extension that many programs use, where the text bears it out."""
    suffix = path[path.rfind(".") :].lower()
    if suffix not in GENERIC_EXTENSIONS or suffix[1:].isdecimal():
        return None
    found = heuristics.ask(suffix, text).languages
    return Claim(found, ClaimSource(ClaimRule.EXTENSION, suffix)) if found else None


MANUAL_SECTION = lazy_pattern(
    r"\.(?:[1-9](?![0-9])[a-z_0-9]*|0p|n|man|mdoc)(?:\.in)?$", re.IGNORECASE
)


def manual_section(path: str) -> Claim | None:
    """A page of the manual, whose extension is its section.

    A number may also be a version or count old logs, which are text of any kind.
    """
    found = MANUAL_SECTION.search(_file_name(path))
    if found is None:
        return None
    source = ClaimSource(ClaimRule.MANUAL_SECTION, found[0])
    return Claim(("Roff", "Roff Manpage"), source, ("Text",))


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]
