"""What the `.gitattributes` of a folder say of its files, where it is no repository itself."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from polyglint.git import process
from polyglint.git.attribute_files import GITATTRIBUTES
from polyglint.git.repository import Repository
from polyglint.linguist.attributes import NAMES
from train.corpus.text import MAX_BYTES


def specified(folder: Path, paths: Sequence[str]) -> dict[str, dict[str, str]]:
    """The values of linguist's attributes for each path that has any.

    Args:
        folder: holds the `.gitattributes`; other files need not be there.
        paths: relative to the folder, with `/`.
    """
    return of_texts(_settings(folder, paths), paths)


def of_texts(settings: Mapping[str, bytes], paths: Sequence[str]) -> dict[str, dict[str, str]]:
    """The same from the contents of the `.gitattributes` by their paths."""
    if not any(b"linguist-" in text or b"gitlab-" in text for text in settings.values()):
        return {}
    with tempfile.TemporaryDirectory(prefix="attributes-") as temporary:
        folder = Path(temporary)
        process.run(folder, "init", "--quiet", "--template=")
        for path, text in settings.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
        return Repository(folder).attributes(paths, NAMES)


def _settings(folder: Path, paths: Iterable[str]) -> dict[str, bytes]:
    found = {}
    for path in paths:
        file = folder / path
        if path.rpartition("/")[2] != GITATTRIBUTES or file.is_symlink() or not file.is_file():
            continue
        if file.stat().st_size <= MAX_BYTES:
            found[path] = file.read_bytes()
    return found
