"""The language a file is filed under: linguist's rules, and the content where names are shared."""

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

from polyglint.linguist import attributes as git_attributes
from polyglint.linguist import conventions, marks, names
from polyglint.linguist.languages import index
from polyglint.results import NotJudged
from train.corpus.families import family
from train.corpus.heuristics import decide, has_rules
from train.corpus.misleading_names import is_misleading, may_be_raku

# Names that linguist leaves out and that packages use for one language only.
FILE_NAMES = dict.fromkeys(
    ("AUTHORS", "BUGS", "CHANGES", "ChangeLog", "HACKING", "NEWS", "README", "THANKS", "TODO"),
    "Text",
) | {"configure.in": "M4", "dune": "Dune"}
EXTENSIONS = {".dem": "Gnuplot", ".exp": "Tcl", ".pom": "XML", ".rakutest": "Raku"}
# Languages with an interpreter in common, and the one that its scripts are in.
_SCRIPTS: dict[tuple[str, ...], str] = {
    ("JavaScript", "TypeScript"): "JavaScript",
    ("Lua", "Terra"): "Lua",
    ("OCaml", "ReScript"): "OCaml",
    ("Perl", "Pod"): "Perl",
    ("Pod 6", "Raku"): "Raku",
}

_JINJA = re.compile(r"\{%-?\s*(?:extends|block|macro|import|from|set|call|include)\b")
_STYLESHEET = re.compile(r"<xsl:(?:stylesheet|transform)\b")
_PROSE = re.compile(r"[^\W\d_]|[\s.,;:'\"()!?]")
MIN_PROSE = 0.88


def label(
    path: str, text: str, attributes: Mapping[str, str], beside: Collection[str] = ()
) -> str | None:
    """The language of a repository's file by its repository's word, else as `language_of`.

    Args:
        attributes: the values of linguist's attributes that the repository specifies for it.
        beside: the extensions of the repository's files.
    """
    if git_attributes.opted_out(attributes):
        return None
    claim = git_attributes.declared(attributes)
    if claim is None:
        found = language_of(path, text)
        return None if found and may_be_raku(path, found, text, beside) else found
    return None if isinstance(claim, NotJudged) else family(claim.languages[0])


def extensions(paths: Iterable[str]) -> frozenset[str]:
    """The last extension of each path, in lower case."""
    return frozenset(PurePosixPath(path).suffix.lower() for path in paths)


def language_of(path: str, text: str) -> str | None:
    """Linguist's name for the file's language; None where its rules give none or several.

    A shebang and an extension that contradict each other make a file ambiguous: right for the
    hook, which lets such a file be either, but nothing to learn from.
    """
    named, run = _by_name(path, text), _by_shebang(text)
    if named and run and named != run:
        return None
    return by_content(named or run or _by_marks(text), text)


def is_prose(text: str) -> bool:
    """Whether a text is mostly words; tables, listings and data in `.txt` are not."""
    return len(_PROSE.findall(text)) >= MIN_PROSE * len(text)


def _by_name(path: str, text: str) -> str | None:
    name = path.rpartition("/")[2]
    exact = names.exact(path)
    if exact is not None:
        return _only(exact.languages)
    if name in FILE_NAMES:
        return FILE_NAMES[name]
    language = _by_extension(name, text)
    if language is None or is_misleading(name, language, text):
        return None
    return _by_custom(path, language, text)


def _by_extension(name: str, text: str) -> str | None:
    extension = _extension(name)
    shared = index("extensions").get(extension, ())
    marked = marks.modeline(text) if len(shared) > 1 else None
    if marked is not None and set(marked.languages) <= set(shared):
        return _only(marked.languages)
    if has_rules(extension):
        found = decide(extension, text)
        return family(found) if found else None
    return _only(shared) or EXTENSIONS.get(extension)


def _by_custom(path: str, language: str, text: str) -> str | None:
    """The language that a mark of the text says, where a custom goes against its extension.

    Prose may begin as what it quotes or what signs it.
    """
    customary = conventions.marked(path, text)
    if not customary or language in map(family, customary):
        return language
    return None if language == "Text" else _only(customary)


def _extension(name: str) -> str:
    """The longest that linguist or the rules here know: `.blade.php` before `.php`."""
    parts = name.lower().split(".")[1:]
    suffixes = ["." + ".".join(parts[start:]) for start in range(len(parts))]
    return next(filter(_is_known, suffixes), "")


def _is_known(extension: str) -> bool:
    if has_rules(extension) or extension in EXTENSIONS:
        return True
    return extension in index("extensions") and extension not in names.GENERIC_EXTENSIONS


def _by_marks(text: str) -> str | None:
    """What a text declares by itself, where neither its name nor a shebang says anything."""
    claim = marks.modeline(text) or marks.xml_declaration(text)
    return _only(claim.languages) if claim else None


def _by_shebang(text: str) -> str | None:
    claim = marks.shebang(text)
    return (_SCRIPTS.get(claim.languages) or _only(claim.languages)) if claim else None


def by_content(language: str | None, text: str) -> str | None:
    """The language that a text in another's files is in; None where it is in none."""
    if language in ("HTML", "XML") and _JINJA.search(text):
        return "Jinja"
    if language == "XML" and not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return None
    if language == "XML" and _STYLESHEET.search(text):
        return "XSLT"
    if language == "Text" and not is_prose(text):
        return None
    return language


def _only(languages: Collection[str]) -> str | None:
    found = {family(language) for language in languages}
    return found.pop() if len(found) == 1 else None
