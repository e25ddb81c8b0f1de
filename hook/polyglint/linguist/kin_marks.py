"""What tells alike languages apart in a whole text: marks that only one of them has.

The model reads four lines at a time, and a few lines of Slim may well be Haml.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from polyglint.lazy import lazy_pattern
from polyglint.linguist.look_alike_marks import MAX_LENGTH, ONLY_D
from polyglint.typed import NamedTuple

WEIGHT = 4.0  # in nats, against a language that a mark speaks against


class Kin(NamedTuple):
    """Languages that are alike, and what no text of the first ones has."""

    languages: frozenset[str]
    kin: frozenset[str]
    mark: re.Pattern[str]


def _kin(languages: str, kin: str, mark: str) -> Kin:
    pattern = lazy_pattern(mark, re.MULTILINE)
    return Kin(frozenset(languages.split()), frozenset(kin.split()), pattern)


_TAGS = "article|aside|body|button|div|footer|form|h[1-6]|head|header|html|li|main|nav|ol|p|section"
KIN = (
    _kin(
        "PHP Blade",
        "Hack",
        r"\A\s*<\?hh\b|\b(?:dict|keyset|vec)\[|\bAwaitable<|^[ \t]*<<__\w"
        r"|\basync[ \t]+function\b|^[ \t]*newtype\b|\bshape\([ \t]*[')]|\b(?:HH|XHP)\\",
    ),
    _kin(
        "Haml",
        "Slim",
        rf"^[ \t]*(?:doctype[ \t]+\w|\|[ \t]\S|(?:{_TAGS}|span|table|tbody|td|th|thead|tr|ul)"
        r"(?:[.#][\w-]+|[ \t]+[\w-]+=[\"']|[ \t]*[=|]|[ \t]*$))",
    ),
    _kin(
        "Ruby",
        "Crystal",
        r"\b(?:U?Int(?:8|16|32|64)|Float(?:32|64))\b|^[ \t]*(?:property|getter|setter)[?!]?[ \t]+\w"
        r"|^[ \t]*def[ \t].*\)[ \t]*:[ \t]*[A-Z]\w*|^[ \t]*@\w+[ \t]*:[ \t]*[A-Z]",
    ),
    _kin("Java C# C C++ Cuda", "D", ONLY_D),
    _kin(
        "Perl",
        "Raku",
        r"^[ \t]*(?:use[ \t]+v6\b|unit[ \t]+\w"
        r"|(?:multi|proto|submethod|grammar|token)[ \t]+[\w-]+)",
    ),
)


def spoken_against(text: str, languages: Collection[str]) -> frozenset[str]:
    """Which of some languages marks speak against, among those that a text may be in."""
    among, shown = frozenset(languages), text[:MAX_LENGTH]
    found: frozenset[str] = frozenset()
    for row in KIN:
        own = among & row.languages
        if own and not among.isdisjoint(row.kin) and row.mark.search(shown) is not None:
            found |= own
    return found
