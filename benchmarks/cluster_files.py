"""Source files of packages as a table, as many as a run on a cluster is to read.

They are those of a corpus (`python -m train corpus`) and, where these are too few, others out of
packages' archives. Each content is there once.
"""

from __future__ import annotations

import hashlib
import heapq
import random
from collections.abc import Iterator, Sequence, Set
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from polyglint.cluster.table import Columns
from polyglint.errors import FatalError
from train.corpus.archives import BadArchiveError
from train.corpus.collect import own_texts
from train.corpus.layout import flat_path
from train.corpus.registries import family
from train.data.documents import read_corpus

ROW_GROUP = 1000  # files
EACH = 200  # files of one archive; which ones, a hash of their paths decides


class AuditedFile(NamedTuple):
    """A file to audit."""

    project: str
    path: str
    file: Path


def sources(corpus: Path, archives: Path | None, directory: Path, wanted: int) -> list[AuditedFile]:
    """So many files with contents of their own, in an order by chance that is always the same.

    Args:
        archives: holds a directory of archives for each project; None does without.
        directory: where files of archives are unpacked.

    Raises:
        FatalError: there are fewer.
    """
    found: dict[bytes, AuditedFile] = {}
    known = set()  # licence headers are off in a corpus: by its content a file might come twice
    for document in read_corpus(corpus):
        _, package, name = document.path.split("/")
        known.add((package, name))
        _add(found, AuditedFile(document.project, name.replace("__", "/"), corpus / document.path))
    places = sorted(archives.glob("*__*/*")) if archives else []
    random.Random(1).shuffle(places)
    for archive in places:
        if len(found) >= wanted:
            break
        for source in _unpacked(archive, directory, known):
            _add(found, source)
    if len(found) < wanted:
        raise FatalError(f"{wanted} files expected, found {len(found)}; give more --archives")
    chosen = list(found.values())
    random.Random(1).shuffle(chosen)
    return chosen[:wanted]


def _add(found: dict[bytes, AuditedFile], source: AuditedFile) -> None:
    found.setdefault(hashlib.sha256(source.file.read_bytes()).digest(), source)


def _unpacked(archive: Path, directory: Path, known: Set[tuple[str, str]]) -> Iterator[AuditedFile]:
    registry, _, name = archive.parent.name.partition("__")
    project = f"{family(registry)}__{name}"
    texts = (t for t in own_texts(archive) if (project, flat_path(t[0])) not in known)
    with suppress(BadArchiveError):
        for path, text in heapq.nsmallest(EACH, texts, key=_rank):
            file = directory / project / flat_path(path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8", "replace"))
            yield AuditedFile(project, path, file)


def _rank(file: tuple[str, str]) -> bytes:
    return hashlib.sha256(file[0].encode("utf-8", "replace")).digest()


def write_table(path: Path, files: Sequence[AuditedFile]) -> float:
    """Write files as a Parquet table; returns their contents' size in MB."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = pa.schema([(name, pa.string()) for name in Columns()])
    size = 0
    with ParquetWriter(path, schema) as writer:
        for start in range(0, len(files), ROW_GROUP):
            some = files[start : start + ROW_GROUP]
            texts = [source.file.read_text("utf-8", "replace") for source in some]
            names = [[getattr(source, n) for source in some] for n in ("project", "path")]
            writer.write_table(pa.table([*names, texts], schema=schema))
            size += sum(map(len, texts))
    return size / 1e6
