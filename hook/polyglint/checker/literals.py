"""How much of a text is strings, where no grammar can be asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice

from polyglint.checker.line_weights import shortened
from polyglint.checker.syntax import has_grammar
from polyglint.lazy import lazy_pattern
from polyglint.linguist.dialects import model_language

# A line that is one string, and what joins it to the next: 'a', + "b" & 'c'.
QUOTED = lazy_pattern(
    r"""^[ \t]*(?:[+.&][ \t]*)?(?:'[^'\n]*'|"[^"\n]*")[ \t]*(?:[,;+.&\\][ \t]*)?\r?$""",
    re.MULTILINE,
)
LINE = lazy_pattern(r"^.*\S", re.MULTILINE)
MAX_LENGTH = 1_000_000  # characters that are looked at
# What such strings begin and end with; between two of them there is no other.
DELIMITERS: dict[str, tuple[str, ...]] = {
    "Cython": ('"""', "'''"),
    "D": ("`",),
    "Dart": ('"""', "'''"),
    "Dhall": ("''\n",),  # an empty string ends no line
    "Elm": ('"""',),
    "F#": ('"""',),
    "Gradle": ('"""', "'''"),
    "Groovy": ('"""', "'''"),
    "Idris": ('"""',),
    "Julia": ('"""',),
    "Mojo": ('"""', "'''"),
    "Nim": ('"""',),
    "PureScript": ('"""',),
    "ReScript": ("`",),
    "Vala": ('"""',),
}
# Where such a string begins, in the lines behind this one, and the name of the one that ends it.
HEREDOCS: dict[str, re.Pattern[str]] = {
    "Crystal": lazy_pattern(r"<<-'?([A-Za-z_]\w{0,63})'?.*\n"),
    "Raku": lazy_pattern(r"\b[qQ]{1,2}:to\s*[/'(\[{<]{1,2}([A-Za-z_]\w{0,63})[/')\]}>].*\n"),
}
MAX_HEREDOCS = 50  # that are looked at, each to the end of the text if nothing ends it


def longest_share(text: str, language: str) -> float:
    """The share of a text in its longest string; 0 for a language that has none, or a grammar.

    Args:
        language: linguist's name.
    """
    name = model_language(language)
    if (name not in DELIMITERS and name not in HEREDOCS) or has_grammar(name):
        return 0.0
    shown = text[:MAX_LENGTH]
    # Every second piece is within quotes, but for what the last of an odd number of marks opens.
    pieces = (shown.split(mark) for mark in DELIMITERS.get(name, ()))
    inside = [piece for part in pieces for piece in part[1:-1:2]]
    if name in HEREDOCS:
        inside += _heredocs(shown, HEREDOCS[name])
    longest = max(inside, key=len, default="")
    return _size(longest) / max(_size(shown), 1)


def _heredocs(text: str, opening: re.Pattern[str]) -> Iterator[str]:
    """What is between a line that opens a heredoc and the one that has its name alone."""
    for match in islice(opening.finditer(text), MAX_HEREDOCS):
        closing = re.compile(rf"^[ \t]*{match[1]}\b", re.MULTILINE)
        if found := closing.search(text, match.end()):
            yield text[match.end() : found.start()]


def is_one_literal(text: str, claimed: Collection[str], least: float) -> bool:
    """Whether a string of one of the claimed languages holds that share of a text or more."""
    return any(longest_share(text, name) >= least for name in claimed)


def are_quoted_lines(text: str, least: float) -> bool:
    """Whether that share of the lines of a text or more are one string each."""
    shown = text[:MAX_LENGTH]
    lines = sum(1 for _ in LINE.finditer(shown))
    return bool(lines) and sum(1 for _ in QUOTED.finditer(shown)) >= least * lines


def _size(text: str) -> int:
    return len("".join(shortened(text).split()))
