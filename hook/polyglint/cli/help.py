"""The help of the commands: how it is laid out, and what it ends with: examples and exit codes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping

from polyglint.typed import Any

USUAL_COLUMNS, MARGIN = 80, 2
JUDGING = frozenset({"check", "audit", "fix"})  # the commands that fail for what they find
CLEAN = """\
  0  clean, or nothing but warnings
  1  violations
"""
DONE = "  0  done, whatever the files hold\n"
FAULTS = """\
  2  bad usage, settings or input: one line on standard error says which
  3  a fault of polyglint's own, with its traceback"""

EXAMPLES: Mapping[str, str] = {
    "check": """\
  polyglint check .                        all that git tracks in this directory
  polyglint check src/router.py            one file, as it is in the work tree
  polyglint check --staged                 what the next commit changes
  polyglint check --staged --format json src/router.py
  polyglint check --exclude 'tests/fixtures/' --ignore PG2 src/*.py""",
    "audit": """\
  polyglint audit                          all that git tracks in this directory
  polyglint audit --format sarif --output polyglint.sarif path/to/repository
  polyglint audit --statistics languages   GitHub's language bar, and what contents say
  polyglint audit --write-baseline known.jsonl
  polyglint audit --baseline known.jsonl   fail for what is new""",
    "explain": """\
  polyglint explain src/router.py          why it is flagged, or why not""",
    "detect": """\
  polyglint detect unnamed.txt
  curl -s https://example.org/x | polyglint detect -
  git ls-files | polyglint detect --files-from - --format jsonl""",
    "claim": """\
  polyglint claim src/router.py
  git ls-files | polyglint claim --files-from - --format jsonl""",
    "fix": """\
  polyglint fix --diff                     what would change
  polyglint fix --unsafe path/to/repository""",
    "config": """\
  polyglint config                         the settings here, and where each comes from
  polyglint config --no-config > .polyglint.toml""",
    "completion": """\
  eval "$(polyglint completion bash)"      in ~/.bashrc
  eval "$(polyglint completion zsh)"       in ~/.zshrc, after compinit
  polyglint completion fish | source       in ~/.config/fish/config.fish""",
}
TOP = """\
commands that people start with:
  polyglint check .                        every file below this directory
  polyglint check --staged                 what the next commit changes
  polyglint audit --format html --output report.html
  polyglint explain FILE                   why a file is flagged, or why not
"""


def epilog(command: str | None = None) -> str:
    """The end of the help of a command, or of the program's own."""
    before = f"examples:\n{EXAMPLES[command]}\n" if command else TOP
    codes = CLEAN if command is None or command in JUDGING else DONE
    return f"{before}\nexit codes:\n{codes}{FAULTS}\n"


def columns() -> int:
    """Columns of the terminal: `COLUMNS`, or what standard output is shown on."""
    try:
        given = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        given = 0
    if given > 0:
        return given
    if sys.__stdout__ is None:
        return USUAL_COLUMNS
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or USUAL_COLUMNS
    except (ValueError, OSError):  # closed, or no terminal
        return USUAL_COLUMNS


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Leaves descriptions as they are written."""

    def __init__(self, prog: str, **how: Any) -> None:
        super().__init__(prog, **{"width": columns() - MARGIN, **how})
