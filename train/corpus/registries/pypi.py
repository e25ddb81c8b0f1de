"""Python's packages by `pip download`, wheels only.

pip cannot fetch a source distribution without asking its build backend for metadata, that is
without running the package's code, so none of those is asked for.
"""

import sys
from pathlib import Path

from train.corpus.registries.client import run

# Wheels for the platform that most packages with compiled parts have one for, wherever we are.
_PLATFORM = ("--platform", "manylinux2014_x86_64", "--platform", "manylinux_2_28_x86_64")
_PYTHON = ("--python-version", "3.11", "--implementation", "cp")


class PyPI:
    programs = (sys.executable,)

    def download(self, name: str, version: str | None, directory: Path) -> None:
        requirement = f"{name}=={version}" if version else name
        options = ["--no-deps", "--only-binary", ":all:", "--disable-pip-version-check", "--quiet"]
        pip = [sys.executable, "-m", "pip", "--isolated"]
        run([*pip, "download", *options, *_PLATFORM, *_PYTHON, "--", requirement], directory)
