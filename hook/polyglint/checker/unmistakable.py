"""What can be said of a text against its claim before any model is asked, however short it is."""

from __future__ import annotations

from collections.abc import Collection

from polyglint.codes import CONTRADICTION, LEFTOVER, OVERRIDE, SHEBANG
from polyglint.lazy import lazy_import
from polyglint.linguist.attributes import is_override
from polyglint.linguist.compatible import TEMPLATES
from polyglint.linguist.conventions import has_own_formats
from polyglint.linguist.dialects import model_language
from polyglint.linguist.languages import Claim
from polyglint.phrases import any_of
from polyglint.results import Finding
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from polyglint.checker import fish, grammars, leftovers, prose, self_declared, syntax
else:
    fish = lazy_import("polyglint.checker.fish")
    grammars = lazy_import("polyglint.checker.grammars")
    leftovers = lazy_import("polyglint.checker.leftovers")
    prose = lazy_import("polyglint.checker.prose")
    self_declared = lazy_import("polyglint.checker.self_declared")
    syntax = lazy_import("polyglint.checker.syntax")

ACCEPTED = 0.005  # share of errors up to which a grammar takes a text for its language's
DATA = frozenset(["JSON", "XML"])  # which a program may have its settings in, by any name
REFUSED = 0.2  # from here on, it is not even a damaged or an old one


def unmistakable(text: str, claimed: Claim) -> Finding | None:
    """A violation that needs no model: a text that declares itself, prose alone, or leftovers."""
    names = claimed.allowed
    if not TEMPLATES.isdisjoint(map(model_language, names)):
        return None
    return (
        _declared(text, claimed)
        or _fish(text, claimed)
        or _leftover(text, names)
        or _prose(text, claimed)
    )


def _declared(text: str, claimed: Claim) -> Finding | None:
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("<", "{", "-", "d", "F", "I"):
        return None
    found = self_declared.self_declared(text, claimed.allowed)
    if found is None or (found.language in DATA and has_own_formats(claimed.source.detail)):
        return None
    words = f"claims {any_of(claimed.languages)}, declares itself {found.language} ({found.mark})"
    return _contradiction(claimed, words, found.language)


def _fish(text: str, claimed: Claim) -> Finding | None:
    """A script of fish that claims another shell, whose grammar refuses it."""
    if {*map(model_language, claimed.allowed)} != {"Shell"} or not fish.is_fish(text):
        return None
    if accepts(text, claimed.allowed) is not False:
        return None
    words = f"claims {any_of(claimed.languages)}, ends its blocks as fish does"
    return _contradiction(claimed, words, "fish")


def _prose(text: str, claimed: Claim) -> Finding | None:
    if not prose.is_prose(text) or not _refused(text, claimed.allowed):
        return None
    words = f"claims {any_of(claimed.languages)}, is prose and nothing else"
    return _contradiction(claimed, words, "Text")


def _contradiction(claimed: Claim, words: str, language: str) -> Finding:
    code = OVERRIDE if is_override(claimed) else CONTRADICTION
    return Finding(1, 1, code, words, 1, claimed.languages, language)


def _leftover(text: str, names: Collection[str]) -> Finding | None:
    found = leftovers.leftover(text, names, lambda part: accepts(part, names))
    if found is None:
        return None
    what = "a Markdown fence" if found.is_fences else "prose"
    words = f"{what} is left around the code"
    advice = "remove it" if not found.is_fences else "remove it, or run `polyglint fix`"
    finding = Finding(found.line, 1, LEFTOVER, words, found.last_line, tuple(names))
    return finding._replace(suggestion=advice)


def of_shebang(claimed: Claim) -> Finding:
    """The violation of a shebang that contradicts the extension."""
    words = f"starts {any_of(claimed.started)} ({claimed.source}), named as {any_of(claimed.also)}"
    return Finding(1, 1, SHEBANG, words, 1, claimed.also)


def accepts(text: str, names: Collection[str]) -> bool | None:
    """Whether a parser or the grammar of one of some languages accepts a text; None without one."""
    if grammars.accepting(names, text) is not None:
        return True
    shares = _shares_of_errors(text, names)
    return min(shares) <= ACCEPTED if shares else None


def _refused(text: str, names: Collection[str]) -> bool:
    """Whether each of some languages has a grammar, which refuses most of a text."""
    if grammars.accepting(names, text) is not None:
        return False
    shares = _shares_of_errors(text, names)
    return len(shares) == len(names) and min(shares) >= REFUSED


def _shares_of_errors(text: str, names: Collection[str]) -> list[float]:
    found = [syntax.syntax(text, name) for name in names]
    return [of_name.errors for of_name in found if of_name is not None]
