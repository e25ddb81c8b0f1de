"""A corpus that somebody collected earlier, as a directory or as an archive of one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from polyglint.errors import FatalError
from train.corpus.archives import BadArchiveError, members
from train.corpus.provenance import FAILURES, REPOSITORIES


@contextmanager
def cached(cache: Path) -> Iterator[Path]:
    """The directory of an earlier corpus; its archive is unpacked to a temporary one."""
    if not cache.is_file():
        yield cache
        return
    with tempfile.TemporaryDirectory(prefix="corpus-") as temporary:
        directory = Path(temporary)
        try:
            for member in members(cache):
                file = directory / _place(member.path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(member.read())
        except BadArchiveError as error:
            raise FatalError(f"{cache}: {error}") from error
        yield directory


def _place(path: str) -> str:
    """Language, package and file, whatever directory the archive puts around them."""
    if path.rpartition("/")[2] in (REPOSITORIES, FAILURES):
        return path.rpartition("/")[2]
    parts = path.split("/")[-3:]
    if len(parts) < 3 or "__" not in parts[1]:
        raise BadArchiveError(f"<Language>/<registry>__<package>/<file> expected, found {path!r}")
    return "/".join(parts)
