"""Options against the programs that a repository's settings name for a change of its files.

Git asks the filter of a file whose times have changed, and runs hooks once it has written an index.
What only reads needs none of this: `polyglint.git.process` has what keeps programs from that.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.git import process

NAMES_PROGRAM = re.compile(r"(?s)(filter|hook)\..*\.").match
AGAINST = {"filter": {"process": "", "required": "false"}, "hook": {"enabled": "false"}}


def options_against_programs(directory: Path) -> list[str]:
    """Return git's own options for a command in a repository.

    Raises:
        FatalError: the name of a setting has no place in an option.
    """
    names = os.fsdecode(process.run(directory, "config", "-z", "--name-only", "--list"))
    sections = {name.rpartition(".")[0] for name in names.split("\0") if NAMES_PROGRAM(name)}
    if unsayable := next((section for section in sections if "=" in section), None):
        raise FatalError(f"{directory}: git's settings have a section {unsayable}; rename it")
    return [
        option
        for section in sorted(sections)
        for key, value in AGAINST[section.partition(".")[0]].items()
        for option in ("-c", f"{section}.{key}={value}")
    ]
