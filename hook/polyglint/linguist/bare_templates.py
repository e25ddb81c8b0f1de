"""Files that claim a template or Markdown: the marks that bear them out, and files that have none.

A template may be made into anything, so what it reads as proves nothing where it has a tag. But an
engine has nothing to do in a file without one; and where the name does not say what else it is, a
page, a mail or settings are meant, and no program.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from polyglint.lazy import lazy_pattern
from polyglint.linguist.compatible import TEMPLATES
from polyglint.linguist.dialects import model_language
from polyglint.linguist.languages import Claim, find, index, is_programming
from polyglint.results import ClaimRule

# What begins a tag in some engine, by the delimiters that it has or that its users choose where
# braces are code, and what ends a statement in those that take them by the line.
TAG = lazy_pattern(
    r"\{\{|\{%|\{#|\{!!|<%|<\?=|</?#|<@|\[[#%]|\\(?:BLOCK|VAR)\{"
    r"|^[ \t]*[#%]{1,2}[ \t]*end(?:block|for|if|macro)\b",
    re.MULTILINE,
)
# Engines whose users choose no others. Of Blade, what begins a directive in each of its sets: other
# languages have names behind an @, too.
ANGLES = lazy_pattern(r"<%")
OWN_TAGS = {
    "ASP.NET": ANGLES,
    "Blade": lazy_pattern(
        r"\{\{|\{!!|<x-|<livewire:|@(?:include|livewire|end)\w*"
        r"|^[ \t]*@(?:if|else(?:if)?|unless|isset|empty|auth|guest|can(?:not)?|env|production|error"
        r"|switch|case|for(?:each|else)?|while|each|once|php|use|inject|extends|section|yield|show"
        r"|parent|append|stop|push|prepend|stack|component|slot|props|csrf|method|lang|json|vite"
        r"|class|style|session|checked|selected|disabled|required|verbatim)\b",
        re.MULTILINE,
    ),
    "Classic ASP": ANGLES,
    "HTML+ECR": ANGLES,
    "HTML+EEX": ANGLES,
    "HTML+ERB": lazy_pattern(r"<%|^%[ \t]", re.MULTILINE),
    "JavaScript+ERB": ANGLES,
    "Twig": lazy_pattern(r"\{\{|\{%|\{#"),
}
# Beside those of `TAG`, of one engine alone, since they are code elsewhere.
TAGS = {
    "EJS": lazy_pattern(r"\$\{"),
    "FreeMarker": lazy_pattern(r"\$\{"),
    "Groovy Server Pages": lazy_pattern(r"\$\{|</?g:\w"),
    "HTML+Razor": lazy_pattern(r"^[ \t]*@[A-Za-z{(*]|[\s\"'>=/(]@[A-Za-z(]", re.MULTILINE),
    "Handlebars": lazy_pattern(r"\\\{"),
    "Java Server Pages": lazy_pattern(r"[$#]\{|</?[a-z]+:[a-zA-Z]"),
    "Latte": lazy_pattern(r"\{[$a-z/*=!_]|\bn:\w"),
    "Mako": lazy_pattern(r"\$\{|^[ \t]*%[ \t]*\w", re.MULTILINE),
    "Smarty": lazy_pattern(r"\{[$a-z/*]"),
    "Velocity Template Language": lazy_pattern(r"\$!?\{?[a-zA-Z]|^[ \t]*#[a-z#*]", re.MULTILINE),
}
# A fence, or a link to an address or a file. Code has headings (comments), bold words (powers),
# rows and rules of its own.
MARKDOWN = lazy_pattern(
    r"^[ \t]*(?:```|~~~)|(?<![\w\])])\[[^\[\]\n]{1,200}\]\((?:https?:|mailto:|[#./]|[\w-]+[./])",
    re.MULTILINE,
)
OF_MARKDOWN = frozenset(["Markdown", "MDX"])
# Markdown takes what is indented so for code; headings, words and lists around it have no `CODE`.
INDENTED, HEADING = lazy_pattern(r" {4}|\t"), lazy_pattern(r"#{1,6}[ \t]")
CODE = lazy_pattern(r"[(){};=]")
# Engines that programs are generated with as a rule, and whose extensions others use, too.
OF_GENERATORS = frozenset(["Go Template", "Mustache", "Smarty"])
HOLDS_ANYTHING = "Text"  # notes, lists, logs and whatever has no better name
# A page's own extension before that of the engine says no more than the engine does.
OF_PAGES = frozenset(["htm", "html", "xhtml"])
# Directories in which programs are kept that a generator copies as they are.
GENERATORS = frozenset(
    [
        *("archetype", "archetypes", "blueprint", "blueprints", "boilerplate", "boilerplates"),
        *("codegen", "cookiecutter", "fixtures", "gen", "generate", "generator", "generators"),
        *("samples", "scaffold", "scaffolding", "scaffolds", "skel", "skeleton", "skeletons"),
        *("snippet", "snippets", "stub", "stubs", "template", "templates", "tmpl", "tpl"),
    ]
)
WORD, MAX_WORD = lazy_pattern(r"(?:[A-Z]*[a-z]+|[A-Z]+)[+#]*"), 20  # codeTemplates are two


def searched(claimed: Claim, path: str, text: str) -> Claim:
    """A claim that may hold anything, with the mark that bears it out, or bare if there is none.

    A file whose name says what is made of it is neither, unless it has a mark. What the path names
    may be in it, too: go/server.hbs may be Go.
    """
    names = {model_language(name) for name in claimed.languages}
    if TEMPLATES.isdisjoint(names) or HOLDS_ANYTHING in names or claimed.besides:
        return claimed
    if (mark := _mark(names, text)) is not None:
        return claimed._replace(mark=mark)
    if claimed.source.rule is not ClaimRule.EXTENSION or not OF_GENERATORS.isdisjoint(names):
        return claimed
    if _says_what_it_makes(path, claimed.source.detail):
        return claimed
    named = _named(path[: -len(claimed.source.detail)])
    return claimed._replace(customary=(*claimed.customary, *named), is_bare=True)


def _mark(names: Collection[str], text: str) -> str | None:
    """What a text has that files of some languages have, and where, for people to read."""
    if not OF_MARKDOWN.isdisjoint(names):
        if (found := MARKDOWN.search(text)) is not None:
            return f"a fence or a link of Markdown in line {_line(text, found)}"
        return "an indented block of Markdown" if _is_indented(text) else None
    own = [OWN_TAGS[name] for name in names if name in OWN_TAGS]
    if len(own) < len(names):
        own += [TAG, *(TAGS[name] for name in names if name in TAGS)]
    tags = (pattern.search(text) for pattern in own)
    tag = next((found for found in tags if found is not None), None)
    return tag and f"a tag of a template in line {_line(text, tag)}"


def _line(text: str, found: re.Match[str]) -> int:
    """The number of the line, from 1, in which a match begins."""
    return text.count("\n", 0, found.start()) + 1


def _is_indented(text: str) -> bool:
    """Whether all code of a text is in indented blocks."""
    lines = [line for line in text.splitlines() if line.strip() and not HEADING.match(line)]
    outside = [line for line in lines if not INDENTED.match(line)]
    return len(outside) < len(lines) and not any(map(CODE.search, outside))


def _says_what_it_makes(path: str, extension: str) -> bool:
    """Whether a name is that of another file with the engine's extension behind it."""
    directory, _, name = path.rpartition("/")
    stem = name.lower().removesuffix(extension)
    inner = stem.lstrip(".").rpartition(".")
    if inner[0] and inner[2] not in OF_PAGES:
        return True
    known = {name.lower().lstrip(".") for name in index("filenames")}
    return stem.lstrip(".") in known or not GENERATORS.isdisjoint(_words(directory))


def _named(path: str) -> Iterator[str]:
    """The languages of programs that words of a path name, or whose extensions they are."""
    for word in dict.fromkeys(_words(path)):
        name = find(word)
        others = index("extensions").get(f".{word}", ()) if len(word) > 1 else ()
        for language in (name,) if name else others:
            if is_programming(language):
                yield language


def _words(path: str) -> list[str]:
    return [word.lower() for word in WORD.findall(path) if len(word) <= MAX_WORD]
