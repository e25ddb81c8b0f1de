"""Lines of .gitattributes, as git reads them: a pattern and its attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# A pattern in double quotes may hold spaces and C's escapes.
LINE = re.compile(r"""[ \t]*(?P<pattern>"(?:[^"\\]|\\.)*"|[^\s"]\S*)(?P<rest>.*)""", re.DOTALL)
MACRO = "[attr]"
OURS = re.compile(r"[-!]?(?:linguist|gitlab)-[\w-]*")


class Attribute(NamedTuple):
    """One word after a pattern: ``name``, ``-name``, ``!name`` or ``name=value``."""

    word: str
    column: int  # from 1

    @property
    def name(self) -> str:
        return self.word.lstrip("-!").partition("=")[0]

    @property
    def value(self) -> str | None:
        """What follows the ``=``; None where there is none."""
        _, equals, value = self.word.partition("=")
        return value if equals else None

    @property
    def is_ours(self) -> bool:
        """Whether it is meant for linguist or GitLab."""
        return OURS.match(self.word) is not None


class Line(NamedTuple):
    """A line with a pattern."""

    number: int  # from 1
    text: str  # without its line end
    pattern: str  # as it is written, quotes and all
    attributes: tuple[Attribute, ...]

    @property
    def is_macro(self) -> bool:
        return self.pattern.startswith(MACRO)

    @property
    def ours(self) -> tuple[Attribute, ...]:
        return tuple(attribute for attribute in self.attributes if attribute.is_ours)


def read_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a .gitattributes that are neither blank nor comment."""
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.removesuffix("\r")
        if line.lstrip(" \t").startswith("#"):
            continue
        if match := LINE.fullmatch(line):
            start = match.start("rest")
            words = re.finditer(r"\S+", match["rest"])
            found = tuple(Attribute(word[0], start + word.start() + 1) for word in words)
            yield Line(number, line, match["pattern"], found)
