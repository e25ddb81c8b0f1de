"""What the `.gitattributes` of a directory say of its files, where it is no repository itself."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from polyglint.git import process
from polyglint.git.attribute_files import GITATTRIBUTES
from polyglint.git.repository import Repository
from polyglint.linguist.attributes import NAMES
from train.corpus.text import MAX_BYTES


def specified(directory: Path, paths: Sequence[str]) -> dict[str, dict[str, str]]:
    """The values of linguist's attributes for each path that has any.

    Args:
        directory: holds the `.gitattributes`; other files need not be there.
        paths: relative to the directory, with `/`.
    """
    return of_texts(_settings(directory, paths), paths)


def of_texts(settings: Mapping[str, bytes], paths: Sequence[str]) -> dict[str, dict[str, str]]:
    """The same from the contents of the `.gitattributes` by their paths."""
    if not any(b"linguist-" in text or b"gitlab-" in text for text in settings.values()):
        return {}
    with tempfile.TemporaryDirectory(prefix="attributes-") as temporary:
        directory = Path(temporary)
        process.run(directory, "init", "--quiet", "--template=")
        for path, text in settings.items():
            file = directory / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
        return Repository(directory).attributes(paths, NAMES)


def _settings(directory: Path, paths: Iterable[str]) -> dict[str, bytes]:
    found = {}
    for path in paths:
        file = directory / path
        if path.rpartition("/")[2] != GITATTRIBUTES or file.is_symlink() or not file.is_file():
            continue
        if file.stat().st_size <= MAX_BYTES:
            found[path] = file.read_bytes()
    return found
