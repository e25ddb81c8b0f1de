"""The README for the package index, where links need an address. All else is in pyproject.toml."""

from pathlib import Path
from runpy import run_path

from setuptools import setup

release = run_path(str(Path(__file__).resolve().parent / ".ci" / "release.py"))
setup(long_description=release["readme"](), long_description_content_type="text/markdown")
