"""`python -m train repositories`: add checkouts to the repositories of `sources.tsv`."""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from polyglint.errors import FatalError
from polyglint.linguist.languages import find
from train.corpus.checkouts import documents_of
from train.corpus.exclusions import TABLE as HELD_OUT
from train.corpus.exclusions import read_exclusions
from train.corpus.layout import GIT
from train.corpus.manifest import read_table, write_table
from train.corpus.provenance import licence_in
from train.corpus.registries.git import COMMIT, NAME
from train.corpus.sources import COLUMNS, LICENCE, TABLE


class RepositoryRow(NamedTuple):
    """A row of `sources.tsv`."""

    language: str
    registry: str
    package: str
    version: str
    licence: str


def main(argv: Sequence[str] | None = None) -> int:
    arguments = parser().parse_args(argv)
    known = [
        RepositoryRow._make([*(row[name] for name in COLUMNS), row.get(LICENCE) or ""])
        for row in read_table(arguments.sources)
    ]
    there = {row.package for row in known if row.registry == GIT}
    added = [
        row
        for row in rows(arguments.commits, arguments.from_dir, read_languages(arguments.languages))
        if row.package not in there
    ]
    exclusions = read_exclusions([HELD_OUT, *arguments.held_out])
    refused = [row for row in added if exclusions.has_project(GIT, row.package)]
    for row in refused:
        print(f"held out: {row.package}")
    table = sorted({*known, *added} - {*refused})
    write_table(arguments.sources, (*COLUMNS, LICENCE), table)
    print(f"{len(table) - len(known)} repositories added to {arguments.sources}")
    return 0


def rows(commits: Path, directory: Path, languages: Mapping[str, str]) -> Iterator[RepositoryRow]:
    """A row for each repository that there is a checkout of with a file in some language.

    Args:
        commits: a table without a header: `owner/name`, commit, and what else there may be.
        directory: of the checkouts, each in `owner__name`.
        languages: what repositories are there for; else the language of most of its files.
    """
    for number, line in enumerate(_lines(commits), start=1):
        name, _, rest = line.partition("\t")
        commit = rest.partition("\t")[0]
        if not NAME.fullmatch(name) or not COMMIT.fullmatch(commit):
            raise FatalError(f"{commits}:{number}: owner/name, tab, commit expected")
        checkout = directory / name.replace("/", "__", 1)
        if not checkout.is_dir():
            raise FatalError(f"{commits}:{number}: checkout expected, found none: {checkout}")
        counts = Counter(document.language for document in documents_of(checkout, name))
        language = find(languages.get(name, "")) or next(iter(dict(counts.most_common(1))), None)
        if language:
            yield RepositoryRow(language, GIT, name, commit, licence_in(checkout))
        else:
            print(f"no file in any language: {name}")


def read_languages(table: Path | None) -> dict[str, str]:
    """Repository -> language, of a table without a header in the other order."""
    if table is None:
        return {}
    pairs = (line.split("\t")[:2] for line in _lines(table) if "\t" in line)
    return {name: language for language, name in pairs}


def _lines(table: Path) -> list[str]:
    try:
        return table.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FatalError(f"table of repositories expected: {table}: {error}") from error


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m train repositories", description=__doc__)
    parser.add_argument(
        "--commits", type=Path, required=True, metavar="TSV", help="repositories, their commits"
    )
    parser.add_argument(
        "--from-dir", type=Path, required=True, metavar="DIR", help="of checkouts owner__name"
    )
    parser.add_argument(
        "--languages", type=Path, metavar="TSV", help="languages, the repositories there for them"
    )
    parser.add_argument("--sources", type=Path, default=TABLE, metavar="TSV")
    parser.add_argument("--held-out", type=Path, nargs="+", default=[], metavar="FILE")
    return parser
