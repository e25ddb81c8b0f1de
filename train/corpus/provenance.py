"""Where collected files came from, in tables beside them: repositories, and what failed."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from polyglint.errors import FatalError
from train.corpus.manifest import read_table, write_table

REPOSITORIES = "repositories.tsv"
FAILURES = "failed.tsv"
FAILURE_COLUMNS = ("registry", "package", "version", "reason")
LICENCE_NAMES = ("license", "licence", "copying", "unlicense")
MAX_LICENCE_BYTES = 100_000


class Origin(NamedTuple):
    """A commit, and the SPDX identifier of the licence; empty where unknown."""

    commit: str = ""
    licence: str = ""


UNKNOWN = Origin()


def is_licence(path: str) -> bool:
    """Whether a file at the root of a project is where a licence is looked for."""
    return "/" not in path and path.lower().partition(".")[0].partition("-")[0] in LICENCE_NAMES


def licence_of(file: Path) -> str:
    """The SPDX identifier of a licence's text; empty where it is no licence that is known."""
    from identify.identify import license_id

    if file.stat().st_size > MAX_LICENCE_BYTES:
        return ""
    try:
        return license_id(str(file)) or ""
    except UnicodeDecodeError:
        return ""


def licence_in(directory: Path) -> str:
    """The licence of a directory's root, by the first file of it that is known."""
    files = (f for f in sorted(directory.iterdir()) if is_licence(f.name))
    found = (licence_of(file) for file in files if file.is_file() and not file.is_symlink())
    return next(filter(None, found), "")


def write_origins(directory: Path, origins: Mapping[str, Origin]) -> None:
    """Write the table of repositories by name."""
    rows = [(name, *origins[name]) for name in sorted(origins)]
    write_table(directory / REPOSITORIES, ("repository", *Origin._fields), rows)


def read_origins(directory: Path) -> dict[str, Origin]:
    """The table of a directory; empty where it has none."""
    table = directory / REPOSITORIES
    if not table.is_file():
        return {}
    try:
        return {r["repository"]: Origin(r["commit"], r["licence"]) for r in read_table(table)}
    except KeyError as error:
        raise FatalError(f"{table}: column {error} expected") from error
