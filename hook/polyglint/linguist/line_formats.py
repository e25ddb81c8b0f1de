"""Formats so short and regular that no model needs to know them: files are held to their form.

A file that has the form is what it claims. One that has not is judged by grammars, as a template
without a tag is (`bare_templates`).
"""

from __future__ import annotations

import re

from polyglint.lazy import lazy_pattern
from polyglint.linguist.compatible import REGULAR
from polyglint.linguist.languages import Claim
from polyglint.results import ClaimRule

MAX_LENGTH = 200_000  # characters that are looked at
MAX_LINE = 1_000  # characters of each line

# What every line has that is neither blank nor a comment.
LINES: dict[str, re.Pattern[str]] = {
    "Adobe Font Metrics": lazy_pattern(
        r"(?:Start|End)[A-Z]\w+|(?:Comment|[A-Z]\w+)[ \t]|C[HX]?[ \t]|KP[XY]?[ \t]|CC[ \t]"
    ),
    "CODEOWNERS": lazy_pattern(
        r"\^?\[[^\]]{1,200}\](?:\[\d+\])?(?:[ \t]+[^\s@]*@\S+)*[ \t]*$"
        r"|(?![\[^])\S+(?:[ \t]+(?!#)[^\s@]*@\S+)*(?:[ \t]+#.*|[ \t]*)$"
    ),
    "Checksums": lazy_pattern(r"[0-9A-Fa-f]{32,128}(?:[ \t]+\S|[ \t]*$)|\w+ \(.+\) = [0-9a-f]{8}"),
    "Git Revision List": lazy_pattern(r"[0-9a-f]{40}(?:[0-9a-f]{24})?(?:[ \t]|$)"),
    "Go Checksums": lazy_pattern(r"\S+ v\S+ h1:[A-Za-z0-9+/=]+$"),
    "JAR Manifest": lazy_pattern(r"[A-Za-z0-9][\w-]*:(?: |$)| "),
    "Option List": lazy_pattern(r"[-+]|\S+[ \t]*$"),
    "Procfile": lazy_pattern(r"[A-Za-z0-9_-]+:[ \t]*\S"),
    "Redirect Rules": lazy_pattern(r"(?:/|https?:)\S*[ \t]+\S"),
    "Robots Exclusion Rules": lazy_pattern(
        r"(?i:user-?agent|(?:dis)?allow|site-?map|crawl-delay|host|noindex|clean-param"
        r"|content-(?:signal|usage)|request-rate|visit-time|unavailable_after"
        r"|(?:llms|llm|ai)[\w-]*)[ \t]*:"
    ),
    "STL": lazy_pattern(r"[ \t]*(?:end)?(?:solid|facet|outer|vertex|loop)\b"),
    "TSV": lazy_pattern(r"[^\t]*\t|##"),
    "Wavefront Material": lazy_pattern(
        r"[ \t]*(?:newmtl|illum|sharpness|K[adest]|N[sif]|d|T[rf]|P[rmcs]\w*|aniso\w*|norm|bump"
        r"|disp|decal|refl|map_\w+)[ \t]"
    ),
    "Wavefront Object": lazy_pattern(
        r"[ \t]*(?:v[tnp]?|[flpgos]|usemtl|usemap|mtllib|maplib|mg|lod|cstype|deg|curv2?|surf|parm"
        r"|trim|hole|end|bevel)(?:[ \t]|$)"
    ),
    "X Font Directory Index": lazy_pattern(
        r"\d+[ \t]*$|\S+[ \t]+(?:[-\"]|\S+\.enc\b)|FILE_NAMES_ALIASES"
    ),
    "pkg-config": lazy_pattern(
        r"(?:Name|Description|URL|Version|Requires(?:\.private)?|Provides|Conflicts"
        r"|Libs(?:\.private)?|C[Ff][Ll][Aa][Gg][Ss](?:\.private)?|Copyright|License|Maintainer"
        r"|Source)[ \t]*:|[A-Za-z_][\w.]*[ \t]*=[ \t]*\S*"
    ),
}
HOLD_ANYTHING = frozenset(["Jest Snapshot"])  # what a test printed, with or without a head
COMMENT = lazy_pattern(r"[ \t]*(?:[#;]|//)")

# What begins the whole text.
BEGINNINGS: dict[str, re.Pattern[str]] = {
    "Jest Snapshot": lazy_pattern(
        r"// \w+ Snapshot v\d|---\s+(?:source|expression|assertion_line|created|creator|info):"
    ),
    "Mermaid": lazy_pattern(
        r"(?:\s|%%.*$)*(?:---|(?:graph|flowchart|\w+Diagram|gantt|pie|journey|gitGraph|mindmap"
        r"|timeline|C4\w+|quadrantChart|sankey|xychart|block|architecture|kanban|packet)\b)",
        re.MULTILINE,
    ),
    "Public Key": lazy_pattern(
        r"\s*(?:-----BEGIN |untrusted comment:|(?:ssh|ecdsa|sk)-[\w@.-]+ |---- BEGIN )"
    ),
    "Rich Text Format": lazy_pattern(r"\s*\{\\rtf"),
    "WebVTT": lazy_pattern(r"WEBVTT"),
}
SETTINGS = frozenset(["Cabal Config"])  # by one setting that every file has
SETTING = lazy_pattern(r"^(?:cabal-version|name|packages|constraints|import)[ \t]*:", re.MULTILINE)


def searched(claimed: Claim, text: str) -> Claim:
    """A claim of such a format, with the form that bears it out, or bare if the text lacks it."""
    formats = REGULAR.intersection(claimed.languages)
    found = next((name for name in sorted(formats) if has_form(name, text)), None)
    if found is not None:
        return claimed._replace(mark=f"the form of {found}")
    by_name = claimed.source.rule in (ClaimRule.EXTENSION, ClaimRule.FILE_NAME)
    names = formats - HOLD_ANYTHING
    is_bare = by_name and not claimed.besides and names.issuperset(claimed.languages)
    return claimed._replace(is_bare=is_bare)


def has_form(name: str, text: str) -> bool:
    """Whether a text has the form of one of `REGULAR`."""
    if name in BEGINNINGS:
        return BEGINNINGS[name].match(text) is not None
    if name in SETTINGS:
        return SETTING.search(text[:MAX_LENGTH]) is not None
    lines = [line for line in whole_lines(text) if not _is_comment(line)]
    return bool(text.strip()) and all(LINES[name].match(line[:MAX_LINE]) for line in lines)


def whole_lines(text: str) -> list[str]:
    """The lines that are looked at, without one that is cut."""
    shown = text[:MAX_LENGTH].splitlines()
    return shown if len(text) <= MAX_LENGTH else shown[:-1]


def _is_comment(line: str) -> bool:
    return not line.strip() or COMMENT.match(line) is not None
