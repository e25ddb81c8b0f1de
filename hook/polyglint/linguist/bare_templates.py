"""Files that claim a template or Markdown, and have not one mark of either.

A template may be made into anything, so what it reads as proves nothing, as a rule. But an engine
has nothing to do in a file without a tag; and where the name does not say what else it is, a page,
a mail or settings are meant, and no program.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from polyglint.lazy import lazy_pattern
from polyglint.linguist.compatible import TEMPLATES
from polyglint.linguist.dialects import model_language
from polyglint.linguist.languages import Claim, find, index, languages
from polyglint.results import ClaimRule

# What begins a tag in some engine, by the delimiters that it has or that its users choose where
# braces are code, and what ends a statement in those that take them by the line.
TAG = lazy_pattern(
    r"\{\{|\{%|\{#|\{!!|<%|</?#|<@|\[[#%]|\\(?:BLOCK|VAR)\{"
    r"|^[ \t]*(?:[#%]{1,2}[ \t]*end(?:block|for|macro)|%[ \t]*endif)\b",
    re.MULTILINE,
)
# Of one engine alone, since they are code elsewhere.
TAGS = {
    "Blade": lazy_pattern(r"^[ \t]*@\w|<x-", re.MULTILINE),
    "EJS": lazy_pattern(r"\$\{"),
    "Handlebars": lazy_pattern(r"\\\{"),
}
# A heading, a fence, a link, bold words, a quotation, a row of a table, a line under a heading.
MARKDOWN = lazy_pattern(
    r"^#{1,6}[ \t]|^[ \t]*(?:```|~~~)|(?<!\w)\[[^\]\n]{1,200}\]\(|\*\*\w[^*\n]{0,200}\*\*"
    r"|^>[ \t]|^\|.*\|[ \t]*$|^(?:={3,}|-{3,})[ \t]*$",
    re.MULTILINE,
)
OF_MARKDOWN = frozenset(["Markdown", "MDX"])
HOLDS_ANYTHING = "Text"  # notes, lists, logs and whatever has no better name
# A page's own extension before that of the engine says no more than the engine does.
OF_PAGES = frozenset(["htm", "html", "xhtml"])
# Directories in which programs are kept that a generator copies as they are.
GENERATORS = frozenset(
    [
        *("archetype", "blueprint", "boilerplate", "codegen", "cookiecutter", "gen", "generate"),
        *("generator", "generators", "scaffold", "scaffolding", "scaffolds", "skeleton"),
        *("skeletons", "snippets", "stubs", "template", "templates", "tmpl", "tpl"),
    ]
)
WORD, MAX_WORD = lazy_pattern(r"[A-Za-z]+[+#]*"), 20


def searched(claimed: Claim, path: str, text: str) -> Claim:
    """A claim, bare if nothing in the text or the path bears it out though it may hold anything.

    What the path names may be in it, too: go/server.hbs may be Go.
    """
    names = {model_language(name) for name in claimed.languages}
    if TEMPLATES.isdisjoint(names) or HOLDS_ANYTHING in names or claimed.besides:
        return claimed
    if claimed.source.rule is not ClaimRule.EXTENSION or _has_mark(names, text):
        return claimed
    if _says_what_it_makes(path, claimed.source.detail):
        return claimed
    named = _named(path.lower().removesuffix(claimed.source.detail))
    return claimed._replace(customary=(*claimed.customary, *named), is_bare=True)


def _has_mark(names: Collection[str], text: str) -> bool:
    """Whether a text has what files of some languages have."""
    own = [MARKDOWN] if not OF_MARKDOWN.isdisjoint(names) else []
    own += [TAGS[name] for name in names if name in TAGS]
    return any(pattern.search(text) is not None for pattern in (*own, TAG))


def _says_what_it_makes(path: str, extension: str) -> bool:
    """Whether a name is that of another file with the engine's extension behind it."""
    directory, _, name = path.lower().rpartition("/")
    stem = name.removesuffix(extension)
    inner = stem.lstrip(".").rpartition(".")
    if inner[0] and inner[2] not in OF_PAGES:
        return True
    known = {name.lower().lstrip(".") for name in index("filenames")}
    return stem.lstrip(".") in known or not GENERATORS.isdisjoint(_words(directory))


def _named(path: str) -> Iterator[str]:
    """The languages of programs that words of a path name, or whose extensions they are."""
    for word in dict.fromkeys(_words(path)):
        name = find(word)
        for language in (name,) if name else index("extensions").get(f".{word}", ()):
            if languages()[language]["type"] == "programming":
                yield language


def _words(path: str) -> list[str]:
    return [word for word in WORD.findall(path.lower()) if len(word) <= MAX_WORD]
