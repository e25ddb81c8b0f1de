"""A file to its result: violations, or nothing to object to, or why it was not judged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from polyglint.checker.claimed_text import Draft, Key, PathContext, decoded_once, draft_of
from polyglint.checker.file_result import with_path
from polyglint.checker.readable import open_reader, too_short, undecidable
from polyglint.checker.unmistakable import of_shebang
from polyglint.codes import CONTRADICTION, OVERRIDE
from polyglint.lazy import lazy_import
from polyglint.linguist.attributes import is_override
from polyglint.linguist.dialects import known_as
from polyglint.linguist.languages import Claim
from polyglint.linguist.shebang import contradicts_extension
from polyglint.phrases import any_of, score
from polyglint.results import Finding, Judgement, NotJudged, Result, Verdict, WindowRead
from polyglint.sources.fingerprint import fingerprint
from polyglint.sources.worktree import File
from polyglint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from polyglint.checker import (
        beside_comments,
        early_exit,
        excerpts,
        objection,
        settled,
        strict,
        suggestion,
        syntax,
        verdict,
    )
    from polyglint.checker.decision import Contradiction
    from polyglint.checker.early_exit import EarlyExit
    from polyglint.model.reader import Reader, Reading
else:
    beside_comments = lazy_import("polyglint.checker.beside_comments")
    early_exit = lazy_import("polyglint.checker.early_exit")
    excerpts = lazy_import("polyglint.checker.excerpts")
    objection = lazy_import("polyglint.checker.objection")
    settled = lazy_import("polyglint.checker.settled")
    strict = lazy_import("polyglint.checker.strict")
    suggestion = lazy_import("polyglint.checker.suggestion")
    syntax = lazy_import("polyglint.checker.syntax")
    verdict = lazy_import("polyglint.checker.verdict")

MAX_REMEMBERED = 4096  # texts
# How much of a text is read: no more than clears its claim, which leaves the verdict on it open; as
# many windows as the model reads at most, spread evenly; or a window at every line. The strictest
# does so whatever exempts a file, holds it to its name, and names what a few lines alone clear.
FEW, SPREAD, EVERY, STRICT = "few", "spread", "every", "strict"


def message(claimed: Claim, labels: Collection[str], found: Contradiction) -> str:
    """Say what contradicts what, leaving out claimed languages that were not compared.

    A language that the model knows by another's name goes by its own, unless both are claimed.
    """
    compared = any_of(_compared(claimed, labels) or claimed.languages)
    return f"claims {compared}, reads as {found.language} ({score(found.score)})"


def _compared(claimed: Claim, labels: Collection[str]) -> list[str]:
    known = {name: known_as(name, labels) for name in claimed.languages}
    return [
        name for name, label in known.items() if label and (name == label or label not in known)
    ]


class CheckOptions(NamedTuple):
    """How files are judged: all that may change an answer beside a file itself."""

    languages: tuple[str, ...] = ()  # the only ones to tell apart; none for all
    model: Path | None = None  # directory of a model other than the shipped one
    depth: str = SPREAD  # how much of a text is read


DEFAULT = CheckOptions()


def _is_open(draft: Draft) -> bool:
    """Whether it takes more to judge a text than a look for marks."""
    return draft.unmistakable is None and draft.claimed.mark is None


class Assessment(NamedTuple):
    """What a text says of its claim."""

    not_judged: NotJudged | None = None
    found: Contradiction | None = None
    language: str | None = None  # the verdict; None where it is unsure
    score: float = 0.0
    windows: tuple[WindowRead, ...] = ()  # where something was found
    but_for: tuple[int, int] | None = None  # the lines that alone would clear what was found
    advice: str | None = None  # where it is not sure what the text is, only what it is not
    cleared: str | None = None  # why nothing was found in a text that was read whole


class Judge:
    """Judges files one by one and remembers what it said about the same text and claim.

    Unless languages or a model are named, which may be unknown, the reader is opened for the first
    file that claims one: many commits have none.
    """

    def __init__(self, judging: CheckOptions = DEFAULT) -> None:
        named = judging.languages or judging.model
        self._reader = open_reader(judging.languages, judging.model) if named else None
        self._depth = judging.depth
        self._clearing: EarlyExit | None = None
        self._seen: dict[Key, Assessment] = {}

    @property
    def reader(self) -> Reader:
        if self._reader is None:
            self._reader = open_reader()
        return self._reader

    def expect(self) -> None:
        """Begin with what takes long where files are likely to need the model."""
        if self._depth == FEW:
            self.reader.check()

    def judge(self, file: File) -> Result:
        """All that is to be said of a file.

        Raises:
            UnreadableFileError: it cannot be read.
        """
        return with_path(self.examine(file.content(), PathContext.of(file)), file)

    def examine(self, content: bytes | NotJudged, subject: PathContext) -> Judgement:
        """All that is to be said of a content, whatever file holds it."""
        return self.examine_all([(content, subject)])[0]

    def examine_all(
        self, contents: Sequence[tuple[bytes | NotJudged, PathContext]]
    ) -> list[Judgement]:
        """`examine` several contents, whose windows share the model's batches."""
        try:
            drafts = self._drafts(contents)
            if self._depth == FEW:
                self._clear([draft for draft in drafts if isinstance(draft, Draft)])
        except Exception:  # none that ends the run at once: see `Reader.wait`
            self._wait()
            raise
        self._wait()
        return [self._judgement(draft) if isinstance(draft, Draft) else draft for draft in drafts]

    def _drafts(
        self, contents: Sequence[tuple[bytes | NotJudged, PathContext]]
    ) -> list[Draft | Judgement]:
        is_strict, is_prepared = self._depth == STRICT, self._depth != FEW
        drafts = []
        for decoded, subject in decoded_once(contents, is_strict):
            drafts.append(draft := draft_of(decoded, subject, is_strict))
            if not is_prepared and isinstance(draft, Draft) and self._needs_model(draft):
                self.reader.prepare(len(contents))  # beside the drafts of the others
                is_prepared = True
        return drafts

    def _wait(self) -> None:
        """Wait for what the reader does meanwhile, for the sake of standard error."""
        if self._reader is not None:
            self._reader.wait()

    def _needs_model(self, draft: Draft) -> bool:
        """Whether no parser, either, may clear a text."""
        return (
            _is_open(draft)
            and not early_exit.may_be_parsed(draft.claimed.allowed)
            and not undecidable(draft.claimed, self.reader)
        )

    def _clear(self, drafts: Sequence[Draft]) -> None:
        """Remember the claims that are cleared before a whole text is read."""
        held = {
            draft.key: early_exit.Candidate(draft.text, draft.claimed.allowed)
            for draft in drafts
            if draft.key not in self._seen
            and _is_open(draft)
            and not undecidable(draft.claimed, self.reader)
            and not too_short(draft.text, self.reader)
        }
        if not held:
            return
        self._clearing = self._clearing or early_exit.EarlyExit(self.reader)
        for key, is_clear in zip(held, self._clearing.cleared([*held.values()]), strict=True):
            if is_clear:
                self._remember(key, Assessment())

    def _judgement(self, draft: Draft) -> Judgement:
        claimed = draft.claimed
        assessment = self._assessment(draft) if draft.unmistakable is None else Assessment()
        findings = [found for found in (draft.unmistakable, draft.misspelt) if found is not None]
        if contradicts_extension(claimed, draft.place, draft.text):
            findings.append(of_shebang(claimed))
        if assessment.found is not None:
            findings.append(self._of_content(claimed, assessment.found, assessment))
        not_judged = assessment.not_judged
        if findings and not_judged and not_judged == too_short(draft.text, self.reader):
            not_judged = None
        if findings:
            mark = fingerprint(draft.text)
            findings = [finding._replace(fingerprint=mark) for finding in findings]
        return Judgement(
            claimed.languages,
            claimed.source,
            assessment.language,
            float(assessment.score),
            not_judged,
            tuple(findings),
            assessment.windows,
            None if findings else assessment.cleared,
        )

    def _of_content(self, claimed: Claim, found: Contradiction, assessment: Assessment) -> Finding:
        but_for = assessment.but_for
        words = "but for lines {} to {}".format(*but_for) if but_for else ""
        return Finding(
            found.line,
            1,
            OVERRIDE if is_override(claimed) else CONTRADICTION,
            " ".join(filter(None, [message(claimed, self.reader.labels, found), words])),
            found.last_line,
            claimed.languages,
            found.language,
            float(found.score),
            suggestion=None if is_override(claimed) else assessment.advice,
        )

    def _assessment(self, draft: Draft) -> Assessment:
        if draft.claimed.mark is not None:  # asked before the reader, which need not be opened
            return Assessment(cleared=f"has {draft.claimed.mark}")
        if (beyond := undecidable(draft.claimed, self.reader)) is not None:
            return Assessment(beyond)  # by the claim's source too, which is no part of the key
        found = self._seen.get(draft.key)
        if found is None:
            found = self._compare(draft.text, draft.claimed)
            self._remember(draft.key, found)
        return found

    def _remember(self, key: Key, assessment: Assessment) -> None:
        if len(self._seen) >= MAX_REMEMBERED:
            self._seen.clear()
        self._seen[key] = assessment

    def _compare(self, text: str, claimed: Claim) -> Assessment:
        short = too_short(text, self.reader)
        if short is not None and self._depth == FEW:
            return Assessment(short)
        reading = self.reader.read(text, every=self._depth in (EVERY, STRICT))
        # A report of findings alone shows no verdicts.
        is_shown = self._depth != FEW
        merged = verdict.of_text(reading, text) if is_shown else verdict.merge(reading)
        if short is not None:
            return Assessment(short, None, merged.language, merged.score)
        found, basis = self._objection(reading, claimed, text), reading
        but_for: tuple[int, int] | None = None
        is_open = isinstance(found, str) and self._depth == STRICT
        if is_open and (rest := strict.without_one_stretch(reading, claimed)) is not None:
            found, basis = objection.objection(rest.reading, claimed, text), rest.reading
            but_for = rest.first_line, rest.last_line
        if isinstance(found, str):
            return Assessment(None, None, merged.language, merged.score, cleared=found)
        read, advice = merged, None
        if self._depth == FEW or basis is not reading:  # no grammar was heard, or of other windows
            read = verdict.of_text(basis, text)
        if read.language is None:
            ask = partial(syntax.syntax, text)
            clear = settled.settled(found, read, reading.calibration, ask)
            advice = None if clear else self._unsure_advice(claimed, found, read)
            found = clear or found
        shown = excerpts.windows_read(reading, text)
        return Assessment(None, found, merged.language, merged.score, shown, but_for, advice)

    def _objection(self, reading: Reading, claimed: Claim, text: str) -> Contradiction | str:
        """What is objected to, unless comments of the claimed language alone are read so."""
        found = objection.objection(reading, claimed, text)
        if isinstance(found, str):
            return found
        return beside_comments.excuse(text, claimed, found, self.reader) or found

    def _unsure_advice(self, claimed: Claim, found: Contradiction, read: Verdict) -> str:
        """What to say where a name would be a guess."""
        names = [known_as(name, self.reader.labels) or name for name in claimed.allowed]
        return suggestion.unsure_advice(names, found.language, read.best)
