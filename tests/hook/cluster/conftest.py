"""Repositories in the forms that a list may name, and what was found in them."""

import json
import sys

import pytest

from polyglint.cluster.auditor import Auditor, Order
from polyglint.cluster.listing import repositories
from tests.hook.cluster.ray_session import local_ray as local_ray
from tests.hook.report.conftest import browser as browser
from tests.hook.report.conftest import open_report as open_report
from tests.repositories import SOURCES, git, new_repository

WRONG = (SOURCES / "router.js").read_text("utf-8")
RIGHT = (SOURCES / "inventory.py").read_text("utf-8")
# What a worker process executes first, so that some files are more than it can stand.
POISON = """
import os, polyglint.checker.checker
examine_all = polyglint.checker.checker.Judge.examine_all
def examine(self, contents):
    for content, _ in contents:
        if b"POISONED" in content:
            os.kill(os.getpid(), 9)
        if b"OUR-FAULT" in content:
            raise ValueError("a fault")
    return examine_all(self, contents)
polyglint.checker.checker.Judge.examine_all = examine
"""


@pytest.fixture(autouse=True)
def _not_on_windows():
    if sys.platform == "win32":
        pytest.skip("Ray is beta on Windows; docs/cluster.md is about Linux and macOS")


def write(root, files):
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, "utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "x")
    return root


@pytest.fixture(scope="session")
def forest(tmp_path_factory):
    """A directory of a work tree, a bare clone, a bundle and a repository to clone."""
    root = tmp_path_factory.mktemp("forest")
    for number in range(3):
        files = {
            "src/inventory.py": RIGHT,
            f"src/wrong{number}.py": WRONG,
            "LICENSE": "Do as you like.\n",
            "data.bin": "\0\1\2",
            f"own{number}.py": RIGHT + f"\n\nNUMBER = {number}\n",
            ".gitattributes": f"*.inc linguist-language=Pyton\nold{number}/* linguist-vendored\n",
        }
        write(new_repository(root / f"tree{number}"), files)
    git(root, "clone", "--quiet", "--bare", root / "tree0", root / "bare.git")
    git(root / "tree1", "bundle", "create", "--quiet", root / "one.bundle", "HEAD", "main")
    return root


@pytest.fixture(scope="session")
def names(forest):
    """The forest as the lines of a list."""
    return [
        str(forest / "tree0"),
        str(forest / "bare.git"),
        str(forest / "one.bundle"),
        f"file://{forest / 'tree2'}",
        str(forest / "nowhere"),
    ]


@pytest.fixture
def auditor(tmp_path):
    """Makes workers without a cluster."""
    pytest.importorskip("pyarrow")
    made = []

    def make(**order):
        made.append(Auditor(Order(str(tmp_path / "results"), **{"options": {}, **order}), []))
        return made[-1]

    yield make
    for one in made:
        one.close()


def unit(name):
    (found,) = repositories([str(name)])
    return found


def rows(directory, table="files"):
    """All rows of a table of results, as JSON has them, sorted."""
    from pyarrow.parquet import ParquetFile

    found = []
    for path in directory.glob(f"{table}/part=*/*.parquet"):
        found += ParquetFile(path).read().to_pylist()
    return sorted(found, key=lambda row: json.dumps(row, default=str))
