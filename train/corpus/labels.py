"""The language a file is filed under: linguist's rules, and the content where names are shared."""

import re
from collections.abc import Collection

from polyglint.claim import marks, names
from train.corpus.heuristics import decide, has_rules

# Languages that linguist tells apart by name alone and whose text is that of another.
FAMILIES = {
    "Ant Build System": "XML",
    "Ecmarkup": "HTML",
    "Fortran Free Form": "Fortran",
    "Gradle Kotlin DSL": "Kotlin",
    "JSON with Comments": "JSON",
    "M4Sugar": "M4",
    "Maven POM": "XML",
    "Motorola 68K Assembly": "Assembly",
    "Roff Manpage": "Roff",
    "Unix Assembly": "Assembly",
    "desktop": "INI",
}
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


def language_of(path: str, text: str) -> str | None:
    """Linguist's name for the file's language; None where its rules give none or several.

    A shebang and an extension that contradict each other make a file ambiguous: right for the
    hook, which lets such a file be either, but nothing to learn from.
    """
    named, run = _by_name(path, text), _by_shebang(text)
    if named and run and named != run:
        return None
    return _by_content(named or run, text)


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
    extension = "." + name.lower().rpartition(".")[2] if "." in name else ""
    if has_rules(extension):
        return decide(extension, text)
    claim = names.extension(path)
    return _only(claim.languages) if claim else EXTENSIONS.get(extension)


def _by_shebang(text: str) -> str | None:
    claim = marks.shebang(text)
    return (_SCRIPTS.get(claim.languages) or _only(claim.languages)) if claim else None


def _by_content(language: str | None, text: str) -> str | None:
    if language in ("HTML", "XML") and _JINJA.search(text):
        return "Jinja"
    if language == "XML" and _STYLESHEET.search(text):
        return "XSLT"
    if language == "Text" and not is_prose(text):
        return None
    return language


def _only(languages: Collection[str]) -> str | None:
    found = {FAMILIES.get(language, language) for language in languages}
    return found.pop() if len(found) == 1 else None
