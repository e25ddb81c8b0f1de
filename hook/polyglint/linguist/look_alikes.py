"""What a claimed language may not hold, though the two look alike.

`compatible` has pairs of languages that share text. Most go one way: TypeScript may hold
JavaScript, JavaScript may not hold TypeScript. A file that claims the first of a row here and reads
as one of the second is flagged where the grammars agree: the claimed language's refuses the text,
and the other one accepts it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from polyglint.lazy import lazy_import, lazy_pattern
from polyglint.linguist.compatible import compatible_with
from polyglint.linguist.dialects import model_language
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from polyglint.linguist import flow
else:
    flow = lazy_import("polyglint.linguist.flow")

# Claimed languages, what they may not hold, and why.
NOT_HELD: tuple[tuple[frozenset[str], frozenset[str], str], ...] = (
    (
        frozenset(["JavaScript"]),
        frozenset(["TypeScript", "TSX"]),
        "type annotations run nowhere as they are; Flow's are left alone",
    ),
    (frozenset(["TypeScript"]), frozenset(["TSX"]), "the compiler takes JSX in .tsx alone"),
    (
        frozenset(["JavaScript", "TypeScript"]),
        frozenset(["YAML"]),
        "JSON is what they share, and no more",
    ),
    (
        frozenset(["C"]),
        frozenset(["C++", "Objective-C", "Objective-C++", "D"]),
        "compilers go by the extension; a header claims all of them",
    ),
    (
        frozenset(["C++"]),
        frozenset(["Objective-C", "Objective-C++", "D"]),
        "compilers go by the extension; a header claims all but D",
    ),
    (
        frozenset(["JSON"]),
        frozenset(["YAML", "JavaScript", "TypeScript"]),
        "a subset of each, so that parsers take nothing else of them",
    ),
    (
        frozenset(["YAML"]),
        frozenset(["TOML", "JavaScript", "TypeScript", "Markdown"]),
        "what YAML and the others share is flat keys, lists, or JSON",
    ),
    (frozenset(["TOML"]), frozenset(["YAML"]), "colons are no TOML"),
    (frozenset(["CSS"]), frozenset(["SCSS", "Less"]), "browsers drop what is not CSS"),
    (frozenset(["reStructuredText"]), frozenset(["Markdown"]), "headings and links differ"),
    (
        frozenset(["Kotlin"]),
        frozenset(["Groovy", "Gradle"]),
        "build scripts in Groovy have an extension of their own",
    ),
)

# Linguist's dialects of JSON that do hold what scripts do: bare keys, quotes of both kinds.
LOOSE = frozenset(["JSON5", "JSON with Comments"])
TEMPLATE = lazy_pattern(r"\{%|<%|@\w+@")
# Code has doubled braces of its own; what has a dollar before them is filled in when it is run.
DATA_TEMPLATE = lazy_pattern(r"(?<!\$)\{\{")
DATA = frozenset(["CSS", "JSON", "TOML", "YAML", "reStructuredText"])
# What a template of a language has, too: what has none of it is made into something else.
MADE = {
    "JSON": lazy_pattern(r"\A\s*(?:[{\[\"<@]|//|/\*)"),
    "TOML": lazy_pattern(
        r"\A\s*[{<@]|^[ \t]*(?:\[{1,2}[\w.\"'-]+\]|[\w.\"'-]+[ \t]*=)", re.MULTILINE
    ),
}
MARKED_EARLY = 2000  # characters


def may_hold(claimed: str) -> frozenset[str]:
    """Languages that a file of a language may be written in, itself included."""
    refused = (readings for names, readings, _ in NOT_HELD if claimed in names)
    return compatible_with(claimed).difference(*refused)


def is_compatible(claimed: Collection[str], language: str) -> bool:
    """Whether a language looks like a claimed one, a dialect going by what it is written in."""
    return any(language in compatible_with(model_language(name)) for name in claimed)


def _is_json5(claimed: Collection[str], text: str) -> bool:
    """Whether a text that claims JSON is one value, with the freedoms that JSON5 takes."""
    if "JSON" not in map(model_language, claimed):
        return False
    lines = (line.strip() for line in text[:MARKED_EARLY].splitlines())
    first = next((line for line in lines if line and not line.startswith(("//", "/*", "*"))), "")
    return first[:1] in ("{", "[") and text.rstrip()[-1:] in ("}", "]")


def _is_template(names: frozenset[str], text: str) -> bool:
    tags = TEMPLATE.search(text) or (not DATA.isdisjoint(names) and DATA_TEMPLATE.search(text))
    return bool(tags) and any(name not in MADE or MADE[name].search(text) for name in names)


def is_loose(claimed: Collection[str], text: str, is_proven: bool = False) -> bool:
    """Whether the claim or the text says that more is allowed: templates, Flow, JSON for people.

    Args:
        is_proven: the text is in another language (`look_alike_marks`), so that what looks like the
            tags of a template is in its strings.
    """
    if _is_json5(claimed, text) or not LOOSE.isdisjoint(claimed):
        return True
    if not is_proven and _is_template(frozenset(map(model_language, claimed)), text):
        return True
    return flow.is_flow(claimed, text)
