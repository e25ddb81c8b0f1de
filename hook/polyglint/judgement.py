"""A file to an answer: a violation, nothing to object to, or why it was not judged."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from polyglint.claim import claim
from polyglint.claim.languages import Claim, find
from polyglint.dialects import is_unforeseeable, known_as
from polyglint.errors import FatalError
from polyglint.files import File
from polyglint.kin import TEMPLATES
from polyglint.report.text import any_of, score
from polyglint.source import text_of
from polyglint.violation import NotJudged, Violation

if TYPE_CHECKING:
    from polyglint.decision import Contradiction
    from polyglint.reading import Reader

CONTRADICTION = "PG101"
MAX_SUGGESTIONS = 3


def open_reader(languages: Sequence[str] = ()) -> Reader:
    """Return a reader of texts, restricted to the languages named, if any are."""
    from polyglint.reading import Reader  # brings numpy, 0.2 s

    if not languages:
        return Reader()
    known = Reader().labels
    return Reader(candidates=frozenset(_known_language(name, known) for name in languages))


def _known_language(name: str, known: Collection[str]) -> str:
    by_lower_case = {label.lower(): label for label in known}
    language = find(name) or name
    if language.lower() in by_lower_case:
        return by_lower_case[language.lower()]
    near = difflib.get_close_matches(name.lower(), by_lower_case, n=MAX_SUGGESTIONS, cutoff=0.5)
    meant = f"; did you mean {any_of([by_lower_case[label] for label in near])}?" if near else ""
    raise FatalError(f"--languages: the model does not know {name!r}{meant}")


def undecidable(claimed: Claim, reader: Reader) -> NotJudged | None:
    """Return why a claim is beyond the model, if it is."""
    names = claimed.languages
    if not any(known_as(name, reader.labels) for name in names):
        return NotJudged(f"claims {any_of(names)}, which the model does not know")
    anything = [name for name in names if name in TEMPLATES]
    if anything:
        return NotJudged(f"claims {any_of(anything)}, which may hold any language")
    mistaken = [name for name in names if name in reader.abstains]
    if mistaken:
        return NotJudged(f"claims {any_of(mistaken)}, which the model often mistakes")
    unforeseeable = [name for name in names if is_unforeseeable(name, reader.known)]
    if unforeseeable:
        return NotJudged(f"may be {any_of(unforeseeable)}, which the model does not know")
    return None


def message(claimed: Claim, labels: Collection[str], found: Contradiction) -> str:
    """Say what contradicts what, leaving out claimed languages that were not compared.

    A language that the model knows by another's name goes by its own, unless both are claimed.
    """
    known = {name: known_as(name, labels) for name in claimed.languages}
    compared = [
        name for name, label in known.items() if label and (name == label or label not in known)
    ]
    return f"claims {any_of(compared)}, reads as {found.language} ({score(found.score)})"


class Judge:
    """Judges files one by one and remembers what it said about the same text and claim.

    Unless languages are named, which may be unknown, the reader is opened for the first file that
    claims one: many commits have none.
    """

    def __init__(self, languages: Sequence[str] = ()) -> None:
        self._reader = open_reader(languages) if languages else None
        self._seen: dict[tuple[bytes, Claim], Contradiction | NotJudged | None] = {}

    @property
    def reader(self) -> Reader:
        if self._reader is None:
            self._reader = open_reader()
        return self._reader

    def judge(self, file: File) -> Violation | NotJudged | None:
        text = text_of(file.content())
        if isinstance(text, NotJudged):
            return text
        claimed = claim(file.place, text, file.attributes)
        if isinstance(claimed, NotJudged):
            return claimed
        found = self._contradiction(text, claimed)
        if found is None or isinstance(found, NotJudged):
            return found
        words = message(claimed, self.reader.labels, found)
        return Violation(file.path, found.line, 1, CONTRADICTION, words)

    def _contradiction(self, text: str, claimed: Claim) -> Contradiction | NotJudged | None:
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), claimed
        if key not in self._seen:
            self._seen[key] = self._compare(text, claimed)
        return self._seen[key]

    def _compare(self, text: str, claimed: Claim) -> Contradiction | NotJudged | None:
        from polyglint.decision import contradiction

        if (beyond := undecidable(claimed, self.reader)) is not None:
            return beyond
        reading = self.reader.read(text)
        if not reading.windows:
            return NotJudged("too little text")
        return contradiction(reading, claimed.languages)
