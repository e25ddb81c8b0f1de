"""Texts that say in their first line what they are, where the claimed language cannot begin so.

An error page saved as a table, a notebook as a module, a patch as a header: they are too short for
a model, or read as something that a program may hold. Their beginning leaves no doubt.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from functools import partial

from polyglint.budget import opinion
from polyglint.checker.grammars import accepting
from polyglint.lazy import lazy_pattern
from polyglint.linguist.compatible import compatible_with
from polyglint.linguist.dialects import model_language
from polyglint.typed import Any, NamedTuple

MAX_LENGTH = 1_000_000  # characters; a parser must not take longer than the model
BEGINNING, END = 4096, 200  # characters in which a mark is looked for
# Languages none of whose files begin with a tag, and none of which is a template.
WITHOUT_TAGS = frozenset(
    [
        *("Assembly", "Batchfile", "C", "C#", "C++", "CMake", "COBOL", "CSS", "CSV", "Clojure"),
        *("CoffeeScript", "Common Lisp", "Cuda", "Cython", "D", "Dart", "Dockerfile", "Elixir"),
        *("Emacs Lisp", "Erlang", "F#", "Fortran", "GLSL", "Gettext Catalog", "Go", "Go Module"),
        *("GraphQL", "Groovy", "HCL", "Haskell", "INI", "JSON", "Java", "Java Properties"),
        *("JavaScript", "Julia", "Kotlin", "Less", "Lua", "MATLAB", "Makefile", "Nim", "Nix"),
        *("OCaml", "Objective-C", "Objective-C++", "Pascal", "Perl", "PowerShell", "Prolog"),
        *("Protocol Buffer", "Python", "R", "Racket", "Ruby", "Rust", "SCSS", "SQL", "Sass"),
        *("Scala", "Scheme", "Shell", "Solidity", "Starlark", "Swift", "SystemVerilog", "TOML"),
        *("TSV", "TSX", "Tcl", "TypeScript", "VHDL", "Verilog", "Vim script", "YAML", "Zig"),
    ]
)
# Those of them that JSON is no part of either. A module of JavaScript may be data, as tools write
# it, and what is no module at all is a question for its own grammar.
WITHOUT_OBJECTS = WITHOUT_TAGS - {"JSON", "JavaScript", "TSX", "TypeScript", "YAML", "Python"}
XML = lazy_pattern(r"\s*<\?xml\s[^>]*\?>")
HTML = lazy_pattern(r"\s*(?:<!--[^>]*-->\s*)?(?:<!doctype\s+html\b|<html[\s>])", re.IGNORECASE)
HTML_END = lazy_pattern(r"</html>\s*\Z", re.IGNORECASE)
DIFF = lazy_pattern(
    r"\s*(?:From [0-9a-f]{40} [^\n]*\n(?:[^\n]*\n){1,60}?)?"
    r"(?:(?:diff --git |Index: )[^\n]*\n(?:[^\n]*\n){0,6}?)?"
    r"--- [^\n]+\n\+\+\+ [^\n]+\n@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@"
)


class Declared(NamedTuple):
    """What a text says of itself."""

    language: str
    mark: str  # the words that say so


def self_declared(text: str, claimed: Collection[str]) -> Declared | None:
    """What a text declares itself, where each of the claimed languages begins otherwise.

    Args:
        claimed: linguist's names.
    """
    names = {model_language(name) for name in claimed}
    begin = text[:BEGINNING].removeprefix("\ufeff")
    for is_there, found, beyond in _MARKS:
        if (
            names <= beyond
            and is_there(text, begin)
            and names.isdisjoint(compatible_with(found.language))
        ):
            return found
    return _notebook(text, names)


def _is_html(text: str, begin: str) -> bool:
    return HTML.match(begin) is not None and HTML_END.search(text[-END:]) is not None


def _is_xml(text: str, begin: str) -> bool:
    return XML.match(begin) is not None and accepting(["XML"], text) is not None


def _is_object(text: str, begin: str) -> bool:
    return _is_braced(text, begin) and isinstance(_loaded(text), dict)


def _is_diff(_text: str, begin: str) -> bool:
    return DIFF.match(begin) is not None


Mark = tuple[Callable[[str, str], bool], Declared, frozenset[str]]
_MARKS: tuple[Mark, ...] = (
    (_is_html, Declared("HTML", "it begins and ends as a page does"), WITHOUT_TAGS),
    (_is_xml, Declared("XML", "<?xml"), WITHOUT_TAGS),
    (_is_diff, Declared("Diff", "--- +++ @@"), WITHOUT_TAGS),
    (_is_object, Declared("JSON", "one object from { to }"), WITHOUT_OBJECTS),
)


def _notebook(text: str, names: Collection[str]) -> Declared | None:
    """A notebook, or other JSON that is no Python, where Python is claimed.

    A dictionary of Python's may be an object of JSON's, as long as it has no ``true``.
    """
    if set(names) != {"Python"} or not _is_braced(text, text[:BEGINNING]):
        return None
    value = _loaded(text)
    if not isinstance(value, dict):
        return None
    if "nbformat" in value and "cells" in value:
        return Declared("Jupyter Notebook", "nbformat, cells")
    return Declared("JSON", "true, false or null") if _has_constant(value) else None


def _is_braced(text: str, begin: str) -> bool:
    return begin.lstrip()[:1] == "{" and text[-END:].rstrip()[-1:] == "}"


def _loaded(text: str) -> Any:
    """What JSON a text is; None where it is none, or too long."""
    found: list[Any] = []
    if len(text) > MAX_LENGTH or not opinion(partial(_load, text.removeprefix("\ufeff"), found)):
        return None
    return found[0]


def _load(text: str, found: list[Any]) -> bool:
    found.append(json.loads(text))
    return True


def _has_constant(value: Any) -> bool:
    """Whether a value of JSON's holds one that Python has another name for."""
    values = [value]
    while values:
        one = values.pop()
        if one is None or isinstance(one, bool):
            return True
        if isinstance(one, dict | list):
            values += one.values() if isinstance(one, dict) else one
    return False
