"""Programs that tell the languages of files, as their users start them."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.detectors import PEERS, ROOT
from benchmarks.measured import INTERVAL, Measured, measured

CODE = f"""\
import sys
sys.path.insert(0, {str(ROOT / "hook")!r})
from polyglint.cli import program
program()"""
# Modules are compiled once, as they are when a package is installed.
PYTHON_SETTINGS = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": ""}
OWN = "polyglint"  # how the names of its commands begin
RUST, PYTHON = "Magika, Rust command", "Magika, Python command"
API = "Magika, Python API"  # its cold start is that of the Python command


class Contestant(NamedTuple):
    """How a program is asked about files."""

    name: str
    command: Callable[[Sequence[Path]], list[str]]
    asks: bool = False  # the paths come on standard input, as JSON


class Trial(NamedTuple):
    """What a contestant is run on, and how it is measured."""

    directory: Path  # where it runs
    cache: Path  # of polyglint's answers
    interval: float = INTERVAL

    def of(self, contestant: Contestant, paths: Sequence[Path]) -> Measured:
        """One run, which must have worked.

        Raises:
            RuntimeError: it did not.
        """
        found = measured(
            contestant.command(paths),
            request=json.dumps([str(path) for path in paths]).encode() if contestant.asks else b"",
            directory=self.directory,
            environment={"XDG_CACHE_HOME": str(self.cache), **PYTHON_SETTINGS},
            interval=self.interval,
        )
        found_something = found.code == 1 and contestant.name.startswith(OWN)
        if found.code and not found_something:
            raise RuntimeError(f"{contestant.name} exited with {found.code}: {found.summary}")
        return found


def polyglint(program: str | None, *arguments: str) -> list[str]:
    """The command of an installed polyglint, or of this clone."""
    return [*([program] if program else [sys.executable, "-c", CODE]), *arguments]


def peers(python: str, *, cold: bool) -> list[Contestant]:
    """The peers that are installed.

    Args:
        python: interpreter of the environment with those in Python.
        cold: they are started for these files, and read no other text before.
    """
    options = ["--cold"] if cold else []
    rust = Path(python).parent / "magika"
    found = []
    if rust.is_file():
        found.append(Contestant(RUST, lambda paths: [str(rust), *map(str, paths)]))
        client = [python, "-m", "magika.cli.magika_client"]
        found.append(Contestant(PYTHON, lambda paths: [*client, *map(str, paths)]))
    scripts = {
        API: (python, "detect.py", "magika"),
        "VS Code": ("node", "detect.mjs", "vscode"),
        "linguist": ("ruby", "detect.rb"),
        "Pygments": (python, "detect.py", "pygments"),
    }
    for name, (program, script, *rest) in scripts.items():
        if shutil.which(program):
            found.append(fixed(name, [program, str(PEERS / script), *rest, *options], asks=True))
    return [contestant for contestant in found if not cold or contestant.name != API]


def fixed(name: str, command: list[str], *, asks: bool = False) -> Contestant:
    """One whose command does not depend on the files."""
    return Contestant(name, lambda _: command, asks)


def available(contestants: Sequence[Contestant], run: Trial, path: Path) -> list[Contestant]:
    """Those that can read a file here; the others are named on stderr."""
    return [contestant for contestant in contestants if _works(contestant, run, path)]


def _works(contestant: Contestant, run: Trial, path: Path) -> bool:
    try:
        run.of(contestant, [path])
    except (OSError, RuntimeError) as error:
        print(f"left out: {error}", file=sys.stderr)
        return False
    return True
