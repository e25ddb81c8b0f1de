"""The file that configures a repository: which one it is, and its keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.filesystem.named_file import read_given
from polyglint.lazy import lazy_import
from polyglint.results import NotJudged
from polyglint.sources.decode import read_file
from polyglint.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from polyglint.sources import toml_text
else:
    toml_text = lazy_import("polyglint.sources.toml_text")

OWN, SHARED = ".polyglint.toml", "pyproject.toml"  # the first that configures polyglint counts
SECTION = ("tool", "polyglint")
SIZE_LIMIT = 1 << 18
# Reads a file by its path from a repository's root: None where there is none.
Read = Callable[[str], bytes | NotJudged | None]


class ConfigFile(NamedTuple):
    """A configuration file, as it is known and what it says."""

    name: str
    table: Mapping[str, Any]


def find(read: Read, prefix: str = "") -> ConfigFile | None:
    """Return the configuration of a repository, if it has one.

    Args:
        prefix: what the name of a file is shown after.
    """
    for name in (OWN, SHARED):
        content = read(name)
        if content is None:
            continue
        if isinstance(content, NotJudged):
            is_link = content.reason == "symbolic link"
            advice = (
                "name it by --config to read it" if is_link else "remove it, or use --no-config"
            )
            raise FatalError(f"{prefix}{name}: {content.reason}; {advice}")
        found = _section(prefix + name, _parse(prefix + name, content), name == SHARED)
        if found is not None:
            return ConfigFile(prefix + name, found)
    return None


def reader(root: Path) -> Read:
    """Read from a directory; no link is followed, which could lead out of it."""

    def read(name: str) -> bytes | NotJudged | None:
        try:
            return read_file(root / name)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FatalError(f"{root / name}: {error.strerror}") from error

    return read


def named(filename: str) -> ConfigFile:
    """Return the configuration that a file given by its name holds."""
    content = read_given(filename, SIZE_LIMIT, "--config")
    found = _section(filename, _parse(filename, content), Path(filename).name == SHARED)
    if found is None:
        raise FatalError(f"--config: {filename} has no section [{'.'.join(SECTION)}]")
    return ConfigFile(filename, found)


def _parse(name: str, content: bytes) -> Mapping[str, Any]:
    if len(content) > SIZE_LIMIT:
        raise FatalError(f"{name}: larger than {SIZE_LIMIT >> 10} KiB, too large to configure from")
    try:
        return toml_text.loads(content.decode("utf-8-sig"))
    except ValueError as error:  # of TOML or of UTF-8
        raise FatalError(f"{name}: not TOML: {error}; correct it, or use --no-config") from error


def _section(name: str, document: Mapping[str, Any], shared: bool) -> Mapping[str, Any] | None:
    """The table of polyglint, which has a file of its own to itself."""
    if not shared:
        return document
    found: Any = document
    for index, key in enumerate(SECTION):
        if not isinstance(found, dict):
            raise FatalError(f"{name}: {'.'.join(SECTION[:index])} is not a table")
        if key not in found:
            return None
        found = found[key]
    if not isinstance(found, dict):
        raise FatalError(f"{name}: {'.'.join(SECTION)} is not a table")
    return found
