"""Show the settings of a repository, and where each came from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from polyglint.config.config_file import reader
from polyglint.config.resolve import of_repository
from polyglint.config.settings import names
from polyglint.errors import FatalError
from polyglint.escaping import LOG_COMMAND, printable
from polyglint.filesystem.links import followed
from polyglint.filesystem.named_file import check_given
from polyglint.git.repository import enclosing_root
from polyglint.typed import Any

TABLES = ("per_path_languages", "severity")


def show_config(directory: str = ".", *, settings: Mapping[str, Any]) -> int:
    """Print the settings that bind files at a directory, as `.polyglint.toml` would hold them."""
    check_given(directory)
    base = followed(Path(directory))
    if not base.is_dir():
        problem = "not a directory" if base.exists() else "no such directory"
        raise FatalError(f"{directory}: {problem}")
    root = enclosing_root(base / "x") or base
    prefix = "" if root == Path.cwd() else f"{root}/"
    resolved, origins, file = of_repository(reader(root), settings, prefix)
    print(f"# {printable(str(root))}: {printable(file) if file else 'no configuration file'}")
    for field, key in names().items():
        value = getattr(resolved, field)
        if field not in TABLES:
            shown = f"{key} = {_toml(value)}" if value is not None else f"# {key} is not set"
            print(f"{shown}  # {printable(origins[field])}")
    for field in TABLES:
        print(f"\n[{names()[field]}]  # {printable(origins[field])}")
        for key, value in getattr(resolved, field).items():
            print(f"{_toml(key)} = {_toml(value)}")
    return 0


def _toml(value: Any) -> str:
    """JSON's strings, numbers, booleans and lists are TOML; what is not seen is escaped."""
    text = LOG_COMMAND.sub(r"\\u0023#", json.dumps(value, ensure_ascii=False))
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in text)
