"""The registries that packages come from, by the name they have in `sources.tsv`."""

from pathlib import Path

from train.corpus.registries.client import DownloadError, OversizeError, Registry
from train.corpus.registries.debian import Binary, Lists, Source
from train.corpus.registries.git import Git
from train.corpus.registries.npm import Npm
from train.corpus.registries.pypi import PyPI

__all__ = ["NAMES", "DownloadError", "OversizeError", "Registry", "family", "registries"]

NAMES = ("debian", "debian-source", "git", "npm", "pypi")


def registries(directory: Path) -> dict[str, Registry]:
    """A client for each registry; what they need to remember stays in the directory."""
    lists = Lists(directory / "apt")
    return {
        "debian": Binary(lists),
        "debian-source": Source(lists),
        "git": Git(),
        "npm": Npm(),
        "pypi": PyPI(),
    }


def family(registry: str) -> str:
    """The registry as projects are known by: binary and source packages of Debian are one."""
    return registry.partition("-")[0]
