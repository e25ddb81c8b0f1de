"""A shebang held against the extension of the same file: no model is asked."""

from __future__ import annotations

import re
from collections.abc import Collection

from polyglint.lazy import lazy_pattern
from polyglint.linguist.compatible import TEMPLATES, compatible_with
from polyglint.linguist.conventions import OWN_FORMATS
from polyglint.linguist.dialects import model_language
from polyglint.linguist.languages import Claim
from polyglint.linguist.marks import run_by
from polyglint.results import ClaimRule

# Languages whose scripts start as Shell, which hands itself over to their interpreter somewhere.
STARTED_BY_SHELL = frozenset(["Tcl"])
# Extensions for what a server, a test runner or a template engine takes, or another file includes.
HANDLERS = (".cgi", ".env", ".fcgi", ".in", ".inc", ".j2", ".t", ".tmpl", ".tpl", ".template")
ANYTHING = (*HANDLERS, *(extension for extension, _ in OWN_FORMATS))
# Sources of a generator, which copies the lines around what it knows, a shebang as well.
COPIED = frozenset(["Bison", "Lex", "M4", "M4Sugar", "Ragel", "Yacc"])
# How a file goes on behind a shebang that is two scripts in one: what the shell runs is a comment
# or a string to the language of the name, or the other way round.
TWO_IN_ONE: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = (
    (frozenset(["Julia"]), lazy_pattern(r"\A#=")),
    (frozenset(["C", "C++", "Objective-C", "D"]), lazy_pattern(r"\A#[ \t]*if[ \t]+0\b")),
    (frozenset(["Common Lisp", "Racket", "Scheme"]), lazy_pattern(r"\A#\|")),
    (frozenset(["Scala", "Groovy", "Haskell", "OCaml"]), lazy_pattern(r"(?m:^)(?:::)?!#")),
    (frozenset(["Python"]), lazy_pattern(r"\A[\"']{1,4}(?::|true\b)")),
    (frozenset(["JavaScript", "TypeScript"]), lazy_pattern(r"\A[\"']?:[\"']?[ \t]*(?://|/\*|;)")),
    (frozenset(["Rust"]), lazy_pattern(r"\A#!\[")),
    (frozenset(["Lua"]), lazy_pattern(r"\A(?:--|_=|: ?)\[=*\[")),
)
BEGINNING = 4096  # characters in which the second script begins


def contradicts_extension(claimed: Claim, path: str, text: str) -> bool:
    """Whether a file's shebang starts another language than any that its name stands for.

    Languages of one family, templates, sources of generators, what servers run by any name, names
    that programs give to formats of their own, and two scripts in one do not contradict.
    """
    if claimed.source.rule is not ClaimRule.SHEBANG or not claimed.also:
        return False
    if not {*claimed.besides, *claimed.customary}.isdisjoint(claimed.languages):
        return False
    if path.lower().endswith(ANYTHING) or not (TEMPLATES | COPIED).isdisjoint(claimed.also):
        return False
    started = {model_language(name) for name in claimed.started}
    if "Shell" in started and not STARTED_BY_SHELL.isdisjoint(claimed.also):
        return False
    if not run_by(claimed.source.detail):  # but by the shell, to read this very file
        return False
    if "Shell" in started and _is_two_in_one(claimed.also, text):
        return False
    family = started.union(*map(compatible_with, started))
    return family.isdisjoint(map(model_language, claimed.also))


def _is_two_in_one(named: Collection[str], text: str) -> bool:
    """Whether a script of shell goes on as one that the language of its name reads over."""
    names = {model_language(name) for name in named}
    rest = text[:BEGINNING].partition("\n")[2].lstrip()
    return any(
        not names.isdisjoint(languages) and pattern.search(rest) is not None
        for languages, pattern in TWO_IN_ONE
    )
