"""Detect languages: what files read as, by their content alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from polyglint import api
from polyglint.checker.readable import open_reader
from polyglint.errors import FatalError
from polyglint.escaping import printable
from polyglint.filesystem.named_file import check_given, no_such, read_given
from polyglint.report import jsonl, text
from polyglint.results import NotJudged, Verdict
from polyglint.sources.decode import SIZE_LIMIT, read_file
from polyglint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polyglint.model.reader import Reader

STANDARD_INPUT = "-"
LIST_LIMIT = 64 << 20  # bytes of paths


def detect(
    filenames: Sequence[str],
    *,
    files_from: str | None = None,
    best_guess: bool = False,
    output_format: str = "text",
    languages: Sequence[str] = (),
    model: Path | None = None,
) -> int:
    """Print one verdict a file, in the order given."""
    if not filenames and files_from is None:
        raise FatalError("nothing to detect; name files, - for standard input, or --files-from")
    if STANDARD_INPUT in filenames and files_from == STANDARD_INPUT:
        raise FatalError("standard input is either a file or a list; drop one of the two -")
    paths = [*filenames, *(listed(files_from) if files_from is not None else ())]
    if not paths:
        print("polyglint: warning: the list names no file", file=sys.stderr)
    reader = open_reader(languages, model)
    unreadable: list[str] = []
    answers = _answers(paths, reader, best_guess, unreadable)
    if output_format == "text":
        lines: Iterator[str] = (_line(path, answer) for path, answer in answers)
    else:
        lines = jsonl.lines((_fields(path, answer) for path, answer in answers), output_format)
    for line in lines:
        print(line)
    if unreadable:
        raise FatalError("; ".join(unreadable))
    return 0


def _answers(
    paths: Iterable[str], reader: Reader, best_guess: bool, unreadable: list[str]
) -> Iterator[tuple[str, Verdict | NotJudged]]:
    """Yield each path's answer; those that cannot be read are named in `unreadable`."""
    for path in paths:
        try:
            content = _content(path)
        except FatalError as error:
            unreadable.append(str(error))
            continue
        if isinstance(content, NotJudged):
            yield path, content
            continue
        answer = api.detect_with(reader, content)
        if best_guess and not isinstance(answer, NotJudged) and answer.best:
            language, score = answer.best[0]
            answer = answer._replace(language=language, score=score)
        yield path, answer


def listed(source: str) -> Iterator[str]:
    """Yield the paths of a list, from a file or standard input.

    One a line or, as names may hold line ends, each before a NUL: ``git ls-files -z``.
    """
    if source == STANDARD_INPUT:
        data = sys.stdin.buffer.read(LIST_LIMIT + 1)
    else:
        data = read_given(source, LIST_LIMIT, "--files-from")
    if len(data) > LIST_LIMIT:
        raise FatalError(f"--files-from: {source} is larger than {LIST_LIMIT >> 20} MiB")
    lines = data.split(b"\0") if b"\0" in data else data.splitlines()
    return (os.fsdecode(line) for line in lines if line)


def _content(path: str) -> bytes | NotJudged:
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read(SIZE_LIMIT)
    check_given(path)
    try:
        return read_file(Path(path))
    except FileNotFoundError as error:
        raise no_such(path) from error
    except (OSError, ValueError) as error:
        raise FatalError(f"cannot read {path}: {getattr(error, 'strerror', error)}") from error


def _line(path: str, answer: Verdict | NotJudged) -> str:
    words = answer.reason if isinstance(answer, NotJudged) else text.verdict_words(answer)
    return printable(f"{path}: {words}")


def _fields(path: str, answer: Verdict | NotJudged) -> dict[str, Any]:
    if isinstance(answer, NotJudged):
        return jsonl.unread_fields(path, answer)
    return jsonl.verdict_fields(path, answer)
