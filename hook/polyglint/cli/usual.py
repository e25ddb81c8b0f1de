"""The command line of a commit, read without argparse: that takes as long as a parser's answer.

Pre-commit runs `polyglint check --staged -- FILE…`; people type `polyglint check FILE…`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from polyglint.engine.options import RunOptions
from polyglint.report.options import ReportOptions
from polyglint.typed import Any

STAGED, END_OF_OPTIONS = "--staged", "--"


def usual(argv: Sequence[str]) -> dict[str, Any] | None:
    """What `polyglint.cli.parser.parsed` returns for `check` with nothing but names of files.

    Returns:
        None for any other command line.
    """
    if not argv or argv[0] != "check":
        return None
    names = [*argv[1:]]
    staged = names[:1] == [STAGED]
    if staged:
        if os.path.lexists(STAGED):  # also a file, which is an error
            return None
        del names[0]
    if names[:1] == [END_OF_OPTIONS]:
        del names[0]
        unusual = END_OF_OPTIONS in names
    else:
        unusual = any(name.startswith("-") for name in names)
    if unusual:
        return None
    return {
        "command": "check",
        "filenames": names,
        "staged": staged,
        "run": RunOptions(),
        "report": ReportOptions(),
    }
