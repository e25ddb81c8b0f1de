"""Which language a file is in when several share its extension: rules tried in order, by content.

Linguist has rules of its own (`linguist_rules`); ours (`extension_rules`) add to them what packages
and repositories hold besides. In both the first rule whose pattern is found names the language; a
rule without a pattern matches what is left. A text for which they name different languages, or
none, is ambiguous, and such a file teaches nothing; so is one that a rule of ours without a
language knows.
"""

from train.corpus import linguist_rules
from train.corpus.extension_rules import RULES
from train.corpus.families import family
from train.corpus.language_patterns import Rule

_EXAMINED = 100_000
# Where linguist's own rules are those here, only less exact: `try` of a sentence is C++ to it, and
# a table of properties without a comment is INI.
_LESS_EXACT = frozenset((".h", ".properties"))


def has_rules(extension: str) -> bool:
    return extension in RULES or extension in linguist_rules.extensions()


def contradicts(language: str, extension: str, text: str) -> bool:
    """Whether the rules that could name the language name another one, or refuse it."""
    if language not in {rule.language for rule in RULES.get(extension, ())}:
        return False
    found = _first_rule(extension, text)
    return found is not None and found.language != language


def decide(extension: str, text: str) -> str | None:
    """The language that the rules name, ours and linguist's; None if none does or they disagree.

    What the text shows comes before what an extension means where the text shows nothing.
    """
    own = _first_rule(extension, text)
    if own is not None and own.language is None:
        return None
    theirs = None if extension in _LESS_EXACT else linguist_rules.decide(extension, text)
    if own is None or theirs is None:
        found = own or theirs
        return found.language if found else None
    is_certain = own.pattern is not None
    if is_certain != theirs.is_certain:
        return own.language if is_certain else theirs.language
    return own.language if own.language == family(theirs.language) else None


def _first_rule(extension: str, text: str) -> Rule | None:
    start = text[:_EXAMINED]
    rules = RULES.get(extension, ())
    return next((r for r in rules if r.pattern is None or r.pattern.search(start)), None)
