"""The one language that linguist gives a file, where a claim may leave several.

Linguist's strategies each narrow what the ones before have left, until one language remains:
https://github.com/github-linguist/linguist/blob/main/docs/how-linguist-works.md. Its last one, a
classifier trained on samples, is not here: who asks has to choose among the candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from polyglint.linguist import heuristics, marks, names
from polyglint.linguist.attributes import LANGUAGES
from polyglint.linguist.languages import Claim, find, languages

OVERRIDE = LANGUAGES[0]


def candidates(path: str, text: str, attributes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the languages that linguist would choose from: one, where it needs no classifier.

    Args:
        path: the file's path inside its repository, parts separated by ``/``.
        attributes: the values that git gives, where specified.
    """
    override = attributes.get(OVERRIDE, "unset")
    if override not in ("unset", "set"):
        language = find(override)
        return (language,) if language else ()
    found: tuple[str, ...] = ()
    for strategy in _strategies(path, text):
        claim = strategy()
        if claim is None:
            continue
        found = tuple(name for name in claim.languages if not found or name in found) or found
        if len(found) == 1:
            return found
    return _decided(path, text, found)


def _strategies(path: str, text: str) -> Iterator[Callable[[], Claim | None]]:
    yield lambda: marks.modeline(text)
    yield lambda: names.exact(path)
    yield lambda: marks.shebang(text)
    yield lambda: names.extension(path)
    yield lambda: marks.xml_declaration(text)
    yield lambda: names.manual_section(path)


def _decided(path: str, text: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """What the heuristics for the file's extension choose, whatever it was among."""
    named = names.extension(path)
    if named is None:
        generic = names.generic_extension(path, text)
        return generic.languages if generic and len(found) != 1 else found
    return heuristics.ask(named.source.detail, text).languages or found


def group_of(language: str) -> str:
    """The language whose part of a repository's statistics another counts for."""
    group: str = languages()[language].get("group", language)
    return group
