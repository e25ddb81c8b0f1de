"""What a chat or a page left around code: Markdown fences, and prose before and after them.

Only in files that claim code or data: in Markdown, templates and documents both are at home.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from polyglint.lazy import lazy_pattern
from polyglint.linguist.compatible import TEMPLATES, compatible_with
from polyglint.linguist.dialects import model_language
from polyglint.linguist.languages import find, languages
from polyglint.typed import NamedTuple, TypeAlias

LINE_END = lazy_pattern(r"\r\n|\n|\r")
FENCE = lazy_pattern(r" {0,3}(?:```+|~~~+(?!~))(?:[ \t]*(?P<info>[^\s`]+))?[ \t]*")
MARKS = ("```", "~~~")
# Prose begins with a capital letter, has words, and ends as a sentence or a list's heading does.
PROSE = lazy_pattern(r"[^\W\d_a-z]\S*(?:[ \t]+\S+){3,}[.:!?]\W{0,3}$", re.MULTILINE)
# A greeting before fences may be shorter. No colon: that would be a key of YAML.
GREETING = lazy_pattern(r"[A-Z][\w']*(?:,?[ \t]+[\w']+){0,3}[!.]")
MAX_LINES = 100_000
MAX_PROSE = 5  # lines of a paragraph before or after code that has no fences
# Code whose own syntax has fences, or that is written in the midst of prose.
OF_PROSE = lazy_pattern(r"Literate|Markdown|MDX|Quarto|Typst|Sweave|Notebook")

# Whether the claimed language's grammar accepts a text; None where there is none to ask.
Accepts: TypeAlias = "Callable[[str], bool | None]"


class Leftover(NamedTuple):
    """Lines around code that are none."""

    line: int  # the first one, from 1
    last_line: int
    lines: tuple[int, ...]  # all of them
    is_fences: bool  # nothing but fences, which can go unread


def may_have(claimed: Collection[str]) -> bool:
    """Whether leftovers would be a mistake in files that claim these languages."""
    names = {model_language(name) for name in claimed}
    return names.isdisjoint(TEMPLATES) and all(map(_is_code, names))


def _is_code(language: str) -> bool:
    kind = languages().get(language, {}).get("type", "prose")
    return kind != "prose" and OF_PROSE.search(language) is None


def leftover(text: str, claimed: Collection[str], accepts: Accepts) -> Leftover | None:
    """The leftovers around the code of a text, if there are any.

    Fences around all of a text are recognised without a grammar. Any other leftover is one if the
    grammar refuses the text and accepts what is between, or, where there is no grammar, if the
    fence names the claimed language.
    """
    has_any = any(mark in text for mark in MARKS) or PROSE.match(text)
    if not has_any or not may_have(claimed):
        return None
    lines = LINE_END.split(text)
    if len(lines) > MAX_LINES:
        return None
    filled = [index for index, line in enumerate(lines) if line.strip()]
    if len(filled) < 2:
        return None
    fences = _fences(lines)
    if not fences:
        return _unfenced(lines, accepts)
    if {filled[0], filled[-1]} & fences.keys():
        ends = [index for index in (filled[0], filled[-1]) if index in fences]
        if _holds_around(lines, ends, fences, claimed, accepts):
            return _made(ends, is_fences=True)
    return _in_prose(lines, filled, fences, claimed, accepts)


def _fences(lines: Sequence[str]) -> dict[int, str]:
    """What each line that is a fence names, by index."""
    found = ((index, FENCE.fullmatch(line)) for index, line in enumerate(lines))
    return {index: match["info"] or "" for index, match in found if match}


def _holds_around(
    lines: Sequence[str],
    ends: Sequence[int],
    fences: dict[int, str],
    claimed: Collection[str],
    accepts: Accepts,
) -> bool:
    """Whether fences as first and last line, or as one of them, are left over."""
    if not all(_may_name(fences[index], claimed) for index in ends):
        return False
    if len(ends) == 2 and not fences[ends[1]] and len(fences) == 2:
        return True
    return _mends(lines, ends, accepts)


def _in_prose(
    lines: Sequence[str],
    filled: Sequence[int],
    fences: dict[int, str],
    claimed: Collection[str],
    accepts: Accepts,
) -> Leftover | None:
    """Code in the first pair of fences, with prose before it, or after it, or both."""
    opening, *rest = fences
    if not rest or not _may_name(fences[opening], claimed):
        return None
    before = [index for index in filled if index < opening]
    if before and not _opens_prose(lines[before[0]]):
        return None
    code = range(opening + 1, rest[0])
    around = [index for index in filled if index not in code]
    named = bool(fences[opening]) and find(fences[opening]) is not None
    if _mends(lines, around, accepts) or (named and accepts("\n".join(lines)) is None):
        return _made(around, is_fences=False)
    return None


def _opens_prose(line: str) -> bool:
    return bool(PROSE.match(line) or GREETING.fullmatch(line.strip()))


def _unfenced(lines: Sequence[str], accepts: Accepts) -> Leftover | None:
    """A paragraph before code, or one before and one after it; the grammar tells them apart."""
    end = next((index for index, line in enumerate(lines) if not line.strip()), len(lines))
    if not 0 < end <= MAX_PROSE or not PROSE.match(lines[end - 1]):
        return None
    before = list(range(end))
    for left in (before, [*before, *_last_paragraph(lines)]):
        if _mends(lines, left, accepts):
            return _made(left, is_fences=False)
    return None


def _last_paragraph(lines: Sequence[str]) -> list[int]:
    """The indices of the last lines without a blank one between, if they read as prose."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and end - start <= MAX_PROSE and lines[start - 1].strip():
        start -= 1
    if end - start > MAX_PROSE or not PROSE.match(lines[start]):
        return []
    return list(range(start, end))


def _mends(lines: Sequence[str], left: Collection[int], accepts: Accepts) -> bool:
    """Whether a grammar refuses a text and accepts it without some lines."""
    rest = "\n".join(line for index, line in enumerate(lines) if index not in left)
    return bool(rest.strip()) and accepts("\n".join(lines)) is False and accepts(rest) is True


def _may_name(info: str, claimed: Collection[str]) -> bool:
    """Whether a fence names nothing, or what is claimed, or is compatible with it."""
    named = find(info) if info else None
    if named is None:
        return True
    compatible = compatible_with(model_language(named))
    return any(model_language(name) in compatible for name in claimed)


def _made(indices: Sequence[int], *, is_fences: bool) -> Leftover:
    lines = tuple(index + 1 for index in indices)
    return Leftover(lines[0], lines[-1], lines, is_fences)
