"""What one language has and another that looks like it has not, to be seen without a parser.

Much of C++ reads as C, line by line. Where a text has such a mark, no window clears it of being
the other language, and the grammars decide. Where it has none of a language that always leaves
one, it is not that language, and a window that could be either clears the claim.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from polyglint.lazy import lazy_pattern
from polyglint.linguist.dialects import model_language
from polyglint.linguist.look_alikes import may_hold
from polyglint.typed import NamedTuple

MAX_LENGTH = 1_000_000  # characters in which a mark is looked for


class Marks(NamedTuple):
    """What the marks in a text say of the languages that it may not be in by its claim."""

    found: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()  # of those that always leave a mark


class _Row(NamedTuple):
    claims: frozenset[str]
    readings: frozenset[str]
    pattern: re.Pattern[str]
    is_always_there: bool  # in files of any size, or nearly


def _row(claims: str, readings: str, expression: str, is_always_there: bool = True) -> _Row:
    pattern = lazy_pattern(expression, re.MULTILINE)
    return _Row(frozenset(claims.split()), frozenset(readings.split()), pattern, is_always_there)


_SCRIPT = r"(?:const|let|var)[ \t]+[\w{\[]|import[ \t].{0,200}['\"]|export[ \t]+\w|module\.exports"
MARKS = (
    _row(
        "C",
        "C++",
        r"\w::[\w~]|^[ \t]*(?:#[ \t]*include[ \t]*<\w+>|template[ \t]*<|namespace\b|class[ \t]+\w"
        r"|using[ \t]+\w|(?:public|private|protected)[ \t]*:)"
        r"|\b(?:nullptr|constexpr|static_cast|operator|mutable|noexcept)\b|\bnew[ \t]+\w+[\[(<;]",
    ),
    _row(
        "C C++",
        "Objective-C Objective-C++",
        r"^[ \t]*(?:@(?:interface|implementation|protocol|property|class|end)\b|#import\b)|@\"",
    ),
    _row(
        "C C++", "D", r"^[ \t]*(?:(?:public|static)[ \t]+)?(?:import|module)[ \t]+[\w.]+[ \t]*[;:]"
    ),
    _row(
        "JavaScript",
        "TypeScript TSX",
        r"^[ \t]*(?:export[ \t]+)?(?:declare\b|interface[ \t]+\w|enum[ \t]+\w|namespace[ \t]+\w"
        r"|abstract[ \t]+class\b|type[ \t]+\w+[ \t]*(?:<[^=\n]{0,100})?=)"
        r"|\b(?:import|export)[ \t]+type\b"
        r"|:[ \t]*(?:string|number|boolean|void|any|unknown|never)\b(?:\[\])?[ \t]*(?:[,)=;{|]|$)"
        r"|\)[ \t]*:[ \t]*[A-Z]|[\w}\]]\??:[ \t]*[A-Z][\w.]*(?:<|\[\]|[ \t]*[)=])"
        r"|\w<(?:[\w\[\]., |]{1,60}>\(|[ \t]*$)"
        r"|[(,][ \t]*(?:private|public|protected|readonly)[ \t]+\w"
        r"|^[ \t]*(?:private|public|protected|readonly)[ \t]+\w"
        r"|[\w)\]'\"}][ \t]as[ \t](?:const|any|[A-Z])",
    ),
    _row("TypeScript", "TSX", r"</[\w>]|/>"),
    _row("JavaScript TypeScript", "YAML", r"^(?:---[ \t]*$|- \S|[\w.-]+:(?:[ \t]|$))"),
    _row(
        "CSS",
        "SCSS",
        r"\$[\w-]+[ \t]*:|^[ \t]*//|#\{|&[\w-]"
        r"|@(?:mixin|include|extend|use|forward|function|if|else|each|for|while|return|content)\b",
    ),
    _row(
        "CSS",
        "Less",
        r"^[ \t]*@[\w-]+[ \t]*:|^[ \t]*//|~[\"']|@\{|&[\w-]|\bwhen[ \t]*\("
        r"|^[ \t]*[.#][\w-]+(?:\([^)\n]{0,200}\))?[ \t]*;|:[ \t]*@\w",
    ),
    _row("JSON", "JavaScript TypeScript", rf"^[ \t]*(?:{_SCRIPT})", False),
    _row("YAML", "JavaScript TypeScript", rf"^(?:{_SCRIPT})", False),
)


def marks_of(claimed: Collection[str], text: str) -> Marks:
    """What a text has, and has not, of the languages that look like the claimed ones.

    Args:
        claimed: linguist's names.
    """
    names = {model_language(name) for name in claimed}
    held = frozenset(other for name in names for other in may_hold(name))
    found: set[str] = set()
    missing: set[str] = set()
    shown = text[:MAX_LENGTH]
    for row in MARKS:
        rest = row.readings - held
        if not rest or names.isdisjoint(row.claims):
            continue
        if row.pattern.search(shown) is not None:
            found |= rest
        elif row.is_always_there:
            missing |= rest
    return Marks(frozenset(found), frozenset(missing - found))
