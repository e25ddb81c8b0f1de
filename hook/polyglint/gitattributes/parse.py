"""Lines of .gitattributes, as git reads them: a pattern and its attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from polyglint.typed import NamedTuple

# Git's white space. A pattern in double quotes may hold spaces and C's escapes.
LINE = re.compile(
    r"""[ \t\r]*(?P<pattern>"(?:[^"\\]|\\.)*"(?=[ \t\r]|$)|[^ \t\r]+)(?P<rest>.*)""", re.DOTALL
)
WORD = re.compile(r"[^ \t\r]+")
MACRO = "[attr]"
MAX_LINE_LENGTH = 2048  # bytes; git ignores a line as long as this
BYTE_ORDER_MARK = "\ufeff"
# What git takes for an attribute's name; a line with any other it ignores as a whole.
NAME = re.compile(r"(?!-)[\w.-]+", re.ASCII)
OURS = re.compile(r"[-!]?(?:linguist|gitlab)[-_]?\w", re.IGNORECASE)


class Attribute(NamedTuple):
    """One word after a pattern: ``name``, ``-name``, ``!name`` or ``name=value``."""

    word: str
    column: int  # from 1

    @property
    def sign(self) -> str:
        """The ``-`` or ``!`` before the name, if any."""
        return self.word[:1] if self.word[:1] in ("-", "!") else ""

    @property
    def name(self) -> str:
        return self.word[len(self.sign) :].partition("=")[0]

    @property
    def value(self) -> str | None:
        """What follows the ``=``; None where there is none."""
        _, equals, value = self.word.partition("=")
        return value if equals else None

    @property
    def is_ours(self) -> bool:
        """Whether it is meant for linguist or GitLab."""
        return OURS.match(self.word) is not None

    @property
    def is_valid(self) -> bool:
        """Whether git takes it for an attribute at all."""
        return NAME.fullmatch(self.name) is not None


class AttributesLine(NamedTuple):
    """A line with a pattern."""

    number: int  # from 1
    text: str  # without its line end
    pattern: str  # as it is written, quotes and all
    attributes: tuple[Attribute, ...]

    @property
    def is_too_long(self) -> bool:
        return len(self.text.encode("utf-8", "surrogateescape")) >= MAX_LINE_LENGTH

    @property
    def is_macro(self) -> bool:
        return self.pattern.startswith(MACRO)

    @property
    def ours(self) -> tuple[Attribute, ...]:
        return tuple(attribute for attribute in self.attributes if attribute.is_ours)


def read_lines(text: str) -> Iterator[AttributesLine]:
    """Yield the lines of a .gitattributes that are neither blank nor comment."""
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.removesuffix("\r")
        # A byte order mark before the first pattern is no part of it.
        start = len(BYTE_ORDER_MARK) if number == 1 and line.startswith(BYTE_ORDER_MARK) else 0
        match = LINE.match(line, start)
        if match and not match["pattern"].startswith("#"):
            words = WORD.finditer(line, match.start("rest"))
            found = tuple(Attribute(word[0], word.start() + 1) for word in words)
            yield AttributesLine(number, line, match["pattern"], found)
