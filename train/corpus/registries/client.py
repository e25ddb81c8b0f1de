"""Calling a registry's own client, and what every registry here offers."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

TIMEOUT = 900  # seconds for one package; the largest is a few hundred megabytes


class DownloadError(Exception):
    """A package that a registry's client did not bring."""


class OversizeError(DownloadError):
    """A package that is too large or too slow to come, as its newest version would be."""


class Registry(Protocol):
    """One registry: brings archives, never unpacks them and never runs what is in them."""

    @property
    def programs(self) -> Sequence[str]: ...

    def download(self, name: str, version: str | None, directory: Path) -> None:
        """Leave the package's archives in an empty directory, the newest where version is None."""


def run(
    command: Sequence[str], directory: Path, environment: Mapping[str, str] | None = None
) -> None:
    """Run a client in a directory; its last words become the error's."""
    try:
        subprocess.run(
            command,
            cwd=directory,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=TIMEOUT,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise DownloadError(_last_words(error.stderr) or f"exit code {error.returncode}") from error
    except subprocess.TimeoutExpired as error:
        raise DownloadError(f"no answer in {TIMEOUT} seconds") from error


def _last_words(stderr: bytes) -> str:
    """The last line that says something; npm closes with the place of its log."""
    lines = stderr.decode("utf-8", "replace").splitlines()
    said = [line for line in lines if line.strip() and "complete log" not in line]
    return said[-1].strip() if said else ""
