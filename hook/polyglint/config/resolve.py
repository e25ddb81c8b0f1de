"""Settings with where each came from: the command line, else the file, else the default."""

from __future__ import annotations

from collections.abc import Mapping

from polyglint.config.config_file import SECTION, SHARED, ConfigFile, Read, find, named
from polyglint.config.schema import PARSERS
from polyglint.config.settings import Settings, names
from polyglint.errors import FatalError
from polyglint.phrases import hint
from polyglint.typed import Any, NamedTuple

DEFAULT, COMMAND_LINE = "default", "command line"
CONFIG, NO_CONFIG = "config", "no_config"  # options that are no settings


class Resolved(NamedTuple):
    """Settings, and the origin of each field: `DEFAULT`, `COMMAND_LINE` or a file's name."""

    settings: Settings
    origins: Mapping[str, str]
    file: str | None = None


def of_repository(read: Read, options: Mapping[str, Any], prefix: str = "") -> Resolved:
    """The settings of a repository under those of the command line.

    Args:
        read: from the repository's root.
        options: fields of `Settings`, `CONFIG` (a file's name) and `NO_CONFIG`; those given.
        prefix: what the name of the repository's own file is shown after.
    """
    own = {name: value for name, value in options.items() if name not in (CONFIG, NO_CONFIG)}
    if options.get(CONFIG) is not None:
        return resolve(named(options[CONFIG]), own)
    return resolve(None if options.get(NO_CONFIG) else find(read, prefix), own)


def resolve(file: ConfigFile | None, options: Mapping[str, Any]) -> Resolved:
    """Put settings together.

    Args:
        options: what the command line gives, by field.

    Raises:
        FatalError: an unknown key, or a value that its key does not take.
    """
    values: dict[str, Any] = {}
    origins = dict.fromkeys(names(), DEFAULT)
    if file is not None:
        values = _of_file(file)
        origins |= dict.fromkeys(values, file.name)
    for field, value in options.items():
        values[field] = value if field == "baseline" else _parsed(field, value, f"--{_key(field)}")
        origins[field] = COMMAND_LINE
    return Resolved(Settings(**values), origins, file.name if file else None)


def _of_file(file: ConfigFile) -> dict[str, Any]:
    section = f"{'.'.join(SECTION)}." if file.name.endswith(SHARED) else ""
    fields = {key: field for field, key in names().items()}
    unknown = next((key for key in file.table if key not in fields), None)
    if unknown is not None:
        shown = unknown if len(unknown) <= 60 else f"{unknown[:57]}..."
        raise FatalError(f"{file.name}: unknown key {section}{shown}{hint(unknown, fields)}")
    return {
        fields[key]: _parsed(fields[key], value, f"{file.name}: {section}{key}")
        for key, value in file.table.items()
    }


def _parsed(field: str, value: Any, where: str) -> Any:
    try:
        return PARSERS[field](value)
    except ValueError as error:
        raise FatalError(f"{where}: {error}") from error


def _key(field: str) -> str:
    return names()[field]
