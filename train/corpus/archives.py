"""The files in a package's archive, read one by one and never unpacked to where the archive says.

Nothing of a package is executed, links and devices are skipped, and an archive that points outside
of itself or is larger than any honest one is refused as a whole.
"""

import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from lzma import LZMAError
from pathlib import Path
from typing import NamedTuple

MAX_MEMBERS = 500_000
MAX_TOTAL_BYTES = 16 * 2**30
_UNREADABLE = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    RuntimeError,  # zipfile's word for an encrypted member
    NotImplementedError,  # and for a compression it does not know
)


class BadArchiveError(Exception):
    """An archive that cannot be read, or had better not be."""


class Member(NamedTuple):
    """One regular file of an archive; `read` is good until the next member is asked for."""

    path: str
    size: int
    read: Callable[[], bytes]


def members(archive: Path) -> Iterator[Member]:
    """All regular files of a tar, zip or Debian package; raises BadArchiveError."""
    count = total = 0
    with _errors_of(archive):
        for member in _reader(archive)(archive):
            _check_path(member.path)
            count, total = count + 1, total + member.size
            if count > MAX_MEMBERS or total > MAX_TOTAL_BYTES:
                raise BadArchiveError(f"{archive.name}: more than any package holds, unpacked")
            yield member._replace(read=partial(_read, archive, member))


def _read(archive: Path, member: Member) -> bytes:
    with _errors_of(archive):
        return member.read()


@contextmanager
def _errors_of(archive: Path) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        reason = str(error).partition("\n")[0]  # tarfile lists every format it tried
        raise BadArchiveError(f"{archive.name}: {reason}") from error


def _reader(archive: Path) -> Callable[[Path], Iterator[Member]]:
    if archive.suffix == ".deb":
        return _deb_members
    return _zip_members if archive.suffix in (".zip", ".whl") else _tar_members


def _check_path(path: str) -> None:
    parts = path.replace("\\", "/").split("/")
    if path.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in path:
        raise BadArchiveError(f"path leads out of the archive: {path!r}")


def _tar_members(archive: Path) -> Iterator[Member]:
    with tarfile.open(archive, "r:*") as tar:
        yield from _regular_files(tar)


def _regular_files(tar: tarfile.TarFile) -> Iterator[Member]:
    while (info := tar.next()) is not None:
        if info.isreg():

            def read(info: tarfile.TarInfo = info) -> bytes:
                stream = tar.extractfile(info)
                return stream.read() if stream else b""

            yield Member(info.name.removeprefix("./"), info.size, read)
        else:
            _check_path(info.name)


def _zip_members(archive: Path) -> Iterator[Member]:
    with zipfile.ZipFile(archive) as package:
        for info in package.infolist():
            mode = info.external_attr >> 16
            is_link = mode & 0o170000 == 0o120000
            if not info.is_dir() and not is_link:

                def read(info: zipfile.ZipInfo = info) -> bytes:
                    return package.read(info)

                yield Member(info.filename, info.file_size, read)


def _deb_members(archive: Path) -> Iterator[Member]:
    with _fsys_tarfile(archive) as tar:
        yield from _regular_files(tar)


@contextmanager
def _fsys_tarfile(archive: Path) -> Iterator[tarfile.TarFile]:
    """The files of a Debian package as a tar stream; its scripts are not even read."""
    command = ["dpkg-deb", "--fsys-tarfile", str(archive)]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            with tarfile.open(fileobj=process.stdout, mode="r|") as tar:
                yield tar
        finally:
            process.kill()
