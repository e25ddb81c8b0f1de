"""Documents to a clean corpus: unwanted files out, licence headers off, duplicates out."""

import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from polyglint.errors import FatalError
from train.corpus.components import KeyFiles, Keys, dropped, keys_of
from train.corpus.doubt import REASON as DOUBT
from train.corpus.doubt import in_doubt
from train.corpus.duplicates import candidate
from train.corpus.exclusions import NOTHING, Exclusions, text_digest
from train.corpus.exclusions import REASON as HELD_OUT
from train.corpus.heuristics import contradicts
from train.corpus.layout import CHECKOUT, GIT, CorpusFile
from train.corpus.licences import strip_licence
from train.corpus.manifest import (
    MANIFEST,
    SUMMARY,
    ManifestEntry,
    summarize,
    write_manifest,
    write_table,
)
from train.corpus.projects import project_group
from train.corpus.text import decode
from train.corpus.unwanted import unwanted_path, unwanted_text
from train.engine import Engine


class Corpus(NamedTuple):
    """What was written: its hash, its files, and the number of drops by language and reason."""

    sha256: str
    entries: list[ManifestEntry]
    dropped: Counter[tuple[str, str]]


class CleanTask(NamedTuple):
    """A document to read, its project, and whether the digest of its text is asked for."""

    document: CorpusFile
    group: str
    has_digest: bool


class UnwantedError(Exception):
    """A document that the corpus does not take, with the reason."""


def clean_text(document: CorpusFile, data: bytes) -> str:
    """The text of a file's bytes as the corpus holds it; raises UnwantedError."""
    reason = unwanted_path(document.path)
    if reason:
        raise UnwantedError(reason)
    text = decode(data)
    if text is None:
        raise UnwantedError("not text")
    reason = unwanted_text(text, document.language)
    if reason:
        raise UnwantedError(reason)
    if _is_mislabelled(document, text):
        raise UnwantedError("another language")
    if in_doubt(document.language, text):
        raise UnwantedError(DOUBT)
    stripped = strip_licence(text, document.language)
    # Too short, once the header is off, or too long-lined, once nothing dilutes the average.
    reason = unwanted_text(stripped, document.language) if stripped != text else None
    if reason:
        raise UnwantedError(reason)
    return stripped


def _is_mislabelled(document: CorpusFile, text: str) -> bool:
    """Whether a collected file is in another language than its directory says.

    What a repository says of its files stands.
    """
    if document.registry in (CHECKOUT, GIT):
        return False
    extension = "." + document.path.lower().rpartition(".")[2]
    return contradicts(document.language, extension, text)


def clean(
    documents: Iterable[CorpusFile],
    output: Path,
    groups: Mapping[tuple[str, str], str],
    engine: Engine,
    exclusions: Exclusions = NOTHING,
) -> Corpus:
    """Write the clean corpus to `output`, in place of an older one there; all of it or nothing.

    Args:
        groups: the project of each registry's package, where it is not its own.
        engine: reads, cleans and compares the documents.
        exclusions: repositories and texts to leave out.
    """
    staging = _staging(output)
    try:
        with tempfile.TemporaryDirectory(prefix=f"{output.name}.", dir=output.parent) as directory:
            keys = KeyFiles(Path(directory))
            entries, drops = _write_all(documents, staging, groups, engine, keys, exclusions)
            found = dict(dropped([*entries.values()], staging, keys, engine))
        for name, reason in found.items():  # none is gone while a task may be done once more
            drops[entries.pop(name).language, reason] += 1
            (staging / name).unlink()
        return _finish(staging, output, [*entries.values()], drops)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _write_all(
    documents: Iterable[CorpusFile],
    staging: Path,
    groups: Mapping[tuple[str, str], str],
    engine: Engine,
    keys: KeyFiles,
    exclusions: Exclusions,
) -> tuple[dict[str, ManifestEntry], Counter[tuple[str, str]]]:
    entries: dict[str, ManifestEntry] = {}
    drops: Counter[tuple[str, str]] = Counter()
    tasks = []
    for document in documents:
        if exclusions.has_project(document.registry, document.package):
            drops[document.language, HELD_OUT] += 1
        else:
            group = project_group(groups, document.registry, document.package)
            tasks.append(CleanTask(document, group, bool(exclusions.texts)))
    for document, group, text, digest, found in engine.imap(_read, tasks, chunksize=64):
        if digest in exclusions.texts:
            drops[document.language, HELD_OUT] += 1
        elif isinstance(found, str):
            drops[document.language, found] += 1
        elif document.name in entries:
            drops[document.language, "same name"] += 1
        else:
            keys.add(len(entries), found)
            entries[document.name] = _write(staging, document, group, text)
    return entries, drops


class Read(NamedTuple):
    """A document's text, and the keys that it meets by or why it is dropped."""

    document: CorpusFile
    group: str
    text: str
    digest: str  # of the file as it was
    found: Keys | str


def _read(task: CleanTask) -> Read:
    document, group, has_digest = task
    data = document.file.read_bytes()
    digest = text_digest(data) if has_digest else ""
    try:
        text = clean_text(document, data)
    except UnwantedError as unwanted:
        return Read(document, group, "", digest, str(unwanted))
    keys = keys_of(candidate(document.name, document.language, group, text))
    return Read(document, group, text, digest, keys)


def _write(root: Path, document: CorpusFile, group: str, text: str) -> ManifestEntry:
    file = root / document.name
    file.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode("utf-8", "replace")
    file.write_bytes(data)
    return ManifestEntry(
        path=document.name,
        language=document.language,
        registry=document.registry,
        package=document.package,
        project=group,
        sha256=hashlib.sha256(data).hexdigest(),
        lines=text.count("\n") + (not text.endswith("\n")),
        commit=document.origin.commit,
        licence=document.origin.licence,
    )


def _staging(output: Path) -> Path:
    """An empty directory beside the output; what is at `output` must be a corpus or empty."""
    if output.is_dir() and any(output.iterdir()) and not (output / MANIFEST).is_file():
        raise FatalError(f"a corpus or an empty directory expected, found other files: {output}")
    if output.exists() and not output.is_dir():
        raise FatalError(f"a directory expected, found a file: {output}")
    staging = output.with_name(output.name + ".partial")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    return staging


def _finish(
    staging: Path, output: Path, entries: list[ManifestEntry], dropped: Counter[tuple[str, str]]
) -> Corpus:
    for directory in sorted(staging.glob("*/*"), reverse=True) + sorted(staging.glob("*")):
        if directory.is_dir() and not any(directory.iterdir()):
            directory.rmdir()
    digest = write_manifest(staging, entries)
    write_table(staging / SUMMARY, *summarize(entries, dropped))
    if output.exists():
        shutil.rmtree(output)
    staging.replace(output)
    return Corpus(digest, entries, dropped)
