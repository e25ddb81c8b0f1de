"""Versions of what a benchmark runs."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.detectors import PEERS
from polyglint.version import __version__

PACKAGES = {"LiteRT": "ai-edge-litert", "numpy": "numpy", "GitPython": "GitPython"}


def versions(python: str) -> dict[str, str]:
    """Name -> version of all that is installed.

    Args:
        python: interpreter of the environment that has the peers in Python.
    """
    found = {"polyglint": __version__, "Python": platform.python_version()}
    for name, package in PACKAGES.items():
        with suppress(PackageNotFoundError):
            found[name] = version(package)
    scripts = {
        "VS Code's detector": ("node", "detect.mjs", "vscode"),
        "linguist": ("ruby", "detect.rb"),
        "Pygments": (python, "detect.py", "pygments"),
        "Magika": (python, "detect.py", "magika"),
    }
    for name, (program, script, *rest) in scripts.items():
        if shutil.which(program) and (line := _head([program, str(PEERS / script), *rest])):
            found[name] = str(json.loads(line)["version"])
    for name, command in {
        "Magika's Rust command": [str(Path(python).parent / "magika"), "--version"],
        "git": ["git", "--version"],
    }.items():
        if shutil.which(command[0]):
            found[name] = next(word for word in _head(command).split() if word[0].isdigit())
    return found


def _head(command: Sequence[str]) -> str:
    """The first line that a command prints when it is asked about no files."""
    done = subprocess.run(command, input="[]", capture_output=True, text=True, check=False)
    return done.stdout.splitlines()[0] if done.returncode == 0 and done.stdout else ""
