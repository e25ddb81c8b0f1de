"""Names that stand for more than linguist says, by the custom of a program or its users.

A setting, `per-path-languages`, adds customs of one's own.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from polyglint.linguist import names

EXAMINED = 4096  # characters from the start in which a mark is looked for
MAX_LENGTH = 256  # characters of a path, from its end, more than any name has
# What follows the name of the file that a program makes of a template: config.h.in, a.plist.cmake
MADE_FROM = (".cmake.in", ".in", ".cmake")


class Convention(NamedTuple):
    """A custom: files named so, that bear a mark if there is one, may hold these languages, too."""

    reason: str
    path: re.Pattern[str]
    mark: re.Pattern[str] | None
    languages: tuple[str, ...]


def _convention(reason: str, path: str, mark: str | None, *languages: str) -> Convention:
    found = None if mark is None else re.compile(mark, re.MULTILINE)
    return Convention(reason, re.compile(path), found, languages)


CONVENTIONS = (
    _convention("services that Avahi announces", r"\.service$", r"<service-group\b", "XML"),
    _convention("what U-Boot runs", r"(?:^|/)(?=[\w.-]*boot)[\w.-]*\.cmd$", None, "Shell"),
    _convention(
        "variants of a linker script, .x and letters that say which",
        r"\.x\w{0,4}$",
        r"^[ \t]*(?:OUTPUT_(?:FORMAT|ARCH)|SECTIONS|MEMORY|ENTRY|PHDRS)\b",
        "Linker Script",
    ),
    _convention(
        "settings that a program reads as JSON, as YAML or as a module",
        r"(?:^|/)\.(?:babel|c8|commitlint|eslint|jscs|jshint|lintstaged|mocha|nyc|prettier|release"
        r"|remark|stylelint|swc|textlint)rc$",
        None,
        "JSON",
        "YAML",
        "JavaScript",
    ),
    _convention(
        "keys, by whatever extension", r".", r"\A\s*-----BEGIN [A-Z0-9 ]+-----", "Public Key"
    ),
)


def allowed(path: str, text: str) -> tuple[str, ...]:
    """The languages that a file may hold by custom, beside those that linguist says."""
    found = dict.fromkeys(_of_product(path))
    start = text[:EXAMINED]
    for convention in CONVENTIONS:
        if convention.path.search(path[-MAX_LENGTH:]) and (
            convention.mark is None or convention.mark.search(start)
        ):
            found |= dict.fromkeys(convention.languages)
    return tuple(found)


def _of_product(path: str) -> tuple[str, ...]:
    """The languages of the file that is to be made from this one."""
    suffix = next((suffix for suffix in MADE_FROM if path.endswith(suffix)), None)
    if suffix is None:
        return ()
    product = path.removesuffix(suffix)
    claim = names.exact(product) or names.extension(product)
    return claim.languages if claim else ()
