"""The bytes of each language in a repository: as linguist counts them, and as the contents read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from polyglint.errors import UnreadableFileError
from polyglint.git.repository import Repository
from polyglint.lazy import lazy_import
from polyglint.linguist.counting import is_detectable, is_generated, is_left_out
from polyglint.linguist.detection import candidates, group_of
from polyglint.linguist.dialects import model_language
from polyglint.linguist.languages import languages
from polyglint.results import NotJudged, Result, Run
from polyglint.sources.decode import SIZE_LIMIT, decode
from polyglint.sources.opening import Opened
from polyglint.sources.worktree import File
from polyglint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from polyglint.checker import verdict
    from polyglint.model.reader import Reader
else:
    verdict = lazy_import("polyglint.checker.verdict")

EXAMINED = 128 << 10  # bytes that linguist looks at
Choose = Callable[[str, "tuple[str, ...]"], str]


class Counted(NamedTuple):
    """A file that counts for the statistics."""

    path: str
    language: str
    size: int  # in bytes
    is_chosen: bool  # by the model: linguist would ask its classifier


class LanguageRow(NamedTuple):
    """A language of the statistics."""

    language: str | None  # None: the contents that are too short or unsure
    files: int
    size: int  # bytes of the files that linguist counts for it
    read_files: int
    read_size: int  # bytes of the counted files that read as it


def counted(files: Iterable[File], choose: Choose) -> Iterator[Counted]:
    """Yield the files that count, as `Linguist::Repository` finds them.

    Args:
        choose: one of several languages that a text may be in, where rules leave more than one.
    """
    for file in files:
        if is_left_out(file.place, file.attributes):
            continue
        try:
            found = file.opened()
        except UnreadableFileError:  # the run has named it
            continue
        text = None if isinstance(found, NotJudged) else _text(found)
        if text is None or is_generated(file.place, text, file.attributes):
            continue
        left = candidates(file.place, text, file.attributes)
        if not left:
            continue
        is_open = len({group_of(name) for name in left}) > 1
        language = choose(text, left) if is_open else left[0]
        if is_detectable(language, file.attributes):
            yield Counted(file.path, language, _size(file, found), is_open)


def _text(found: bytes | Opened) -> str | None:
    content = (found.content if isinstance(found, Opened) else found)[:EXAMINED]
    text = decode(content)
    if isinstance(text, str):
        return text
    # Blank text and pointers of Git LFS count by their names.
    return content.decode("latin-1") if content and text != NotJudged("binary") else None


def _size(file: File, found: bytes | Opened | NotJudged) -> int:
    if isinstance(found, Opened):
        return found.state.size
    content = b"" if isinstance(found, NotJudged) else found
    if len(content) < SIZE_LIMIT or file.root is None or file.blob is None:
        return len(content)
    return Repository(file.root).size(file.blob)


def chooser(open_reader: Callable[[], Reader]) -> Choose:
    """What chooses by the model, which is opened for the first text.

    A candidate that the model does not know is chosen where the text reads as no other.
    """
    readers: list[Reader] = []

    def choose(text: str, left: tuple[str, ...]) -> str:
        readers.extend([] if readers else [open_reader()])
        reading = readers[0].read(text)
        scores = (
            dict(zip(reading.labels, verdict.evidence(reading), strict=True))
            if reading.windows
            else {}
        )
        unknown = [name for name in left if model_language(name) not in reading.labels]
        best = max(scores, key=lambda label: scores[label], default="")
        if unknown and best not in map(model_language, left):
            return unknown[0]
        return max(left, key=lambda name: scores.get(model_language(name), float("-inf")))

    return choose


def rows(found: Iterable[Counted], run: Run) -> list[LanguageRow]:
    """The statistics, the largest language first and unsure contents last."""
    results = {result.path: result for result in run.results}
    files: Counter[str | None] = Counter()
    sizes: Counter[str | None] = Counter()
    read_files: Counter[str | None] = Counter()
    read_sizes: Counter[str | None] = Counter()
    for path, language, size, _ in found:
        read = _read_as(results.get(path), language)
        files[group_of(language)] += 1
        sizes[group_of(language)] += size
        read_files[read] += 1
        read_sizes[read] += size
    names = sorted(
        files | read_files, key=lambda n: (n is None, -sizes[n], -read_sizes[n], n or "")
    )
    return [LanguageRow(n, files[n], sizes[n], read_files[n], read_sizes[n]) for n in names]


def _read_as(result: Result | None, language: str) -> str | None:
    """The language of the content, in the words of the statistics; None where it is unsure."""
    if result is None or result.language is None:
        return None
    if result.language == model_language(language):
        return group_of(language)
    return group_of(result.language) if result.language in languages() else result.language
