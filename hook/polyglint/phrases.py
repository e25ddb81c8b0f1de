"""Phrases that messages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from polyglint.lazy import lazy_import
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import difflib
else:
    difflib = lazy_import("difflib")

MAX_NAMED = 20  # messages of one kind
MAX_LENGTH = 100  # characters of a name that is compared with others
MAX_NEAR, LIKENESS = 10, 0.6  # spellings that are near, and how near


def hint(name: str, known: Iterable[str]) -> str:
    """``; did you mean …?``, or nothing where no name is near, in whatever case."""
    return did_you_mean(nearest(name, {other.lower(): other for other in known})[:1])


def did_you_mean(names: Sequence[str]) -> str:
    """``; did you mean …?``, or nothing where no name is given."""
    return f"; did you mean {any_of(names)}?" if names else ""


def nearest(name: str, spellings: Mapping[str, str], least: float = LIKENESS) -> list[str]:
    """What is near to a misspelt name, fewest edits first.

    Of as many edits, one that only changes the order of letters is first, and a name before an
    alias of another.

    Args:
        spellings: names and aliases in lower case, and the names that they stand for.
        least: `difflib`'s ratio from which on a spelling is near.
    """
    written = name[:MAX_LENGTH].lower()
    near = difflib.get_close_matches(written, spellings, MAX_NEAR, least)

    def rank(other: str) -> tuple[int, bool, bool]:
        is_alias = other != spellings[other].lower().replace(" ", "-")
        return _edits(written, other), sorted(written) != sorted(other), is_alias

    return [*dict.fromkeys(spellings[other] for other in sorted(near, key=rank))]


def _edits(one: str, other: str) -> int:
    """How many letters were left out, added, replaced or swapped with the next one."""
    before: list[int] = []
    above: list[int] = [*range(len(other) + 1)]
    for row, letter in enumerate(one, start=1):
        counts = [row]
        for column, instead in enumerate(other, start=1):
            replaced = above[column - 1] + (letter != instead)
            fewest = min(above[column] + 1, counts[-1] + 1, replaced)
            if row > 1 and column > 1 and one[row - 2] == instead and other[column - 2] == letter:
                fewest = min(fewest, before[column - 2] + 1)
            counts.append(fewest)
        before, above = above, counts
    return above[-1]


def any_of(names: Sequence[str]) -> str:
    """Join names as a choice: C, C++ or Objective-C."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def count_of(number: int, noun: str) -> str:
    """A number and its noun: 1 file, 2 files, 0 repositories."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def few(messages: Sequence[str]) -> list[str]:
    """The first of many messages, and how many more there are."""
    rest = len(messages) - MAX_NAMED
    return [*messages[:MAX_NAMED], *([f"and {rest} more"] if rest > 0 else [])]


def cannot_read(reasons: Iterable[object]) -> str:
    """What a run ends with that could not read some files, the first of which it names."""
    return f"cannot read {'; '.join(few([*map(str, reasons)]))}"


def score(value: float) -> str:
    """Three decimals, and never the 1.000 that no evidence gives."""
    return f"{min(value, 0.999):.3f}"
