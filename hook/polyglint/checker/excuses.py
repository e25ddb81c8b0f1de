"""Why a text does not contradict its claim although the model says so: in order, cheapest first."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import islice

from polyglint.checker.comments import is_comment
from polyglint.checker.continued import is_continued
from polyglint.checker.encoded import is_encoded, is_word_list
from polyglint.checker.forms import is_delimited_table
from polyglint.checker.grammars import accepting
from polyglint.checker.line_dialects import dialect_of
from polyglint.checker.literals import are_quoted_lines, is_one_literal
from polyglint.checker.statements import are_statements
from polyglint.checker.syntax import syntax
from polyglint.checker.tables import is_number_table
from polyglint.checker.template_tags import makes
from polyglint.checker.testimony import ACCEPTED
from polyglint.lazy import lazy_pattern
from polyglint.linguist.dialects import model_language

TABLES = frozenset(["CSV", "TSV"])  # whose fields may hold code
# A page that begins with what shows a text as it is: <pre>, in a comment of the text maybe.
SHOWN = lazy_pattern(
    r"\s*(?:<[^<>]{0,200}>\s*){0,9}[^\w<]{0,9}<(?:pre|xmp|plaintext)\b", re.IGNORECASE
)
# What headers for several compilers ask, before what only one of them reads.
OBJECTIVE, GUARD = frozenset(["Objective-C", "Objective-C++"]), "__OBJC__"
# A processor of macros, which any text may be for: macros of its own, in the words of no other
# language, or two lines that are nothing but a macro of the project's.
MACROS = frozenset(["M4", "M4Sugar"])
MACRO = lazy_pattern(
    r"^[ \t]*dnl\b|\bdnl[ \t\r]*$|^[ \t]*(?:(?:changequote|divert|ifelse|popdef|pushdef|undefine"
    r"|m4_\w+)\(|(?:define|ifdef|s?include)\((?:`|\[\w)|A[CMSUX]_[A-Z0-9_]+\b)",
    re.MULTILINE,
)
OWN_MACRO = lazy_pattern(r"^_\w+(?:\([^;{}\n]*\))?[ \t\r]*$", re.MULTILINE)
BARE = frozenset(["YAML"])  # its strings need no quotes, so that any text may be one
BRACED = frozenset(["Agda", "BibTeX", "TeX"])  # they have double braces of their own
OPEN_TAG, MAX_SEARCHED = lazy_pattern(r"<\?(?:php\b|=)"), 200_000  # characters from the start
MAX_LENGTH, NEARLY_ALL = 0.5, 0.8  # shares of a text


def excuse(text: str, claimed: Collection[str], read: str = "") -> str | None:
    """The reason to take a text for what it claims, or for what says nothing; None without one.

    Args:
        claimed: linguist's names.
        read: the language that the text reads as.
    """
    if is_number_table(text):
        return "a table of numbers"
    if is_comment(claimed, text):
        return "nothing but comments"
    if is_encoded(text):
        return "mostly encoded bytes"
    if is_word_list(text):
        return "a list of words"
    if not TABLES.isdisjoint(claimed) and is_delimited_table(text):
        return "a table"
    if "HTML" in claimed and SHOWN.match(text):
        return "a page that shows a text"
    if (language := accepting(claimed, text)) is not None:
        return f"accepted by the parser of {language}"
    if (dialect := dialect_of(text, claimed)) is not None:
        return dialect
    if read in OBJECTIVE and GUARD in text:
        return "parts for a compiler of Objective-C"
    if not MACROS.isdisjoint(claimed) and _has_macros(text[:MAX_SEARCHED]):
        return "a text with macros"
    if "PHP" in claimed and OPEN_TAG.search(text, 0, MAX_SEARCHED):
        return "a text around tags of PHP"
    if are_statements(text, claimed):
        return "statements of SQL"
    if is_continued(text, claimed):
        return "values that go on over several lines"
    if is_one_literal(text, claimed, MAX_LENGTH):
        return "mostly one string"
    if are_quoted_lines(text, NEARLY_ALL):
        return "mostly strings, a line each"
    if (quoted := _quoted(text, claimed)) is not None:
        return quoted
    is_made = read not in BRACED and makes(text, claimed, _errors)
    return "made by a template" if is_made else None


def _has_macros(text: str) -> bool:
    own = islice(OWN_MACRO.finditer(text), 2)
    return MACRO.search(text) is not None or sum(1 for _ in own) == 2


def _quoted(text: str, claimed: Collection[str]) -> str | None:
    """What most of a text is by the claimed grammar, which has no place in it for errors."""
    names = (name for name in claimed if model_language(name) not in BARE)
    for found in (syntax(text, name) for name in names):
        if found is None or found.errors > ACCEPTED:
            continue
        if found.literal >= MAX_LENGTH:
            return "mostly one string"
        if found.comments >= NEARLY_ALL:
            return "nothing but comments"
    return None


def _errors(text: str, language: str) -> float | None:
    found = syntax(text, language)
    return None if found is None else found.errors
