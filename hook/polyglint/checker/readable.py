"""What the model can read: a reader of the languages wanted, and claims and texts beyond it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.linguist.compatible import REGULAR, TEMPLATES, compatible_with
from polyglint.linguist.conventions import has_own_formats
from polyglint.linguist.dialects import known_as
from polyglint.linguist.languages import Claim, find, spellings
from polyglint.phrases import any_of, did_you_mean, nearest
from polyglint.results import ClaimRule, NotJudged
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from polyglint.model import reader as model_reader
    from polyglint.model import windows
    from polyglint.model.reader import Reader
else:
    model_reader = lazy_import("polyglint.model.reader")
    windows = lazy_import("polyglint.model.windows")

MAX_SUGGESTIONS = 3


def open_reader(languages: Sequence[str] = (), model: Path | None = None) -> Reader:
    """Return a reader of texts, restricted to the languages named, if any are.

    Args:
        languages: names as linguist or users write them.
        model: directory of a model other than the shipped one.
    """
    if not languages:
        return model_reader.Reader(model_directory=model)
    known = model_reader.Reader(model_directory=model).labels
    candidates = frozenset(_known_language(name, known) for name in languages)
    return model_reader.Reader(candidates, model)


def _known_language(name: str, known: Collection[str]) -> str:
    by_lower_case = {label.lower(): label for label in known}
    language = find(name) or name
    if language.lower() in by_lower_case:
        return by_lower_case[language.lower()]
    aliases = {alias: label for alias, label in spellings().items() if label in known}
    is_misspelt = find(name) is None
    near = nearest(name, aliases | by_lower_case)[:MAX_SUGGESTIONS] if is_misspelt else []
    raise FatalError(f"languages: the model does not know {name!r}{did_you_mean(near)}")


def undecidable(claimed: Claim, reader: Reader) -> NotJudged | None:
    """Return why a claim is beyond the model, if it is."""
    names, source = claimed.allowed, claimed.source
    is_by_name = source.rule in (ClaimRule.EXTENSION, ClaimRule.FILE_NAME)
    if is_by_name and has_own_formats(source.detail):
        return NotJudged(f"named {source.detail}, as programs name files in formats of their own")
    if claimed.mark is not None:
        return None
    if not claimed.is_bare:
        if not any(known_as(name, reader.labels) for name in names):
            return NotJudged(f"claims {any_of(names)}, which the model does not know")
        anything = [name for name in names if name in TEMPLATES]
        if anything:
            return NotJudged(f"claims {any_of(anything)}, which may hold any language")
    others: Collection[str] = names
    if claimed.is_bare:
        others = [name for name in claimed.languages if name not in TEMPLATES | REGULAR]
    unforeseeable = _unforeseeable(others, names, reader.known)
    if unforeseeable:
        return NotJudged(f"may be {any_of(unforeseeable)}, which the model does not know")
    return None


def _unforeseeable(
    names: Collection[str], claimed: Collection[str], known: Collection[str]
) -> list[str]:
    """Those of some claimed languages whose text may read as anything.

    The model does not know them, nor are they like another that is claimed.
    """
    labels = {known_as(name, known) for name in claimed}
    unknown = [name for name in names if not known_as(name, known)]
    return [name for name in unknown if compatible_with(name).isdisjoint(labels)]


def too_short(text: str, reader: Reader) -> NotJudged | None:
    """Return that a text has too few lines for a contradiction, if it has."""
    if windows.has_lines(text, reader.fewest_lines):
        return None
    return NotJudged(f"too short: fewer than {reader.fewest_lines} lines that are not blank")
