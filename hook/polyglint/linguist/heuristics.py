"""Which of the languages that share an extension a text is in, by linguist's own rules on content.

The patterns are searched for with RE2, in time linear in the text, whatever the text: a scanned
repository cannot make a search backtrack. Where RE2 has no wheel, no rule is asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from polyglint.lazy import lazy_pattern
from polyglint.linguist.compatible import TEMPLATES, compatible_with
from polyglint.linguist.dialects import model_language, negligible
from polyglint.linguist.languages import Claim
from polyglint.typed import Any, NamedTuple

TABLE = Path(__file__).parent / "heuristics.json"
# Languages of which every file under an extension has a mark that linguist has no rule for. Without
# it another language is meant: a class of Apex is none of OpenEdge, and a `.typ` that sets nothing
# up at the start of a line is no XML yet.
MARKS = {
    (".typ", "XML"): lazy_pattern(r"\A\s*<"),
    (".cls", "OpenEdge ABL"): lazy_pattern(
        r"^[ \t]*(?:class[ \t][^{}\n]*:[ \t\r]*$|end[ \t]+class\b)", re.IGNORECASE | re.MULTILINE
    ),
}
EXAMINED = 50 * 1024  # characters from the start, as in linguist
MULTI_LINE = "(?m)"  # Ruby's ^ and $ always stand for the ends of a line


class RuleOutcome(NamedTuple):
    """What the rules for an extension make of a text."""

    languages: tuple[str, ...]  # of the first rule that holds; none where none does
    refuted: frozenset[str]  # languages that a rule was there for, which does not hold
    is_certain: bool  # whether the text says so; else it is what other rules left


@cache
def _table() -> Mapping[str, Any]:
    rules: Mapping[str, Any] = json.loads(TABLE.read_text(encoding="utf-8"))["extensions"]
    return rules


def extensions() -> frozenset[str]:
    """The extensions that there are rules for."""
    return frozenset(_table())


def narrowed(claim: Claim | None, text: str) -> Claim | None:
    """A claim that an extension makes, less the languages that the text speaks against.

    Where it speaks against all of them, all may still be meant, but for those that are negligible.
    """
    if claim is None:
        return None
    extension = claim.source.detail
    likely = tuple(
        name
        for name in claim.languages
        if name not in negligible(extension) and _has_its_mark(extension, name, text)
    )
    is_plain = len(likely) in (0, len(claim.languages))
    if is_plain and not matters(claim.languages):
        return claim
    answer = ask(extension, text)
    left = tuple(name for name in likely if name not in answer.refuted)
    said = tuple(name for name in answer.languages if answer.is_certain or name in likely)
    languages = said or left or likely
    refuted = tuple(name for name in claim.languages if name not in languages)
    return claim._replace(languages=languages, refuted=refuted)


def _has_its_mark(extension: str, language: str, text: str) -> bool:
    """Whether a text has the mark that all files of a language have, if they have one."""
    mark = MARKS.get((extension, language))
    return mark is None or mark.search(text, 0, EXAMINED) is not None


def matters(languages: Collection[str]) -> bool:
    """Whether it makes a difference which of some languages a text is in.

    It makes none among dialects and compatible languages, nor where one of them may hold anything.
    """
    known = {model_language(name) for name in languages}
    if not TEMPLATES.isdisjoint(known):
        return False
    return any(not known <= compatible_with(name) for name in known)


def ask(extension: str, text: str) -> RuleOutcome:
    """Try the rules for an extension in their order."""
    examined = text[:EXAMINED].encode("utf-8", "replace").decode("utf-8")  # no half characters
    refuted: set[str] = set()
    for rule in _table().get(extension, ()):
        try:
            holds = _holds(rule, examined)
        except ImportError:
            break
        if holds:
            others = refuted.difference(rule["languages"])
            return RuleOutcome(tuple(rule["languages"]), frozenset(others), bool(rule["all"]))
        refuted.update(rule["languages"])
    return RuleOutcome((), frozenset(refuted), False)


def _holds(rule: Mapping[str, Any], text: str) -> bool:
    """Whether of each list some pattern is found, and none of those that must be missing."""
    found = all(any(_is_found(p, text) for p in either) for either in rule["all"])
    return found and not any(_is_found(p, text) for p in rule["none"])


def _is_found(pattern: str, text: str) -> bool:
    return compiled(pattern).search(text) is not None


@cache
def compiled(pattern: str) -> Any:
    """An expression to search with.

    Raises:
        ImportError: RE2 is missing.
        ValueError: RE2 cannot search for it.
    """
    import re2  # a compiled library, which most files do not need

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(MULTI_LINE + pattern, options)
    except re2.error as error:
        raise ValueError(str(error)) from error
