"""Each pattern that a scanned text or name may reach takes time in line with its length."""

import ast
import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import polyglint
from polyglint.linguist import heuristics
from tests.hook.attack_strings import attacks
from tests.hook.slow_patterns import BOUNDED, METHODS, patterns, slow
from tests.repositories import ROOT

MAX_SECONDS = 900  # of all, on a machine that does much else; alone they take six
SQUARES = {
    "two repeats of the same": (r"\s*x?\s*$", "match"),
    "a repeat before its own kind": (r"``` *(\S*) *", "fullmatch"),
    "a search that begins anew at each": (r"[a-z]{2,}[.!?]\s", "search"),
    "a search whose beginning comes again": (r"<meta\s[^>]*\bname=", "search"),
    "behind an alternative": (r"x|(?:yes|no)[^.]*\d+\.", "match"),
    "looked ahead for": (r"q(?=\w*\d+;)", "match"),
}
LINES = {
    "one repeat": (r"\s*x", "match"),
    "repeats that share nothing": (r"[a-z]+\s*=\s*[0-9]+;", "match"),
    "a repeat with an end": (r"a{0,9}a{0,9}b", "search"),
    "a search from a boundary": (r"(?<![a-z])[a-z]+[.!?]\s", "search"),
    "a start alone": (r"^[^>]*>", "search"),
}


@pytest.mark.slow
@pytest.mark.serial  # another process on the same core makes each look slow
def test_no_pattern_takes_more_than_a_line(tmp_path):
    found, ended = tmp_path / "found", None
    with found.open("w") as out, contextlib.suppress(subprocess.TimeoutExpired):
        ended = subprocess.run(
            [sys.executable, "-m", "tests.hook.slow_patterns"],
            stdout=out,
            timeout=MAX_SECONDS,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": f"{ROOT / 'hook'}{os.pathsep}{ROOT}"},
        ).returncode
    tried = found.read_text(encoding="utf-8").splitlines()
    slow_ones = [f"{tried[at - 1]}:{line}" for at, line in enumerate(tried) if line[:1] == "\t"]
    assert (slow_ones, ended, tried[-1]) == ([], 0, [*patterns()][-1])


@pytest.mark.parametrize(("pattern", "method"), SQUARES.values(), ids=SQUARES)
def test_squares_are_found(pattern, method):
    assert slow(re.compile(pattern), frozenset([method]), None)


def test_what_does_not_end_is_tried():
    assert ("", "a", "!") in attacks(re.compile(r"(?:a+)+$"))


@pytest.mark.parametrize(("pattern", "method"), LINES.values(), ids=LINES)
def test_lines_are_let_go(pattern, method):
    assert slow(re.compile(pattern), frozenset([method]), None) == ""


def test_all_patterns_are_tried():
    """None is compiled, or given as a string to `re`, where it would not be found."""
    found = patterns()
    assert BOUNDED.keys() <= found.keys()
    assert len(found) > 100
    assert found["polyglint.checker.prose.SENTENCE"][1] == {"finditer"}
    assert found["polyglint.checker.encoded.WORD"][1] == {"fullmatch"}
    inline, hidden = [], []
    for path in Path(polyglint.__file__).parent.rglob("*.py"):
        name = path.relative_to(Path(polyglint.__file__).parent).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {
            call
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef)
            for call in ast.walk(function)
        }
        for node in ast.walk(tree):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called == "lazy_pattern" or called.startswith("re."):
                method = COMPILING.get(called, called.removeprefix("re."))
                inline += [name] * (method in METHODS)
                hidden += [name] * (method == "compile" and node in inside)
    assert inline == []
    assert sorted(hidden) == HIDDEN


COMPILING = {"lazy_pattern": "compile"}
# Functions that compile what a constant or `slow_patterns` holds.
HIDDEN = [
    "checker/literals.py",
    "lazy.py",
    "linguist/conventions.py",
    "linguist/conventions.py",
    "linguist/counting.py",
    "linguist/generated.py",
    "linguist/generated.py",
    "linguist/kin_marks.py",
    "linguist/look_alike_marks.py",
    "linguist/look_alike_marks.py",
    "linguist/vendored.py",
]


def test_linguist_s_heuristics_are_searched_for_with_re2():
    re2 = pytest.importorskip("re2")
    assert isinstance(heuristics.compiled("x"), type(re2.compile("x")))
