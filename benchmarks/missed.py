"""Which renamed files are missed, and why: each reason's share, by pair and by length.

    $ python -m benchmarks.missed --dataset data/base --corpus corpus

judges files of the validation split under names of other languages, as the hook does, and writes
`missed.md` beside this file: ordinary pairs drawn evenly, whether or not the rules allow a finding;
look-alikes, each pair of `polyglint.linguist.look_alikes` with some files of its own; whole files
of a few lines; and the beginnings of longer ones, which may end in the middle of a block. Lines
that tell an editor the language are left out: a file that has one says what it is. The reasons for
silence are those that `explain` gives.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.command import files_table, one_line
from benchmarks.missed_report import Missed, Renamed, write
from polyglint.checker.checker import Judge
from polyglint.checker.claimed_text import PathContext
from polyglint.checker.syntax import syntax
from polyglint.checker.testimony import ACCEPTED, TAKE_ANYTHING
from polyglint.linguist import marks
from polyglint.linguist.claim import Claim, claim
from polyglint.linguist.compatible import compatible_with
from polyglint.linguist.languages import languages
from polyglint.linguist.look_alike_marks import marks_of
from polyglint.linguist.look_alikes import NOT_HELD
from polyglint.model.config import load_config
from polyglint.model.reader import Reader, Reading
from polyglint.model.windows import WINDOW_LINES, non_blank_lines
from polyglint.results import ClaimRule, Judgement
from train.data.documents import read_text
from train.evaluate.held_out import chosen_files
from train.progress import progress

OUTPUT = Path(__file__).parent / "missed.md"
PAIR_FILES = 30  # of a pair of look-alikes
SHORTEST, LONGEST = 4, 11  # lines of a beginning that are not blank
MARKS = (ClaimRule.MODELINE, ClaimRule.SHEBANG)
# Why a file is not flagged, in the words of `explain`, and what is counted as one reason.
REASONS: tuple[tuple[str, str], ...] = (
    (r"which may hold any language", "the claim may hold any language"),
    (r"no grammar confirms", "the model is not trusted, and no grammar testifies"),
    (r"does not know|claims no language", "the claim is no language of the model's"),
    (r"too short|so few lines", "too short"),
    (r"does not contradict", "reads as a language that contradicts nothing"),
    (r"too unsure", "the model is unsure of what it reads"),
    (r"not sure enough", "below the threshold"),
    (r"^lines \d+ to \d+ read as", "a window supports the claim"),
    (r"for one literal", "one literal, by the claimed grammar"),
    (r"both refuse", "the grammars refuse both languages"),
    (r"no two grammars agree", "no two grammars agree against the claim"),
    (r"grammar of .* accepts", "the claimed grammar accepts it"),
    (r"grammar of .* refuses", "the grammar of what it reads as refuses it"),
    (r"templates and dialects", "a template or dialect of the claim"),
    (r"shares the extension", "reads as a language that shares the extension"),
    (r"^excused: accepted by the parser", "excused: accepted by the parser of the claim"),
    (r"^excused: ", "excused"),
    (r"^reads as", "reads as what it claims"),
    (r"^has ", "a mark or the form of the claim"),
    (r"^$", "claims the language all the same"),
)


class Pair(NamedTuple):
    """A file, and the language that its name is to claim."""

    text: str
    language: str
    claim: str


class RememberingReader(Reader):
    """Reads each text once, however many names it is judged under."""

    def __init__(self) -> None:
        super().__init__()
        self._last: tuple[str, Reading] | None = None

    def read(self, text: str, *, every: bool = False) -> Reading:
        if every or self._last is None or self._last[0] != text:
            self._last = text, super().read(text, every=every)
        return self._last[1]


@cache
def path_claiming(language: str) -> PathContext:
    """A name that claims a language alone, or settings that do where no name does."""
    for field, form in (("extensions", "renamed{}"), ("filenames", "{}")):
        for value in languages()[language].get(field, ()):
            name = form.format(value)
            found = claim(name, "", {})
            if isinstance(found, Claim) and found.allowed == (language,) and not found.refuted:
                return PathContext(name, ())
    return PathContext("renamed", (("linguist-language", language.replace(" ", "-")),))


def reason(found: Judgement) -> str | None:
    """Why a renamed file is not flagged; None where it is."""
    if found.findings:
        return None
    words = found.not_judged.reason if found.not_judged else found.cleared or ""
    if found.source and found.source.rule in MARKS and words.startswith("lines"):
        return "a modeline or shebang says what it is"
    return next((name for form, name in REASONS if re.search(form, words)), words)


def without_modeline(text: str) -> str:
    """A text without the lines by which an editor is told its language.

    They are how a file says what it is whatever its name is: with them, no name is wrong.
    """
    lines = text.splitlines(keepends=True)
    while (found := marks.modeline("".join(lines))) is not None:
        pattern = marks.EMACS if found.source.detail == "Emacs" else marks.VIM
        at = [index for index, line in enumerate(lines) if pattern.search(line)]
        ends = [i for i in at if min(i, len(lines) - 1 - i) < marks.MARKED_LINES]
        if not ends:
            break
        del lines[ends[0]]
    return "".join(lines)


def drawn(choices: Sequence[str], salt: str) -> str:
    """One of some languages, by a hash."""
    digest = hashlib.sha256(salt.encode()).digest()
    return choices[int.from_bytes(digest[:8], "big") % len(choices)]


def ordinary(name: str, text: str, language: str, known: Sequence[str]) -> Pair:
    """A file under the name of a language that shares no text with its own."""
    others = [label for label in known if label not in compatible_with(language)]
    return Pair(text, language, drawn(others, name))


def look_alikes(text: str, language: str, known: Sequence[str]) -> Iterator[Pair]:
    """A file under the name of each language that looks like its own and may not hold it."""
    for claims, readings, _ in NOT_HELD:
        for name in sorted(claims.intersection(known)):
            if language in readings and name != language:
                yield Pair(text, language, name)


def is_both(pair: Pair) -> bool:
    """Whether a text is one of the claimed language as well: plain JavaScript under ``.ts``.

    Its grammar sees no error, and it is none of those that take anything.
    """
    found = syntax(pair.text, pair.claim)
    if found is None or found.errors or pair.claim in TAKE_ANYTHING:
        return False
    return pair.language not in marks_of([pair.claim], pair.text).found


def beginning(text: str, language: str, lines: int) -> str | None:
    """The first lines of a text, as near to so many as its grammar takes them for a whole file.

    None if the text is no longer than the longest.
    """
    found = non_blank_lines(text)
    if len(found) <= LONGEST:
        return None
    whole = text.splitlines(keepends=True)
    counts = sorted(range(SHORTEST, LONGEST + 1), key=lambda count: abs(count - lines))
    parts = ["".join(whole[: found[count - 1].number]) for count in counts]
    return next((part for part in parts if _is_accepted(part, language)), parts[0])


def _is_accepted(text: str, language: str) -> bool:
    found = syntax(text, language)
    return found is not None and found.errors <= ACCEPTED


class Renaming:
    """Judges files under other names."""

    def __init__(self) -> None:
        self._judge, self._reader = Judge(), RememberingReader()
        self._judge._reader = self._reader
        self._pairs: dict[tuple[str, str], int] = {}

    def renamed(self, pair: Pair, kind: str) -> Renamed:
        """What the hook makes of a file under another name."""
        found = self._judge.examine(pair.text.encode(), path_claiming(pair.claim))
        windows = -(-len(non_blank_lines(pair.text)) // WINDOW_LINES)
        named_right = any(one.language == pair.language for one in found.findings)
        return Renamed(kind, pair.claim, pair.language, windows, reason(found), named_right)

    def of_file(self, name: str, text: str, language: str) -> Iterator[Renamed]:
        """A file under all the names that it is judged by."""
        known = self._reader.known
        whole = ordinary(name, text, language, known)
        yield (found := self.renamed(whole, "ordinary"))
        if SHORTEST <= len(non_blank_lines(text)) <= LONGEST:
            yield found._replace(kind="short")
        for pair in look_alikes(text, language, known):
            key = pair.claim, pair.language
            self._pairs[key] = self._pairs.get(key, 0) + 1
            if self._pairs[key] <= PAIR_FILES:
                yield self.renamed(pair, "both" if is_both(pair) else "look-alike")
        span = LONGEST - SHORTEST + 1
        lines = SHORTEST + hashlib.sha256(f"{name} lines".encode()).digest()[0] % span
        if (short := beginning(text, language, lines)) is not None:
            yield self.renamed(whole._replace(text=short), "beginning")


def judged(chosen: Sequence[tuple[str, str, str]], corpus: Path) -> Iterator[Renamed]:
    """Every file under other names."""
    renaming = Renaming()
    known = set(load_config().languages)
    for name, language, _project in progress(chosen, "files", len(chosen), unit="file"):
        text = without_modeline(read_text(corpus / name))
        if language in known and text.strip():
            yield from renaming.of_file(name, text, language)


@one_line("benchmarks.missed")
def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.missed", description=__doc__)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--split", choices=("validation", "test"), default="validation")
    parser.add_argument("--step", type=int, default=1, help="one file in so many")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args(argv)
    chosen = chosen_files(files_table(arguments.dataset), arguments.split)
    part = [*islice(chosen, 0, None, arguments.step)]
    found = tuple(judged(part, arguments.corpus))
    model = load_config().sha256["model.tflite"]
    write(Missed(model, arguments.split, len(part), found), arguments.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
