"""The tables beside a corpus: its files, its languages, and one hash for the whole."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

MANIFEST = "manifest.tsv"
SUMMARY = "summary.tsv"
CORPUS_HASH = "corpus.sha256"


class ManifestEntry(NamedTuple):
    """A file of the corpus as written."""

    path: str
    language: str
    registry: str
    package: str
    project: str
    sha256: str
    lines: int
    commit: str = ""  # of a repository
    licence: str = ""  # SPDX identifier, where it is known


def write_table(file: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write tab-separated values, a header first."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def read_table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def write_manifest(directory: Path, entries: Iterable[ManifestEntry]) -> str:
    """Write manifest and corpus hash; returns the hash, over the manifest's sorted lines."""
    write_table(directory / MANIFEST, ManifestEntry._fields, sorted(entries))
    lines = (directory / MANIFEST).read_bytes().splitlines(keepends=True)[1:]
    digest = hashlib.sha256(b"".join(sorted(lines))).hexdigest()
    (directory / CORPUS_HASH).write_text(digest + "\n", encoding="utf-8")
    return digest


def summarize(
    entries: Iterable[ManifestEntry], dropped: Counter[tuple[str, str]]
) -> tuple[list[str], list[list[object]]]:
    """Header and rows of the per-language counts, drops by reason among them; richest first."""
    files: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    projects: dict[str, set[str]] = {}
    for entry in entries:
        files[entry.language] += 1
        lines[entry.language] += entry.lines
        projects.setdefault(entry.language, set()).add(entry.project)
    reasons = sorted({reason for _, reason in dropped})
    languages = sorted(
        files.keys() | {language for language, _ in dropped},
        key=lambda language: (-len(projects.get(language, ())), language),
    )
    rows: list[list[object]] = [
        [name, len(projects.get(name, ())), files[name], lines[name]]
        + [dropped[name, reason] for reason in reasons]
        for name in languages
    ]
    return ["language", "projects", "files", "lines", *reasons], rows
