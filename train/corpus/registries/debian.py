"""Debian's packages by apt, from package lists of our own: the system's settings stay untouched."""

import re
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from train.corpus.registries.client import DownloadError, run

SYSTEM_SOURCES = Path("/etc/apt")


class Lists:
    """Package lists in a directory of ours, with the source packages that most systems lack."""

    def __init__(self, directory: Path, system: Path = SYSTEM_SOURCES) -> None:
        self._directory = directory.absolute()
        self._system = system
        self._lock = Lock()
        self._updated = False
        self._failure: DownloadError | None = None

    def options(self) -> list[str]:
        """Options that make apt use these lists, fetched on first use in a run."""
        settings = {
            "Dir::State": self._directory / "state",
            "Dir::State::status": "/var/lib/dpkg/status",
            "Dir::Cache": self._directory / "cache",
            # Images for containers switch apt's caches off and keep lists packed: each of some
            # thousand calls would then read all lists anew, ten times the work of the download.
            "Dir::Cache::pkgcache": "pkgcache.bin",
            "Dir::Cache::srcpkgcache": "srcpkgcache.bin",
            "Acquire::GzipIndexes": "false",
            "Dir::Etc::SourceList": self._directory / "sources.list",
            "Dir::Etc::SourceParts": self._directory / "sources.list.d",
            "APT::Sandbox::User": "",
        }
        options = [word for key, value in settings.items() for word in ("-o", f"{key}={value}")]
        with self._lock:
            if not self._updated:
                self._updated = True
                self._update(options)
        if self._failure:
            raise self._failure
        return options

    def _update(self, options: list[str]) -> None:
        """Fetch the lists, once: what failed for one package would for the next thousand."""
        self._prepare()
        try:
            run(["apt-get", *options, "update"], self._directory)
        except DownloadError as error:
            self._failure = error

    def _prepare(self) -> None:
        for name in ("state/lists/partial", "cache/archives/partial", "sources.list.d"):
            (self._directory / name).mkdir(parents=True, exist_ok=True)
        (self._directory / "sources.list").write_text("", encoding="utf-8")
        for file in [self._system / "sources.list", *self._system.glob("sources.list.d/*")]:
            if file.is_file():
                text = with_sources(file.read_text(encoding="utf-8"))
                (self._directory / "sources.list.d" / file.name).write_text(text, encoding="utf-8")


def with_sources(text: str) -> str:
    """A list of archives, in either format, that also asks for source packages."""
    lines: list[str] = []
    for line in text.splitlines():
        if re.match(r"Types:\s", line):
            line = "Types: deb deb-src"
        lines.append(line)
        if re.match(r"deb\s", line):
            lines.append("deb-src" + line.removeprefix("deb"))
    return "\n".join(lines) + "\n"


class Binary:
    """Packages as they are installed: examples, headers and libraries in source form."""

    programs = ("apt-get", "dpkg-deb")

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    def download(self, name: str, version: str | None, directory: Path) -> None:
        package = f"{name}={version}" if version else name
        run(["apt-get", *self._lists.options(), "--quiet", "download", package], directory)


class Source:
    """Upstream's own archives; the unpacking, which apt would do, is ours."""

    programs = ("apt-get", "dpkg-deb")

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    def download(self, name: str, version: str | None, directory: Path) -> None:
        package = f"{name}={version}" if version else name
        only = ["--download-only", "--tar-only", "--only-source"]
        run(["apt-get", *self._lists.options(), "--quiet", "source", *only, package], directory)
        if not any(_archives(directory)):
            raise DownloadError("no tar archive")


def _archives(directory: Path) -> Iterable[Path]:
    return (file for file in directory.iterdir() if ".tar." in file.name)
