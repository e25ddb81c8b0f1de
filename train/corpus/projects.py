"""Project groups: packages of one upstream are one project, which no split tears apart."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

TABLE = Path(__file__).parent.parent / "projects.tsv"

# What packagers add to the name of an upstream: `python3-`, `lib…-dev`, `…-doc`, a version.
_PREFIXES = re.compile(
    r"^(?:(?:python3?|golang(?:-github|-gitlab)?|librust|node|ruby|elpa|php|lua)-|lib(?=\w{3}))"
)
_SUFFIXES = re.compile(
    r"(?:-(?:dev|devel|doc|docs|examples?|src|source|common|data|tests?|tools|utils|perl|java"
    r"|clojure|ocaml|haskell|el)|[-.]?\d[\d.]*)+$"
)


def read_groups(table: Path = TABLE) -> dict[tuple[str, str], str]:
    with table.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t")
        return {(row["registry"], row["package"]): row["project_group"] for row in rows}


def project_group(groups: Mapping[tuple[str, str], str], registry: str, package: str) -> str:
    return groups.get((registry, package)) or default_group(package)


def default_group(package: str) -> str:
    """A group for a package the table does not name: its name without the packagers' additions.

    The scope of an npm package names its upstream: `@angular/core` and `@angular/forms` are one.
    """
    scope = re.match(r"@([^/]+)/", package)
    name = (scope[1] if scope else package).lower()
    bare = _SUFFIXES.sub("", _PREFIXES.sub("", name))
    return bare or name
