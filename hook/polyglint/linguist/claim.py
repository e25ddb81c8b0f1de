"""What languages a path may hold, by its repository's settings and linguist's rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from polyglint.lazy import lazy_import, lazy_pattern
from polyglint.linguist import attributes as git_attributes
from polyglint.linguist import conventions, heuristics, marks, names, template_names, vendored
from polyglint.linguist.compatible import REGULAR, TEMPLATES, compatible_with
from polyglint.linguist.dialects import model_language, negligible
from polyglint.linguist.languages import Claim, find
from polyglint.results import ClaimRule, ClaimSource, NotJudged
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from polyglint.linguist import bare_templates, line_formats
else:
    bare_templates = lazy_import("polyglint.linguist.bare_templates")
    line_formats = lazy_import("polyglint.linguist.line_formats")

__all__ = ["Claim", "by_linguist", "claim", "claimed", "out_of_scope"]

# What literate programs are written as.
DOCUMENTS = frozenset(["AsciiDoc", "Markdown", "Org", "TeX", "Typst", "reStructuredText"])
CODE_BLOCK = lazy_pattern(
    r"^[ \t]*(```|~~~)[ \t]*\{?\.?([\w#+-]+)[^\n]*\n(.*?)^[ \t]*\1", re.MULTILINE | re.DOTALL
)
LITERATE_SHARE = 1 / 3  # of a document, that blocks of code are
NOTHING = NotJudged("claims no language that linguist knows")


def claim(
    path: str, text: str, attributes: Mapping[str, str], allowed: tuple[str, ...] = ()
) -> Claim | NotJudged:
    """Return the languages that a file may hold, or why it takes no part.

    Args:
        path: the file's path inside its repository, parts separated by ``/``.
        text: its text, or at least the first and last lines.
        attributes: the values git gives for `polyglint.linguist.attributes.NAMES`, where specified.
        allowed: languages that the configuration allows beside those that the file claims.
    """
    return out_of_scope(path, text, attributes) or claimed(path, text, attributes, allowed)


def out_of_scope(path: str, text: str, attributes: Mapping[str, str]) -> NotJudged | None:
    """Return why a file takes no part, whatever it claims; arguments as for `claim`."""
    return git_attributes.opted_out(attributes) or vendored.excluded(path, text, attributes)


def claimed(
    path: str, text: str, attributes: Mapping[str, str], allowed: tuple[str, ...] = ()
) -> Claim | NotJudged:
    """Return what a file claims, whether it takes part or not; arguments as for `claim`.

    A comment of polyglint's own comes before .gitattributes, and that before linguist's rules. A
    name that says which engine makes something of the file leaves open what it holds.
    """
    commented = marks.own_comment(text)
    engine = None if commented or allowed else template_names.template_engine(path)
    if engine is not None:
        return NotJudged(f"named as a template of {engine}, which may hold any language")
    declared = _with_its_name(git_attributes.declared(attributes), path, text)
    answer = commented or declared or by_linguist(path, text) or NOTHING
    if isinstance(answer, Claim):
        whole = answer._replace(besides=allowed, customary=conventions.allowed(path, text))
        if not TEMPLATES.isdisjoint(whole.languages):
            return bare_templates.searched(whole, path, text)
        if not REGULAR.isdisjoint(whole.languages):
            return line_formats.searched(whole, text)
        return whole
    if allowed and answer == NOTHING:
        return Claim(allowed, ClaimSource(ClaimRule.CONFIGURATION))
    return answer


def by_linguist(path: str, text: str) -> Claim | None:
    """Return what a file claims where no attribute declares its language.

    The order is linguist's and the first answer wins: editor modeline, exact file name, shebang,
    extension, XML declaration, section of the manual. But a shebang comes before a name that people
    give to commands: bin/profile is what its shebang starts, whatever shells look for. Of several
    languages that share an extension, linguist's rules on content choose; where none of them holds,
    all that they leave are claimed.
    """
    return (
        _beside_its_name(marks.modeline(text), path)
        or _command(path, text)
        or names.exact(path)
        or _beside_its_name(marks.shebang(text), path)
        or heuristics.narrowed(names.extension(path), text)
        or marks.xml_declaration(text)
        or names.manual_section(path)
        or names.generic_extension(path, text)
    )


def by_name(path: str, text: str) -> Claim | NotJudged:
    """Return what a file claims whatever marks, attributes and rules on vendored paths say.

    A shebang counts where the name says nothing: it decides what runs the file.
    """
    return (
        _command(path, text)
        or names.exact(path)
        or heuristics.narrowed(names.extension(path), text)
        or marks.shebang(text)
        or marks.xml_declaration(text)
        or names.manual_section(path)
        or names.generic_extension(path, text)
        or NOTHING
    )


def _with_its_name(
    declared: Claim | NotJudged | None, path: str, text: str
) -> Claim | NotJudged | None:
    """What an attribute declares, and whether the name of the file says no other than that.

    A document may be declared as the language of the code in it, which is a literate program.
    """
    if not isinstance(declared, Claim):
        return declared
    named = names.exact(path) or names.extension(path)
    if named is None:
        return declared
    extension = named.source.detail
    likely = {*map(model_language, {*named.languages} - negligible(extension))}
    is_same = likely == {*map(model_language, declared.languages)}
    if is_same and not conventions.has_own_formats(extension):
        return declared._replace(also=declared.languages)
    documents = tuple(sorted(DOCUMENTS.intersection(named.languages)))
    is_literate = documents and _is_literate(path, text, declared.languages)
    return declared._replace(named=named.languages, around=documents if is_literate else ())


def _is_literate(path: str, text: str, languages: Collection[str]) -> bool:
    """Whether a document is mostly a program, by an extension before its own or by its code."""
    inner = names.extension(path.rpartition(".")[0])
    literate = {*languages, *(f"Literate {name}" for name in languages)}
    if inner is not None and not literate.isdisjoint(inner.languages):
        return True
    blocks = (block for block in CODE_BLOCK.finditer(text) if find(block[2]) in literate)
    return sum(len(block[3]) for block in blocks) > LITERATE_SHARE * len(text)


def _command(path: str, text: str) -> Claim | None:
    """What the shebang of a command starts, if the file is one in spite of its name."""
    return marks.shebang(text) if conventions.may_be_command(path) else None


def _beside_its_name(marked: Claim | None, path: str) -> Claim | None:
    """What a mark says, and what the name says: of that only what agrees, if anything does.

    A shebang of Perl settles which of Perl, Prolog and Raku a ``.pl`` is.
    """
    named = marked and (names.exact(path) or names.extension(path))
    if not marked or not named:
        return marked
    family = frozenset[str]().union(*map(compatible_with, map(model_language, marked.languages)))
    agreed = tuple(name for name in named.languages if model_language(name) in family)
    return marked._replace(also=agreed or named.languages)
