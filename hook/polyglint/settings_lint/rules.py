"""What may be wrong with the words of one line of .gitattributes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from polyglint.claim.attributes import FALSE, LANGUAGES, OPT_OUTS, TRUE
from polyglint.claim.languages import find, languages
from polyglint.settings_lint.lines import Attribute, Line

DETECTABLE = "linguist-detectable"
KNOWN = (*LANGUAGES, *OPT_OUTS, DETECTABLE)
UNCOUNTED = ("data", "prose")  # linguist's types that its statistics leave out
# What people write for an attribute of another name.
MEANT: Mapping[str, str] = {
    "linguist-ignore": "linguist-vendored",
    "linguist-ignored": "linguist-vendored",
    "linguist-exclude": "linguist-vendored",
    "linguist-vendor": "linguist-vendored",
    "linguist-docs": "linguist-documentation",
    "linguist-lang": "linguist-language",
}


class Problem(NamedTuple):
    """Something wrong with a line of settings."""

    code: str
    line: int  # from 1
    column: int  # from 1
    message: str
    corrected: str | None = None  # the line as it should be; "" where it should go
    safe: bool = False  # whether the correction can mean nothing else than the line was to mean


def problems_of(line: Line) -> Iterator[Problem]:
    """Yield what is wrong with a line's words, whatever files there are."""
    for index, attribute in enumerate(line.attributes):
        if not attribute.is_ours:
            continue
        if attribute.name not in KNOWN:
            yield _unknown_attribute(line, attribute)
        elif attribute.name in LANGUAGES:
            following = line.attributes[index + 1 :]
            yield from _language_problems(line, attribute, following)


def _unknown_attribute(line: Line, attribute: Attribute) -> Problem:
    near = difflib.get_close_matches(attribute.name, KNOWN, n=1, cutoff=0.8)
    meant = MEANT.get(attribute.name) or (near[0] if near else None)
    words = f"linguist has no attribute {attribute.name}"
    if meant is None:
        return _problem("PG204", line, attribute, words)
    words += f"; did you mean {meant}?"
    corrected = _replaced(line, attribute, attribute.word.replace(attribute.name, meant))
    # A slip of the pen has one reading; another word is a guess at what was wanted.
    return _problem("PG204", line, attribute, words, corrected, attribute.name not in MEANT)


def _language_problems(
    line: Line, attribute: Attribute, following: tuple[Attribute, ...]
) -> Iterator[Problem]:
    value = attribute.value
    if value is None and attribute.word != attribute.name:
        return  # -name and !name take a language back
    if not value:
        yield _cut(line, attribute, following)
        return
    if value in TRUE + FALSE:
        return
    longer = _with_following(value, following)
    if longer is not None:
        name, last = longer
        words = f"{attribute.word} is cut by a space: {name} is written {_written(name)}"
        new = f"{attribute.name}={_written(name)}"
        yield _problem("PG202", line, attribute, words, _replaced(line, attribute, new, last), True)
    elif find(value.partition("?")[0]) is None:
        yield _unknown_language(line, attribute, value)


def _cut(line: Line, attribute: Attribute, following: tuple[Attribute, ...]) -> Problem:
    """A language that is missing, or stands apart from its attribute."""
    rest = following[1:] if following and following[0].word == "=" else following
    found = _with_following("", rest)
    words = f"{attribute.name} has no value"
    if found is None:
        return _problem("PG202", line, attribute, words)
    name, last = found
    new = f"{attribute.name}={_written(name)}"
    words = f"{words}: a space cuts it from {name}"
    return _problem("PG202", line, attribute, words, _replaced(line, attribute, new, last), True)


def _with_following(value: str, following: tuple[Attribute, ...]) -> tuple[str, Attribute] | None:
    """The language that a value and the words after it name together, and the last of them."""
    best = None
    words = [value] if value else []
    for attribute in following:
        if not re.fullmatch(r"=?[\w+#.()'-]+", attribute.word) or attribute.is_ours:
            break
        words.append(attribute.word.removeprefix("="))
        if name := find(" ".join(words)):
            best = name, attribute
    return best


def _unknown_language(line: Line, attribute: Attribute, value: str) -> Problem:
    by_lower_case = {name.lower().replace(" ", "-"): name for name in languages()}
    near = difflib.get_close_matches(value.lower(), by_lower_case, n=1, cutoff=0.7)
    words = f"linguist knows no language {value}"
    if not near:
        return _problem("PG201", line, attribute, words)
    name = by_lower_case[near[0]]
    corrected = _replaced(line, attribute, f"{attribute.name}={_written(name)}")
    return _problem("PG201", line, attribute, f"{words}; did you mean {name}?", corrected)


def undetectable(line: Line) -> Problem | None:
    """PG208: a language that counts for nothing unless the line makes it count."""
    if any(attribute.name == DETECTABLE for attribute in line.attributes):
        return None
    for attribute in line.attributes:
        name = find(attribute.value or "") if attribute.name == "linguist-language" else None
        if name is not None and languages()[name]["type"] in UNCOUNTED:
            words = f"{name} is {languages()[name]['type']}, which linguist does not count"
            return _problem("PG208", line, attribute, words, f"{line.text} {DETECTABLE}")
    return None


def _problem(
    code: str,
    line: Line,
    attribute: Attribute,
    message: str,
    corrected: str | None = None,
    safe: bool = False,
) -> Problem:
    return Problem(code, line.number, attribute.column, message, corrected, safe)


def _written(language: str) -> str:
    return language.replace(" ", "-")


def _replaced(line: Line, attribute: Attribute, word: str, last: Attribute | None = None) -> str:
    """The line with one attribute, or those up to `last`, written otherwise."""
    end = (last or attribute).column - 1 + len((last or attribute).word)
    return line.text[: attribute.column - 1] + word + line.text[end:]
