"""Project groups: packages of one upstream are one project, which no split tears apart."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from polyglint.linguist.languages import find
from train.corpus.layout import GIT
from train.corpus.manifest import read_table
from train.corpus.registries import family
from train.corpus.sources import TABLE as SOURCES

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
    rows = read_table(table)
    return {(row["registry"], row["package"]): row["project_group"] for row in rows}


def project_group(groups: Mapping[tuple[str, str], str], registry: str, package: str) -> str:
    group = groups.get((registry, package))
    if group:
        return group
    return repository_group(package) if registry == GIT else default_group(package)


def repository_group(repository: str) -> str:
    """A group for a repository: that of the packages by its name, else its own.

    Many repositories are called after a language, and only its owner's is the language's own.
    """
    owner, _, name = repository.lower().partition("/")
    group = default_group(name)
    is_language = find(name) is not None and owner != name
    return group if group in _package_groups() and not is_language else f"{owner}/{name}"


@cache
def _package_groups() -> frozenset[str]:
    groups = read_groups()
    rows = {(row["registry"], row["package"]) for row in read_table(SOURCES)}
    packages = ((family(registry), name) for registry, name in rows if registry != GIT)
    return frozenset(groups.get(package) or default_group(package[1]) for package in packages)


def default_group(package: str) -> str:
    """A group for a package the table does not name: its name without the packagers' additions.

    The scope of an npm package names its upstream: `@angular/core` and `@angular/forms` are one.
    The owner of a repository, `owner/name` or `owner__name`, does not: a fork, and the package that
    is made from it, are one project with it.
    """
    scope = re.match(r"@([^/]+)/", package)
    name = scope[1] if scope else re.sub(r"^.*(?:/|__)(?=.)", "", package)
    name = name.lower()
    bare = _SUFFIXES.sub("", _PREFIXES.sub("", name))
    return bare or name
