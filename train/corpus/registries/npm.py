"""npm's packages by `npm pack`, with every script of theirs switched off."""

from pathlib import Path

from train.corpus.registries.client import run


class Npm:
    programs = ("npm",)

    def download(self, name: str, version: str | None, directory: Path) -> None:
        package = f"{name}@{version or 'latest'}"
        run(["npm", "pack", "--ignore-scripts", "--loglevel=error", package], directory)
