"""The files that hold a repository's settings for git and for linguist."""

from __future__ import annotations

from polyglint.git.attribute_files import GITATTRIBUTES

GITIGNORE = ".gitignore"
NAMES = (GITATTRIBUTES, GITIGNORE)


def is_settings(place: str) -> bool:
    """Whether a path in a repository is a file that `polyglint.gitattributes.lint` reads."""
    return place.rpartition("/")[2] in NAMES
