"""What tells alike languages apart in a whole text: a mark that one of them never or always has.

The model reads four lines at a time, and a few lines of Slim may well be Haml. A whole text of Haml
has a `%tag`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from polyglint.lazy import lazy_pattern
from polyglint.linguist.look_alike_marks import MAX_LENGTH, ONLY_D
from polyglint.typed import NamedTuple

WEIGHT = 4.0  # in nats, against a language that a mark speaks against


class Kin(NamedTuple):
    """Languages that a mark speaks against, if a text may also be in one that is like them."""

    languages: frozenset[str]
    kin: frozenset[str]
    mark: re.Pattern[str]
    is_needed: bool  # by each of the languages, of which no text is without it; else none has it


def _never(languages: str, kin: str, mark: str, *, is_needed: bool = False) -> Kin:
    pattern = lazy_pattern(mark, re.MULTILINE)
    return Kin(frozenset(languages.split()), frozenset(kin.split()), pattern, is_needed)


def _always(languages: str, kin: str, mark: str) -> Kin:
    return _never(languages, kin, mark, is_needed=True)


KIN = (
    _always("PHP Blade", "Hack", r"<\?(?!hh\b)"),
    _always("Haml", "Slim", r"^[ \t]*%\w"),
    _never(
        "Ruby",
        "Crystal",
        r"\b(?:U?Int(?:8|16|32|64)|Float(?:32|64))\b|^[ \t]*(?:property|getter|setter)[?!]?[ \t]+\w"
        r"|^[ \t]*def[ \t].*\)[ \t]*:[ \t]*[A-Z]\w*|^[ \t]*@\w+[ \t]*:[ \t]*[A-Z]"
        r"|^require \"\./",
    ),
    _never("Java C# C++ C", "D", rf"^[ \t]*module[ \t]+[\w.]+;|{ONLY_D}"),
    _never(
        "Perl",
        "Raku",
        r"^[ \t]*(?:use[ \t]+v6|unit[ \t]|(?:multi|proto|submethod|grammar|token|role)[ \t]+[\w-]+"
        r"|method[ \t]+[\w-]+[ \t]*[({])|\bmy[ \t]+[A-Z]\w+[ \t]+[$@%]",
    ),
)


def spoken_against(text: str, languages: Collection[str]) -> frozenset[str]:
    """Which of some languages marks speak against, among those that a text may be in."""
    among, shown = frozenset(languages), text[:MAX_LENGTH]
    found: frozenset[str] = frozenset()
    for row in KIN:
        own = among & row.languages
        if own and not among.isdisjoint(row.kin):
            is_there = row.mark.search(shown) is not None
            found |= own if is_there is not row.is_needed else frozenset()
    return found
