"""What a clean commit of one file imports and starts: numbers, and no times.

Each module takes part of a millisecond to import and each start of git a few, at every commit, so
whoever adds one finds out here. What only a finding needs is imported by `polyglint.lazy`.
"""

import json
import os
import subprocess
import sys

import pytest

from polyglint.git import no_attributes
from polyglint.model.compiled_model import PLATFORM
from tests.repositories import ROOT, SOURCES

SCRIPT = """
import json, subprocess, sys
before = {*sys.modules}
class Popen(subprocess.Popen):
    def __init__(self, command, **how):
        started.append(command)
        super().__init__(command, **how)
started, subprocess.Popen = [], Popen
from polyglint.cli import main
code = main(sys.argv[1:])
print(json.dumps([code, sorted({*sys.modules} - before), started]))
"""
NEVER = {
    *("argparse", "dataclasses", "difflib", "git", "pathspec", "re2", "tomllib", "tree_sitter"),
    *("polyglint.checker.suggestion", "polyglint.cli.parser", "polyglint.config.baseline"),
    *("polyglint.engine.about", "polyglint.engine.pool", "polyglint.gitattributes.lint_files"),
    *("polyglint.model.kinds", "polyglint.report.html", "typing"),
}
if hasattr(os, "memfd_create"):  # elsewhere, what git is asked lies in temporary files
    NEVER |= {"bz2", "lzma", "random", "shutil", "tempfile"}
# What numpy imports, too, and what the sequential test spares.
OF_NUMPY = {
    *("inspect", "numpy", "pickle", "polyglint.checker.decision", "polyglint.checker.syntax"),
    *("polyglint.model.interpreter", "tflite_runtime", "tokenize", "traceback"),
}
# What a parser's answer spares.
OF_MODEL = OF_NUMPY | {"_hashlib", "ai_edge_litert", "ctypes", "polyglint.model.compiled_model"}
GIT_WITH_ATTRIBUTES = ["rev-parse", "ls-files", "check-attr"]
GIT = GIT_WITH_ATTRIBUTES[: 2 if no_attributes.is_distributed() else 3]
MOST, MOST_OF_OURS, MOST_WITH_MODEL = 147, 105, 110  # Pythons differ in the first


def commit(repository, name, content):
    """All modules that a commit imports, and the commands of git that it starts."""
    repository.add(name, content)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "hook")}
    command = [sys.executable, "-c", SCRIPT, "check", "--staged", "--", name]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    code, modules, started = json.loads(done.stdout)
    assert (code, done.stderr) == (0, "1 file checked, 0 violations\n")
    return {*modules}, [
        next((w for w in words if w in GIT_WITH_ATTRIBUTES), words) for words in started
    ]


def ours(modules):
    return {name for name in modules if name.partition(".")[0] == "polyglint"}


def test_personal_attributes_cost_no_question(repository, tmp_path, monkeypatch):
    (tmp_path / "attributes").write_text("*.py text\n")
    (tmp_path / "settings").write_text(f"[core]\nattributesFile = {tmp_path}/attributes\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings"))
    assert (
        commit(repository, "a.json", '{"a": [\n1,\n2,\n3,\n4,\n5\n]}\n')[1] == GIT_WITH_ATTRIBUTES
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.json", '{"a": [\n1,\n2,\n3,\n4,\n5\n]}\n'), ("a.py", "import os\n\n\n" + "x = 1\n" * 9)],
    ids=["JSON", "Python"],
)
def test_a_file_that_a_parser_accepts(repository, name, content):
    modules, started = commit(repository, name, content)
    assert "polyglint.checker.grammars" in modules
    assert modules & (NEVER | OF_MODEL) == set()
    assert started == GIT
    assert len(ours(modules)) <= MOST_OF_OURS
    assert len(modules) <= MOST


def test_a_file_that_the_model_clears(repository):
    modules, started = commit(repository, "a.js", (SOURCES / "router.js").read_text("utf-8"))
    assert "polyglint.model.compiled_model" in modules
    assert modules & NEVER == set()
    if sys.platform == PLATFORM:  # elsewhere LiteRT is used through numpy
        assert modules & OF_NUMPY == set()
        assert len(modules) <= MOST_WITH_MODEL + 50
    assert started == GIT
    assert len(ours(modules)) <= MOST_WITH_MODEL
