"""What one language has and another that looks like it has not, to be seen without a parser.

Much of C++ reads as C, line by line. Where a text has such a mark, no window clears it of being
the other language, and the grammars decide. Where it has none of a language that always leaves
one, it is not that language, and a window that could be either clears the claim.

Proofs have no place in the claimed language, or mean nothing there. A text that has them is not
cleared by its windows, whichever of the two these read as, nor by a grammar that takes anything
(`checker.testimony`). They may stand in a comment or a string: alone they are no reason to flag a
text, and the grammars are heard.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from polyglint.lazy import lazy_import, lazy_pattern
from polyglint.linguist.dialects import model_language
from polyglint.linguist.look_alikes import may_hold
from polyglint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from polyglint.linguist import flow
else:
    flow = lazy_import("polyglint.linguist.flow")

MAX_LENGTH = 1_000_000  # characters in which a mark is looked for
# A style that was made of another, and tells in its comments how that is used.
STYLES = frozenset(["CSS"])
BEFORE_COMMENT = " \t\r\n;{},/"  # or nothing


class Marks(NamedTuple):
    """What the marks in a text say of the languages that it may not be in by its claim."""

    found: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()  # of those that always leave a mark
    proven: frozenset[str] = frozenset()  # by marks that have no place in the claimed languages


class _Row(NamedTuple):
    claims: frozenset[str]
    readings: frozenset[str]
    pattern: re.Pattern[str]
    is_always_there: bool  # in files of any size, or nearly


def _row(claims: str, readings: str, expression: str, is_always_there: bool = True) -> _Row:
    pattern = lazy_pattern(expression, re.MULTILINE)
    return _Row(frozenset(claims.split()), frozenset(readings.split()), pattern, is_always_there)


class _Proof(NamedTuple):
    claims: frozenset[str]
    readings: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]  # all of which must be found


def _proof(claims: str, readings: str, *expressions: str) -> _Proof:
    patterns = tuple(lazy_pattern(found, re.MULTILINE) for found in expressions)
    return _Proof(frozenset(claims.split()), frozenset(readings.split()), patterns)


MESSAGES = (
    r"^[ \t]*(?:@autoreleasepool[ \t]*\{"
    r"|(?:[\w *]{1,100}=[ \t]*)?\[+[A-Za-z]\w*[ \t]+[a-z][^;\n]*\];[ \t]*$)"
)
# C++ has modules, too, and may import them in the same words.
ONLY_D = (
    r"^[ \t]*(?:import[ \t]+(?:std|core)\.(?!compat\b)\w[\w.]*[ \t]*[;:]"
    r"|(?:public|private|static)[ \t]+import[ \t]+\w"
    r"|extern[ \t]*\((?:C|D|C\+\+|System|Windows)\)|unittest[ \t]*(?:\{|$))"
)
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
        r"^[ \t]*(?:@(?:interface|implementation|protocol|property|class|end)\b|#import\b)|@\""
        rf"|{MESSAGES}",
    ),
    _row(
        "C C++",
        "D",
        r"^[ \t]*(?:(?:public|static)[ \t]+)?(?:import|module)[ \t]+[\w.]+[ \t]*[;:]"
        rf"|{ONLY_D}",
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
# Of scripts, at the left margin: YAML has nothing like them there, and JSON nowhere.
_STATEMENT = (
    r"^(?:(?:const|let|var)[ \t]+[\w$]+[ \t]*=|(?:const|let|var)[ \t]+[{\[][^:\n]*=[ \t]*[\w$]"
    r"|import[ \t]+(?:[\w$*{][^:\n]*from[ \t]*)?['\"][^'\"\n]*['\"];?[ \t]*$"
    r"|export[ \t]+(?:default|const|function|class|async|interface|type|enum)[ \t]+\S"
    r"|export[ \t]*[*{]"
    r"|module\.exports[ \t.=]|[!;(+]{0,3}(?:async[ \t]+)?function\b[^:\n]*\("
    r"|[$\w.]+\([^:\n]*(?:\bfunction[ \t]*\(|=>[ \t]*\{))"
)
TYPED = frozenset(
    ["TypeScript", "TSX"]
)  # against a claim of JavaScript, where Flow has no such type
_HEADING = r"^#{1,6}[ \t]+\S"
PROOFS = (
    _proof(
        "C",
        "C++",
        r"^[ \t]*(?:template[ \t]*<|namespace\b[^;\n]*\{|class[ \t]+\w[^;\n]*(?:\{|$)"
        r"|using[ \t]+namespace\b|(?:public|private|protected)[ \t]*:[ \t]*$)"
        r"|\w::[\w~]|\b(?:static|reinterpret)_cast<",
    ),
    _proof(
        "C C++",
        "Objective-C Objective-C++",
        r"^@(?:interface|implementation|protocol)[ \t]+\w",
        r"^@end\b",
    ),
    _proof("C C++", "Objective-C Objective-C++", MESSAGES),
    _proof("C", "D", r"^[ \t]*(?:import|module)[ \t]+\w+(?:\.\w+)+[ \t]*[;:]"),
    _proof("C C++", "D", ONLY_D),
    _proof("TypeScript", "TSX", r"</[\w>]|/>"),
    _proof(
        "CSS",
        "SCSS",
        r"^[ \t]*@(?:include|mixin|function|return|forward|use)[ \t]+\S"
        r"|^[ \t]*@extend[ \t]+[.%]|#\{\$",
    ),
    _proof(
        "CSS",
        "Less",
        r"^[ \t]*[.#][\w-]+(?:\([^)\n]{0,200}\))?[ \t]*;|^@(?!page\b)[\w-]+[ \t]*:[ \t]*\S",
    ),
    _proof("JSON", "JavaScript TypeScript", _STATEMENT),
    _proof("YAML", "JavaScript TypeScript", _STATEMENT),
    _proof("YAML", "TOML", r"^[\w.-]+[ \t]*=[ \t]*\S"),
    _proof("YAML", "Markdown", _HEADING, r"^```"),
    _proof(
        "reStructuredText",
        "Markdown",
        _HEADING,
        r"^(?:```|~~~)|\[[^\]\n]{1,200}\]\((?:https?:|\.{0,2}/|#|[\w-]+\.\w)",
    ),
    _proof("reStructuredText", "Markdown", r"^#{2,6}[ \t]+\w"),
    _proof(
        "Kotlin",
        "Groovy Gradle",
        r"^[ \t]*(?:apply[ \t]+plugin:[ \t]*['\"]|def[ \t]+\w+[ \t]*[=(]"
        r"|(?:api|classpath|compile|id|implementation|testImplementation)[ \t]+')",
    ),
)


def marks_of(claimed: Collection[str], text: str) -> Marks:
    """What a text has, and has not, of the languages that look like the claimed ones.

    Args:
        claimed: linguist's names.
    """
    names = frozenset(map(model_language, claimed))
    held = frozenset(other for name in names for other in may_hold(name))
    found: set[str] = set()
    missing: set[str] = set()
    shown = text[:MAX_LENGTH]
    if not names.isdisjoint(STYLES):
        shown = without_comments(shown)
    for row in MARKS:
        rest = row.readings - held
        if not rest or names.isdisjoint(row.claims):
            continue
        if row.pattern.search(shown) is not None:
            found |= rest
        elif row.is_always_there:
            missing |= rest
    missing -= found
    shown_to_be = _proven(names, held | missing, shown)
    return Marks(frozenset(found) | shown_to_be, frozenset(missing), shown_to_be)


def without_comments(text: str) -> str:
    """A text less what is between ``/*`` and ``*/``; a path, such as ``a/*``, begins none."""
    first, *others = text.split("/*")
    kept, before = [first], first[-1:]
    for part in others:
        comment, end, behind = part.partition("*/")
        kept.append(f" {behind}" if end and before in BEFORE_COMMENT else f"/*{part}")
        before = (behind if end else comment)[-1:]
    return "".join(kept)


def _proven(names: Collection[str], allowed: Collection[str], text: str) -> frozenset[str]:
    """The languages that a text has proofs of.

    Args:
        names: the claimed languages, as the model knows them.
        allowed: languages that are not looked for.
    """
    found: set[str] = set()
    for row in PROOFS:
        rest = row.readings.difference(allowed)
        if not rest or row.claims.isdisjoint(names):
            continue
        if all(pattern.search(text) is not None for pattern in row.patterns):
            found |= rest
    typed = TYPED.difference(allowed)
    if typed and "JavaScript" in names and flow.ONLY_TYPESCRIPT.search(text) is not None:
        found |= typed
    return frozenset(found)
