"""Whether what git lists files by is whole: an index, and trees. Git itself does not look."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.git.blobs import Blobs
from polyglint.git.index_file import is_whole
from polyglint.results import NotJudged


def check_index(path: Path) -> None:
    """Raise FatalError for an index that is there but damaged: half of one names fewer files."""
    if path.is_file() and not is_whole(path):
        raise FatalError(f"{path}: a damaged index; `git read-tree HEAD` makes another")


def check_trees(directory: Path, trees: Iterable[str]) -> None:
    """Raise FatalError for a tree that is not what its name stands for, and could hide files.

    Args:
        directory: of the repository.
        trees: their ids; each is read once.
    """
    try:
        with closing(Blobs(directory)) as objects:
            for tree in dict.fromkeys(trees):
                if isinstance(found := objects.read(tree, 0), NotJudged):
                    raise FatalError(f"{directory}: git's tree {tree}: {found.reason}")
    except OSError as error:
        raise FatalError(f"{directory}: {error.strerror}") from error
