"""`train/sources.tsv`: which package holds source files of which language.

A repository stands under the language that it is there for, and gives files of all that it has.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from polyglint.errors import FatalError
from polyglint.linguist.languages import languages as linguist_languages
from train.corpus.layout import GIT
from train.corpus.manifest import read_table
from train.corpus.registries import git

TABLE = Path(__file__).parent.parent / "sources.tsv"
COLUMNS = ("language", "registry", "package", "version")
LICENCE = "licence"  # of a repository, by its SPDX identifier

# What may be given to a registry's client: nothing it could take for an option, a path or a URL.
_NAME = re.compile(r"(?:@[a-z0-9~][\w.~-]*/)?[A-Za-z0-9][\w.+~-]*")
_VERSION = re.compile(r"[A-Za-z0-9][\w.+~:-]*")


class Package(NamedTuple):
    """A package at a version, and the languages that are wanted from it.

    A repository's version is its commit. All its languages are wanted where none is named.
    """

    registry: str
    name: str
    version: str
    languages: frozenset[str]

    def __str__(self) -> str:
        return f"{self.registry} {self.name} {self.version}"


class _Row(NamedTuple):
    language: str
    registry: str
    name: str
    version: str


def read_sources(
    table: Path = TABLE,
    *,
    registries: Collection[str],
    languages: Collection[str] = (),
    limit: int | None = None,
) -> list[Package]:
    """The packages of the table, those of some languages only, at most `limit` for each of them."""
    rows = _rows(table, registries)
    unknown = set(languages) - {row.language for row in rows}
    if unknown:
        raise FatalError(f"{table} has no packages for {', '.join(sorted(unknown))}")
    packages = _packages(_chosen(rows, languages, limit))
    if languages:
        return packages
    return [p._replace(languages=frozenset()) if p.registry == GIT else p for p in packages]


@cache
def commits(table: Path = TABLE) -> Mapping[str, str]:
    """The commit of each repository of the table."""
    rows = read_table(table)
    return {row["package"]: row["version"] for row in rows if row["registry"] == GIT}


def _rows(table: Path, registries: Collection[str]) -> list[_Row]:
    try:
        lines = read_table(table)
    except OSError as error:
        raise FatalError(f"table of packages expected: {error}") from error
    rows = []
    for number, line in enumerate(lines, start=2):
        if any(line.get(column) is None for column in COLUMNS):
            raise FatalError(f"{table}:{number}: {', '.join(COLUMNS)} expected")
        row = _Row(*(line[column] for column in COLUMNS))
        _check(row, f"{table}:{number}", registries)
        rows.append(row)
    return rows


def _check(row: _Row, place: str, registries: Collection[str]) -> None:
    if row.registry not in registries:
        raise FatalError(f"{place}: one of {', '.join(registries)} expected, found {row.registry}")
    if row.language not in linguist_languages():
        raise FatalError(f"{place}: linguist has no language {row.language!r}")
    name, version = (git.NAME, git.COMMIT) if row.registry == GIT else (_NAME, _VERSION)
    if not name.fullmatch(row.name) or not version.fullmatch(row.version):
        raise FatalError(f"{place}: not the name and version of a package: {row[2:]}")


def _chosen(rows: Iterable[_Row], languages: Collection[str], limit: int | None) -> list[_Row]:
    """Rows of the wanted languages, for each of them the first `limit`."""
    counts: dict[str, int] = {}
    chosen = []
    for row in rows:
        if languages and row.language not in languages:
            continue
        counts[row.language] = counts.get(row.language, 0) + 1
        if limit is None or counts[row.language] <= limit:
            chosen.append(row)
    return chosen


def _packages(rows: Iterable[_Row]) -> list[Package]:
    wanted: dict[tuple[str, str, str], set[str]] = {}
    for row in rows:
        wanted.setdefault(row[1:], set()).add(row.language)
    return [Package(*key, frozenset(wanted[key])) for key in sorted(wanted)]
