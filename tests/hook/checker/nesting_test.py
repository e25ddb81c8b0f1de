"""Texts that nest, each read in a process of its own: one that a grammar ends is a test failed."""

import os
import subprocess
import sys

import pytest

from polyglint.checker.nesting import MAX_BLOCKS, MAX_BRACKETS, is_too_deep
from polyglint.checker.syntax import syntax

READ = (
    "import sys; from polyglint.checker.syntax import syntax; syntax(sys.stdin.read(), sys.argv[1])"
)


def stairs(line, step=1):
    return "".join(f"{' ' * (step * number)}{line}\n" for number in range(600))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("JavaScript", "{a: " * 225_000),
        ("YAML", "- " * 10_000),
        ("YAML", "? " * 10_000),
        ("YAML", ": " * 10_000),
        ("YAML", "-\t" * 10_000),
        ("YAML", "- a: " * 10_000),
        ("YAML", stairs("a:")),
        ("YAML", stairs("-")),
        ("YAML", stairs("- a:", 2)),
        ("YAML", stairs("a:\r").replace("\n", "")),
        ("YAML", stairs("a: # b", 2).replace("\n", "\n\n")),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_none_ends_the_run(language, text):
    done = subprocess.run(
        [sys.executable, "-c", READ, language],
        input=text.encode(),
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("language", "part"), [("JSON", "["), ("C", "a {("), ("YAML", "- "), ("YAML", "[")]
)
def test_what_nests_deeply_is_not_read(language, part):
    assert is_too_deep(part.encode() * (MAX_BRACKETS + 1), language)


def test_what_is_closed_again_or_stands_side_by_side_is_read():
    assert not is_too_deep(b"f(a[{}]);\n" * 10_000 + b")" * 10_000, "C")
    blocks = "".join(f"- a{number}:\n    b:\n    - c: d\n" for number in range(MAX_BLOCKS))
    assert not is_too_deep(blocks.encode(), "YAML")
    assert syntax(blocks, "YAML").errors == 0
    assert not is_too_deep(b"- " * (MAX_BLOCKS + 10), "Markdown")
    assert not is_too_deep(b"", "YAML")
