"""Show claims: what languages files may hold, by their names and settings."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from polyglint.checker.readable import open_reader, undecidable
from polyglint.checker.unmistakable import unmistakable
from polyglint.cli.commands.detect import listed
from polyglint.config.policy import Policy
from polyglint.errors import FatalError, UnreadableFileError
from polyglint.escaping import printable
from polyglint.linguist.claim import Claim, claimed, out_of_scope
from polyglint.phrases import cannot_read
from polyglint.report import jsonl, text
from polyglint.results import NotJudged
from polyglint.sources import worktree
from polyglint.sources.decode import text_of
from polyglint.sources.worktree import File
from polyglint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polyglint.model.reader import Reader


def show_claims(
    filenames: Sequence[str],
    *,
    settings: Mapping[str, Any],
    files_from: str | None = None,
    output_format: str = "text",
    languages: Sequence[str] = (),
    model: Path | None = None,
) -> int:
    """Print what each file claims, by which rule, and why it would not be judged."""
    if not filenames and files_from is None:
        raise FatalError("no files; name some, or use --files-from")
    paths = [*filenames, *(listed(files_from) if files_from is not None else ())]
    policy, directory = Policy(settings, languages, baselines=False), Path.cwd()
    if not paths:
        print("polyglint: warning: the list names no file", file=sys.stderr)
    reader = open_reader(policy.languages(directory), model)
    unreadable: list[str] = []
    answers = _answers(worktree.named(paths), policy, directory, reader, unreadable)
    if output_format == "text":
        lines: Iterator[str] = (_line(*answer) for answer in answers)
    else:
        lines = jsonl.lines((jsonl.claim_fields(*answer) for answer in answers), output_format)
    for line in lines:
        print(line)
    if unreadable:
        raise FatalError(cannot_read(unreadable))
    return 0


def _answers(
    files: Iterable[File], policy: Policy, directory: Path, reader: Reader, unreadable: list[str]
) -> Iterator[tuple[str, Claim | None, NotJudged | None]]:
    """Yield each path's claim; those that cannot be read are named in `unreadable`."""
    for file in files:
        governed, excluded = policy.ruling_on(file, directory)
        try:
            claim, not_judged = claim_of(governed, reader)
        except UnreadableFileError as error:
            unreadable.append(str(error))
            continue
        yield file.path, claim, excluded or not_judged


def claim_of(file: File, reader: Reader) -> tuple[Claim | None, NotJudged | None]:
    """Return a file's claim, if it has one, and why it would not be judged, if so."""
    source = text_of(file.content())
    if isinstance(source, NotJudged):
        return None, source
    outside = out_of_scope(file.place, source, file.attributes)
    answer = claimed(file.place, source, file.attributes, file.allowed)
    if isinstance(answer, NotJudged):
        return None, outside or answer
    if outside is None and unmistakable(source, answer) is not None:
        return answer, None  # which needs no model
    return answer, outside or undecidable(answer, reader)


def _line(path: str, claimed: Claim | None, not_judged: NotJudged | None) -> str:
    words = [text.claim_words(claimed)] if claimed else []
    if not_judged:
        words.append(f"not judged: {not_judged.reason}")
    return printable(f"{path}: {', '.join(words)}")
