"""What may be wrong with the words of one line of .gitattributes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence

from polyglint.codes import CUT_VALUE, UNKNOWN_ATTRIBUTE, UNKNOWN_LANGUAGE
from polyglint.gitattributes.parse import MAX_LINE_LENGTH, Attribute, AttributesLine
from polyglint.linguist.attributes import DETECTABLE, LANGUAGES, OPT_OUTS
from polyglint.linguist.languages import find, nearest
from polyglint.typed import NamedTuple

LANGUAGE = "linguist-language"
OF_LINGUIST = (LANGUAGE, *OPT_OUTS, DETECTABLE)
OF_GITLAB = ("gitlab-language", "gitlab-generated")
# What people write for an attribute of another name.
MEANT: Mapping[str, str] = {
    "linguist-ignore": "linguist-vendored",
    "linguist-ignored": "linguist-vendored",
    "linguist-exclude": "linguist-vendored",
    "linguist-excluded": "linguist-vendored",
    "linguist-doc": "linguist-documentation",
    "linguist-docs": "linguist-documentation",
    "linguist-lang": LANGUAGE,
}
# Git's own attributes, which follow a language's name more often than they are part of one.
OF_GIT = (
    *("binary", "crlf", "delta", "diff", "encoding", "eol", "filter", "ident", "merge", "text"),
    "whitespace",
)
MAX_WORDS = 8  # more than any language's name or alias has
WORD = re.compile(r"""=?[\w+#.()'"\\-]+""")  # of a language's name
NEGATED = re.compile(r"(linguist-)(?:un-?|non-?|not-?|no-)(\w+)")
MIN_LIKENESS = 0.8, 0.7  # of a misspelt attribute, and of a misspelt language


class Problem(NamedTuple):
    """Something wrong with a line of settings."""

    code: str
    line: int  # from 1
    column: int  # from 1
    message: str
    corrected: str | None = None  # the line or lines as they should be
    safe: bool = False  # whether the correction can mean nothing else than the line was to mean
    severity: str | None = None  # where it is not an error


def problems_of(line: AttributesLine, guess: bool = True) -> Iterator[Problem]:
    """Yield what is wrong with a line's words, whatever files there are.

    Args:
        guess: whether to look for what a misspelt word was meant to be, a millisecond for each.
    """
    if not line.ours:
        return
    if line.is_too_long:
        words = f"git ignores the whole line: it has {MAX_LINE_LENGTH:,} bytes or more"
        yield Problem(UNKNOWN_ATTRIBUTE, line.number, 1, words)
        return
    read = 0  # up to which column words belong to a problem
    for index, attribute in enumerate(line.attributes):
        if attribute.column <= read:
            continue
        following = line.attributes[index + 1 :]
        if attribute.name in LANGUAGES and (cut := _cut(line, attribute, following)):
            problem, last = cut
            read = last.column
            yield problem
        elif attribute.name == LANGUAGE:
            yield from _unknown_language(line, attribute, guess)
        elif attribute.is_ours and attribute.name not in (*OF_LINGUIST, *OF_GITLAB):
            yield _unknown_attribute(line, attribute)
        elif not attribute.is_valid:
            yield _ignored_line(line, attribute)
            return


def _cut(
    line: AttributesLine, attribute: Attribute, following: Sequence[Attribute]
) -> tuple[Problem, Attribute] | None:
    """A language that is missing or that a space cuts, and the last word that belongs to it."""
    if attribute.sign and attribute.value is None:
        return None  # -name and !name take a language back
    rest = following[1:] if following and following[0].word == "=" else following
    named = _with_following(attribute.value or "", rest)
    if named is not None:
        name, last = named
        words = f"{attribute.word} is cut by a space: write {attribute.name}={_written(name)}"
        corrected = _replaced(line, attribute, f"{attribute.name}={_written(name)}", last)
        return _problem(CUT_VALUE, line, attribute, words, corrected, True), last
    if not attribute.value:
        words = f"{attribute.name} has no value"
        return _problem(CUT_VALUE, line, attribute, words), attribute
    return None


def _with_following(value: str, following: Sequence[Attribute]) -> tuple[str, Attribute] | None:
    """The language that a value and the words after it name together, and the last of them."""
    best = None
    words = [_bare(value)] if value else []
    for attribute in following[:MAX_WORDS]:
        if attribute.is_ours or attribute.word in OF_GIT or not WORD.fullmatch(attribute.word):
            break
        words.append(_bare(attribute.word.removeprefix("=")))
        if name := find(" ".join(words)):
            best = name, attribute
    return best


def _bare(word: str) -> str:
    """A word without the quotes or the backslash that were to keep a space."""
    return word.strip("\"'\\")


def _unknown_language(line: AttributesLine, attribute: Attribute, guess: bool) -> Iterator[Problem]:
    """GitLab's languages are another list, which this does not know."""
    value = attribute.value
    if not value or find(value) is not None:
        return
    words = f"linguist knows no language {value}"
    slip = find(_bare(value).replace("_", "-"))  # quotes, or underscores for spaces
    near = slip or next(iter(nearest(value, MIN_LIKENESS[1]) if guess else ()), None)
    if near is None:
        yield _problem(UNKNOWN_LANGUAGE, line, attribute, words)
        return
    corrected = _replaced(line, attribute, f"{attribute.name}={_written(near)}")
    words = f"{words}; did you mean {near}?"
    yield _problem(UNKNOWN_LANGUAGE, line, attribute, words, corrected, slip is not None)


def _unknown_attribute(line: AttributesLine, attribute: Attribute) -> Problem:
    name = attribute.name
    host, known = ("GitLab", OF_GITLAB) if name.lower().startswith("gitlab") else _LINGUIST
    words = f"{host} has no attribute {name}"
    word, safe = _meant(attribute, known)
    if word is None:
        return _problem(UNKNOWN_ATTRIBUTE, line, attribute, words)
    corrected = _replaced(line, attribute, word)
    words = f"{words}; did you mean {word}?"
    return _problem(UNKNOWN_ATTRIBUTE, line, attribute, words, corrected, safe)


_LINGUIST = ("linguist", OF_LINGUIST)


def _meant(attribute: Attribute, known: Sequence[str]) -> tuple[str | None, bool]:
    """The word as it should be, and whether it can mean nothing else.

    A slip of the pen has one reading; another word is a guess at what was wanted.
    """
    rest = attribute.word[len(attribute.sign) + len(attribute.name) :]
    name, colon, value = attribute.name.lower().replace("_", "-").partition(":")
    if colon and not rest:
        rest = f"={attribute.name[-len(value) :]}" if value else ""
    if negated := NEGATED.fullmatch(name):
        word = f"-{negated[1]}{negated[2]}"
        return (word if word[1:] in known else None), False
    if name in MEANT:
        return f"{attribute.sign}{MEANT[name]}{rest}", False
    near = difflib.get_close_matches(name, known, 1, MIN_LIKENESS[0])
    return (f"{attribute.sign}{near[0]}{rest}", True) if near else (None, False)


def _ignored_line(line: AttributesLine, attribute: Attribute) -> Problem:
    """A word that is no attribute's name, for which git ignores the line."""
    words = f"git ignores the whole line: {attribute.word} cannot be an attribute"
    if not attribute.word.startswith("#"):
        return _problem(UNKNOWN_ATTRIBUTE, line, attribute, words)
    at = attribute.column - 1
    corrected = f"{line.text[at:]}\n{line.text[:at].rstrip()}"
    return _problem(
        UNKNOWN_ATTRIBUTE,
        line,
        attribute,
        f"{words}; # begins a comment only at the start of a line",
        corrected,
        True,
    )


def _problem(
    code: str,
    line: AttributesLine,
    attribute: Attribute,
    message: str,
    corrected: str | None = None,
    safe: bool = False,
) -> Problem:
    return Problem(code, line.number, attribute.column, message, corrected, safe)


def _written(language: str) -> str:
    return language.replace(" ", "-")


def _replaced(
    line: AttributesLine, attribute: Attribute, word: str, last: Attribute | None = None
) -> str:
    """The line with one attribute, or those up to `last`, written otherwise."""
    end = (last or attribute).column - 1 + len((last or attribute).word)
    return line.text[: attribute.column - 1] + word + line.text[end:]
