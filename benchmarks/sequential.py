"""The sequential test: how few windows clear a clean file, and whether any finding changes.

    $ python -m benchmarks.sequential --dataset data/base --corpus corpus

judges the validation files twice over, as they are named and as files of another language: by the
sequential test, by all the windows that the model reads at most, and some of them by a window at
every line. It writes `sequential.md` beside this file.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.command import files_table, one_line
from benchmarks.sequential_report import Counts, DepthFigures, DepthRow, Differences, write
from polyglint.checker.checker import EVERY, FEW, SPREAD, CheckOptions, Judge
from polyglint.checker.claimed_text import PathContext
from polyglint.engine.work import BATCH_FILES
from polyglint.linguist.languages import languages
from polyglint.model.config import load_config
from polyglint.model.reader import Reader, Reading, Sample
from polyglint.results import Judgement
from polyglint.sources.decode import SIZE_LIMIT
from train.evaluate.held_out import chosen_files
from train.progress import progress

OUTPUT = Path(__file__).parent / "sequential.md"
SPLIT = "validation"


class LabelledFile(NamedTuple):
    """A file of the corpus, and what it is judged as."""

    path: Path
    subject: PathContext
    is_right: bool  # it is named as the language that it is


class CountingReader(Reader):
    """Counts what it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.windows = 0
        self.whole = 0  # texts

    def sample(self, texts: Sequence[str], count: int) -> list[Sample]:
        found = super().sample(texts, count)
        self.windows += sum(len(sample.windows) for sample in found)
        return found

    def read(self, text: str, *, every: bool = False) -> Reading:
        found = super().read(text, every=every)
        self.windows += len(found.windows)
        self.whole += 1
        return found


def cases(chosen: Iterable[tuple[str, str, str]], corpus: Path) -> Iterator[LabelledFile]:
    """Each file under its own name, and under another language's."""
    known = load_config().languages
    for name, language, _project in chosen:
        place = own_place(name)
        yield LabelledFile(corpus / name, PathContext(place, ()), True)
        other = another(language, known, name)
        yield LabelledFile(
            corpus / name, PathContext(place, (("linguist-language", other),)), False
        )


def own_place(name: str) -> str:
    """The path that a file of the corpus had in its package.

    Args:
        name: ``<Language>/<registry>__<package>/<path, / written __>``.
    """
    return name.rpartition("/")[2].replace("__", "/")


def another(language: str, known: Sequence[str], salt: str) -> str:
    """Another language of the model's that linguist knows, by a hash."""
    others = [name for name in known if name != language and name in languages()]
    digest = hashlib.sha256(salt.encode()).digest()
    return others[int.from_bytes(digest[:8], "big") % len(others)].replace(" ", "-")


def judged(chosen: Sequence[LabelledFile], depth: str) -> tuple[list[Judgement], Counts]:
    """All results, in the order of the cases, and what they took."""
    judge, reader, results = Judge(CheckOptions(depth=depth)), CountingReader(), list[Judgement]()
    judge._reader = reader
    reader.read("x")  # the model is loaded
    reader.windows = reader.whole = 0
    seconds, rest = 0.0, progress(chosen, depth, unit="file")
    while batch := list(islice(rest, BATCH_FILES)):
        contents = [(_content(case.path), case.subject) for case in batch]
        start = time.process_time()
        results += judge.examine_all(contents)
        seconds += time.process_time() - start
    return results, Counts(reader.windows, reader.whole, seconds)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(SIZE_LIMIT)


def differences(first: Sequence[Judgement], second: Sequence[Judgement]) -> Differences:
    """Findings of one way of reading that are not those of another."""
    judged = sum(result.not_judged is None for result in second)
    flagged = sum(bool(result.findings) for result in second)
    pairs = [(a.findings, b.findings) for a, b in zip(first, second, strict=True)]
    more = sum(bool(a) and not b for a, b in pairs)
    fewer = sum(bool(b) and not a for a, b in pairs)
    other = sum(bool(a) and bool(b) and a != b for a, b in pairs)
    return Differences(judged, flagged, more, fewer, other)


def compared(chosen: Sequence[LabelledFile], every: int) -> Iterator[DepthRow]:
    """What each depth takes, and its findings beside those by the model's windows."""
    for is_right in (True, False):
        kind = [case for case in chosen if case.is_right == is_right]
        whole, counts = judged(kind, SPREAD)
        yield DepthRow(SPREAD, is_right, len(kind), counts, differences(whole, whole))
        few, counts = judged(kind, FEW)
        yield DepthRow(FEW, is_right, len(kind), counts, differences(few, whole))
        part = kind[::every]
        exhaustive, counts = judged(part, EVERY)
        yield DepthRow(EVERY, is_right, len(part), counts, differences(exhaustive, whole[::every]))


@one_line("benchmarks.sequential")
def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sequential", description=__doc__)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--files", type=int, help="of the validation split (default: all chosen)")
    parser.add_argument(
        "--every", type=int, default=9, help="of how many cases one is also read line by line"
    )
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args(argv)
    chosen = chosen_files(files_table(arguments.dataset), SPLIT)
    step = max(1, len(chosen) // arguments.files) if arguments.files else 1
    found = [*compared([*cases(chosen[::step], arguments.corpus)], arguments.every)]
    write(DepthFigures(load_config().sha256["model.tflite"], found), arguments.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
