"""Show claims: what languages files may hold, by their names and settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polyglint.checker.checker import open_reader, undecidable
from polyglint.cli.commands.detect import listed
from polyglint.config.policy import Policy
from polyglint.errors import FatalError, UnreadableFileError
from polyglint.escaping import printable
from polyglint.linguist.claim import Claim, claimed, out_of_scope
from polyglint.report import jsonl, text
from polyglint.results import NotJudged
from polyglint.sources import worktree
from polyglint.sources.decode import text_of
from polyglint.sources.worktree import File

if TYPE_CHECKING:
    from polyglint.model.reader import Reader


def show_claims(
    filenames: Sequence[str],
    *,
    options: Mapping[str, Any],
    files_from: str | None = None,
    output_format: str = "text",
    languages: Sequence[str] = (),
    model: Path | None = None,
) -> int:
    """Print what each file claims, by which rule, and why it would not be judged."""
    if not filenames and files_from is None:
        raise FatalError("nothing to tell of; name files, or --files-from")
    paths = [*filenames, *(listed(files_from) if files_from is not None else ())]
    policy, folder = Policy(options, languages, baselines=False), Path.cwd()
    reader = open_reader(policy.languages(folder), model)
    unreadable = []
    line = jsonl.claim_line if output_format == "jsonl" else _line
    for file in worktree.named(paths):
        governed, excluded = policy.told_of(file, folder)
        answer = _readable_claim_of(governed, reader)
        if isinstance(answer, UnreadableFileError):
            unreadable.append(str(answer))
        else:
            claim, not_judged = answer
            print(line(file.path, claim, excluded or not_judged))
    if unreadable:
        raise FatalError(f"cannot read {'; '.join(unreadable)}")
    return 0


def _readable_claim_of(
    file: File, reader: Reader
) -> tuple[Claim | None, NotJudged | None] | UnreadableFileError:
    """The claim, or why there is none: the others are told of all the same."""
    try:
        return claim_of(file, reader)
    except UnreadableFileError as error:
        return error


def claim_of(file: File, reader: Reader) -> tuple[Claim | None, NotJudged | None]:
    """Return a file's claim, if it has one, and why it would not be judged, if so."""
    source = text_of(file.content())
    if isinstance(source, NotJudged):
        return None, source
    outside = out_of_scope(file.place, source, file.attributes)
    answer = claimed(file.place, source, file.attributes)
    if isinstance(answer, NotJudged):
        return None, outside or answer
    return answer, outside or undecidable(answer, reader)


def _line(path: str, claimed: Claim | None, not_judged: NotJudged | None) -> str:
    words = [text.claim_words(claimed)] if claimed else []
    if not_judged:
        words.append(f"not judged: {not_judged.reason}")
    return printable(f"{path}: {', '.join(words)}")
