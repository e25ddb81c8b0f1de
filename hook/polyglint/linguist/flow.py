"""JavaScript with the types of Flow, which its compiler takes out: it belongs under ``.js``."""

from __future__ import annotations

import re
from collections.abc import Collection

from polyglint.lazy import lazy_pattern
from polyglint.linguist.dialects import model_language

MARKED_EARLY, MAX_LENGTH = 2000, 200_000  # characters that are looked at
PRAGMA = lazy_pattern(r"@flow\b|@noflow\b")
CLAIMS = frozenset(["JavaScript", "JSX"])
# Of Flow alone: types that may be missing, exact and generic ones, casts and imports of its own.
ONLY_FLOW = lazy_pattern(
    r"\$Flow\w|\{\||\bimport[ \t]+typeof\b|\bopaque[ \t]+type\b|[:<,|][ \t]*\?[A-Za-z_({]"
    r"|\$(?:ReadOnly|ReadOnlyArray|Keys|Values|Diff|Rest|Exact|Shape|PropertyType|ElementType)<"
    r"|\bReact\$[A-Z]|:[ \t]*mixed\b|\([\w.]+[ \t]*:[ \t]*any\)|\bdeclare[ \t]+export\b"
)
ONLY_TYPESCRIPT = lazy_pattern(
    r"^[ \t]*(?:export[ \t]+)?(?:interface|enum|namespace|abstract[ \t]+class|declare)[ \t]+\w"
    r"|\b(?:private|protected|readonly|public)[ \t]+\w|:[ \t]*(?:unknown|never)\b|\w!\."
    r"|[\w)\]][ \t]as[ \t](?:const|any|unknown|[A-Z])|[\w>]\[\][ \t]*[=,);]"
    r"|\bimport[ \t]+\w+[ \t]*=[ \t]*require",
    re.MULTILINE,
)
# Both have types in braces; people part the members by commas in Flow, by semicolons in TypeScript.
TYPE = lazy_pattern(
    r"^(?:export[ \t]+)?type[ \t]+\w+(?:<[^=\n]{0,100}>)?[ \t]*=[ \t]*\{[ \t]*$", re.MULTILINE
)
MEMBER = lazy_pattern(r"[+-]?\w{1,100}\??:")
MAX_MEMBERS = 2000  # characters behind the beginning of a type


def is_flow(claimed: Collection[str], text: str) -> bool:
    """Whether a text says so, or claims JavaScript and has types as Flow writes them, and no other.

    A project may have all of its files checked, so that none of them says it.

    Args:
        claimed: linguist's names.
    """
    if PRAGMA.search(text, 0, MARKED_EARLY) is not None:
        return True
    shown = text[:MAX_LENGTH]
    if CLAIMS.isdisjoint(map(model_language, claimed)) or ONLY_TYPESCRIPT.search(shown):
        return False
    return ONLY_FLOW.search(shown) is not None or _has_types_by_commas(shown)


def _has_types_by_commas(text: str) -> bool:
    """Whether there are types of several members, none of which ends with a semicolon."""
    bodies = (text[found.end() : found.end() + MAX_MEMBERS] for found in TYPE.finditer(text))
    lines = (line.strip() for body in bodies for line in body.partition("\n}")[0].splitlines())
    ends = {line[-1] for line in lines if MEMBER.match(line)}
    return "," in ends and ";" not in ends
