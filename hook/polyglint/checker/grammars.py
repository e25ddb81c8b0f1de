"""A second opinion on a claim, where it is free: the claimed language's own parser.

The standard library can parse a few languages. A text that the parser accepts is what it claims to
be, whatever a model makes of it; one that it does not accept may still be (an older Python, a
template), so a refusal proves nothing. A parser that fails has no opinion, and what would cost it
more time or memory than its length warrants is refused before it is asked.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Collection, Mapping
from functools import partial
from itertools import count, groupby

from polyglint.budget import opinion
from polyglint.lazy import lazy_import, lazy_pattern
from polyglint.linguist.dialects import model_language
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import ast
    import unicodedata
    from xml.parsers import expat

    from polyglint.sources import toml_text
else:
    ast = lazy_import("ast")
    unicodedata = lazy_import("unicodedata")
    expat = lazy_import("xml.parsers.expat")
    toml_text = lazy_import("polyglint.sources.toml_text")

MAX_LENGTH = 1_000_000  # characters; a parser must not take longer than the model
# Python makes 850 bytes of a statement of two characters, and before 3.12 it looks for the place of
# each field of an f-string from the string's start: 120 MB and a second at this bound.
MAX_PYTHON = 1 << 17
# A dotted name is joined anew at each dot: 64,000 parts take 4 GiB. Python's blanks are ASCII.
# A letter is what is no other ASCII: to compile a set up to U+10FFFF takes 5 ms.
_LETTER = r"[^\x00-/:-@\[-^`{-\x7f]"
DOTTED = lazy_pattern(rf"(?<!{_LETTER})(?:{_LETTER}+[\s\\]*\.[\s\\]*){{33}}", re.ASCII)
# Names are normalised, which sorts the marks on a letter by the square of their number.
MAX_MARKS = 32
FOREIGN = lazy_pattern(rf"[^\x00-\x7f]{{{MAX_MARKS},}}")
MARKS_OF_MARKS = frozenset("\u0344\u0f73\u0f75\u0f81")  # of no class, and yet made of marks alone
MAX_DECLARATIONS = 100  # of entities and attributes; a tag costs as many as it has by default
MAX_ENTITY = 1000  # characters, which a reference of three stands for
# Bare names, numbers and assignments of plain values are Python, and half a dozen other languages.
TELLING = frozenset(
    [
        *("FunctionDef", "AsyncFunctionDef", "ClassDef", "Import", "ImportFrom", "If", "For"),
        *("With", "Try"),
    ]
)
DOCSTRING = ('"""', "'''")


def _json(text: str) -> bool:
    return isinstance(json.loads(text), (dict, list))


def _python(text: str) -> bool:
    if len(text) > MAX_PYTHON or DOTTED.search(text) or _has_many_marks(text):
        return False
    with warnings.catch_warnings():  # of escapes and comparisons, which are the author's business
        warnings.simplefilter("ignore")
        module = ast.parse(text)
    # A package often holds a docstring alone, of one line between three quotes.
    return text.lstrip().startswith(DOCSTRING) or any(
        type(s).__name__ in TELLING or _is_long_string(s) for s in module.body
    )


def _has_many_marks(text: str) -> bool:
    """Whether a letter somewhere has more than `MAX_MARKS` combining marks."""
    return not text.isascii() and any(
        is_mark and sum(1 for _ in marks) > MAX_MARKS
        for run in FOREIGN.findall(text)
        for is_mark, marks in groupby(run, _is_mark)
    )


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0 or character in MARKS_OF_MARKS


def _is_long_string(statement: ast.stmt) -> bool:
    """Whether it is, or names, a string over several lines, which hold whatever they hold."""
    value = getattr(statement, "value", None)
    if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
        return False
    return value.end_lineno != value.lineno


def _toml(text: str) -> bool:
    return bool(toml_text.loads(text))


def _xml(text: str) -> bool:
    # Expat fetches nothing by itself. But entities inside of entities make it call itself, before
    # 2.7 as deep as they go, until the stack is full and the process dies.
    counter = count(1)

    def declare(*_declaration: object) -> None:
        if next(counter) > MAX_DECLARATIONS:
            raise ValueError("too many declarations")

    def declare_entity(_name: str, _is_parameter: bool, value: str | None, *_: object) -> None:
        declare()
        if value is not None and ("&" in value or "%" in value or len(value) > MAX_ENTITY):
            raise ValueError("an entity inside of another, or too long to repeat")

    parser = expat.ParserCreate("utf-8")  # the text is decoded, whatever it declares
    parser.EntityDeclHandler = declare_entity
    parser.AttlistDeclHandler = declare
    parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    return True


PARSERS: Mapping[str, Callable[[str], bool]] = {
    "JSON": _json,
    "Jupyter Notebook": _json,
    "Python": _python,
    "SVG": _xml,
    "TOML": _toml,
    "XML": _xml,
    "XSLT": _xml,
}

# Languages whose parsers, written in C, take a tenth of the time of a window for a text of usual
# length, and no more than a window for one as long as this, in characters.
QUICK, QUICK_LENGTH = frozenset(["JSON", "Jupyter Notebook", "SVG", "XML", "XSLT"]), 1 << 14


def is_quick(language: str, text: str) -> bool:
    """Whether a parser answers in less time than the model, whatever the text."""
    return language in QUICK and len(text) <= QUICK_LENGTH


def accepting(claimed: Collection[str], text: str) -> str | None:
    """The first of the claimed languages whose parser accepts the text, if any does.

    Args:
        claimed: linguist's names; a dialect goes by the language that it is written in.
    """
    if len(text) > MAX_LENGTH:
        return None
    return next((name for name in claimed if _accepts(model_language(name), text)), None)


def _accepts(language: str, text: str) -> bool:
    parse = PARSERS.get(language)
    if parse is None:
        return False
    return opinion(
        partial(parse, text.removeprefix("\ufeff")), limited=not is_quick(language, text)
    )
