"""Strings made against a regular expression, from its own parse tree.

A pattern that backtracks takes time by the square of its input, or worse, on a long run of what one
of its repeats loops over, behind what leads to that repeat and before a tail on which it fails.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

if sys.version_info >= (3, 11):
    from re import _compiler as compiler
    from re import _constants as constants
    from re import _parser as parser
else:
    import sre_compile as compiler
    import sre_constants as constants
    import sre_parse as parser

USUAL = " \t\n\r\f\x0baA1_é.-\"'"  # characters that are tried beside those that a pattern names
TAILS = ("", "!", "\0 \0", "\n\0")
REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT)
CHARACTERS = (constants.LITERAL, constants.NOT_LITERAL, constants.IN, constants.ANY)
MANY = 10  # a repeat that may loop as often is worth an attack


class Attack(NamedTuple):
    """What a string begins with, repeats, and ends with."""

    prefix: str
    pump: str
    tail: str

    def text(self, length: int) -> str:
        times = max(length - len(self.prefix), 0) // len(self.pump) + 1
        return self.prefix + self.pump * times + self.tail


def attacks(pattern: re.Pattern[str]) -> list[Attack]:
    """Strings on which each repeat of a pattern, or all that leads to one, goes on and on."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    alphabet = "".join(dict.fromkeys([*USUAL, *_named(tree)]))
    found = [
        pair
        for full in (False, True)
        for prefix, pump in _pumps(tree, _Sampler(alphabet, full))
        for pair in ((prefix, pump), ("", prefix + pump), (prefix, pump + " "))
    ]
    pairs = [pair for pair in dict.fromkeys(found) if pair[1]]
    return [Attack(prefix, pump, tail) for prefix, pump in pairs for tail in TAILS]


class _Sampler(NamedTuple):
    """Makes examples of what a tree matches, but for what it looks ahead and back for."""

    alphabet: str
    is_full: bool  # whether what may be missing is there

    def example(self, nodes) -> str:
        return "".join(self._one(nodes, operator, argument) for operator, argument in nodes)

    def _one(self, nodes, operator, argument) -> str:
        if operator in CHARACTERS:
            return self.characters(parser.SubPattern(nodes.state, [(operator, argument)]))[:1]
        if operator in REPEATS:
            least = max(argument[0], 1) if self.is_full else argument[0]
            return self.example(argument[2]) * least
        if operator is constants.SUBPATTERN:
            return self.example(argument[-1])
        return self.example(argument[1][0]) if operator is constants.BRANCH else ""

    def characters(self, tree) -> str:
        """Those of the alphabet that a tree matches, each by itself."""
        return "".join(filter(compiler.compile(tree, tree.state.flags).fullmatch, self.alphabet))


def _pumps(tree, sampler: _Sampler, prefix: str = "") -> Iterator[tuple[str, str]]:
    """What leads to each repeat that may go on, and what it loops over."""
    for operator, argument in tree:
        if operator in REPEATS and argument[1] > MANY:
            loops = sampler.characters(argument[2]) or [sampler.example(argument[2])]
            yield from ((prefix, loop) for loop in loops)
        for inner in _inside(operator, argument):
            yield from _pumps(inner, sampler, prefix)
        prefix += sampler.example(parser.SubPattern(tree.state, [(operator, argument)]))
    yield prefix, ""


def _named(tree) -> Iterator[str]:
    """The characters that a pattern names."""
    for operator, argument in tree:
        if operator in (constants.LITERAL, constants.NOT_LITERAL):
            yield chr(argument)
        elif operator is constants.RANGE:
            yield chr(argument[0])
        elif operator is constants.IN:
            yield from _named(argument)
        for inner in _inside(operator, argument):
            yield from _named(inner)


def _inside(operator, argument) -> list:
    """The trees that a node holds."""
    if operator is constants.BRANCH:
        return argument[1]
    items = argument if isinstance(argument, tuple) else (argument,)
    return [item for item in items if isinstance(item, parser.SubPattern)]
