"""Show claims: what languages files may hold, by their names and settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from polyglint import files
from polyglint.claim import Claim, claim
from polyglint.commands.detect import listed
from polyglint.errors import FatalError
from polyglint.files import File
from polyglint.judgement import open_reader, undecidable
from polyglint.report import jsonl, printable, text
from polyglint.source import text_of
from polyglint.violation import NotJudged

if TYPE_CHECKING:
    from polyglint.reading import Reader


def show_claims(
    filenames: Sequence[str],
    *,
    files_from: str | None = None,
    output_format: str = "text",
    languages: Sequence[str] = (),
    model: Path | None = None,
) -> int:
    """Print what each file claims, by which rule, and why it would not be judged."""
    if not filenames and files_from is None:
        raise FatalError("nothing to tell of; name files, or --files-from")
    paths = [*filenames, *(listed(files_from) if files_from is not None else ())]
    reader = open_reader(languages, model)
    for file in files.named(paths):
        claimed, not_judged = claim_of(file, reader)
        if output_format == "jsonl":
            print(jsonl.claim_line(file.path, claimed, not_judged))
        else:
            print(_line(file.path, claimed, not_judged))
    return 0


def claim_of(file: File, reader: Reader) -> tuple[Claim | None, NotJudged | None]:
    """Return a file's claim, if it has one, and why it would not be judged, if so."""
    source = text_of(file.content())
    if isinstance(source, NotJudged):
        return None, source
    answer = claim(file.place, source, file.attributes)
    if isinstance(answer, NotJudged):
        return None, answer
    return answer, undecidable(answer, reader)


def _line(path: str, claimed: Claim | None, not_judged: NotJudged | None) -> str:
    words = [text.claim_words(claimed)] if claimed else []
    if not_judged:
        words.append(f"not judged: {not_judged.reason}")
    return printable(f"{path}: {', '.join(words)}")
