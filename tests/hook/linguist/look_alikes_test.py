import re
from pathlib import Path

import pytest

from polyglint.linguist.compatible import compatible_with
from polyglint.linguist.look_alikes import (
    NOT_HELD,
    is_compatible,
    is_loose,
    may_hold,
)


def test_what_is_not_held_is_compatible():
    """Any other contradiction is judged without these rows."""
    for claimed, readings, _ in NOT_HELD:
        for name in claimed:
            assert readings <= compatible_with(name), name


@pytest.mark.parametrize(
    ("claimed", "held", "not_held"),
    [
        ("JavaScript", "JavaScript", "TypeScript"),
        ("TypeScript", "JavaScript", "TSX"),
        ("TSX", "TypeScript", "Go"),
        ("C", "OpenCL", "C++"),
        ("C++", "C", "D"),
        ("JSON", "Jupyter Notebook", "YAML"),
        ("YAML", "JSON", "TOML"),
        ("TOML", "INI", "YAML"),
        ("CSS", "CSS", "SCSS"),
        ("SCSS", "CSS", "Python"),
        ("reStructuredText", "Org", "Markdown"),
    ],
)
def test_may_hold(claimed, held, not_held):
    assert held in may_hold(claimed)
    assert not_held not in may_hold(claimed)


def test_is_compatible():
    assert is_compatible(["Go", "JSONLD"], "YAML")
    assert not is_compatible(["Go"], "YAML")


@pytest.mark.parametrize(
    ("claimed", "text", "loose"),
    [
        ("JavaScript", "/**\n * @flow strict\n */\ntype A = {| b: string |};\n", True),
        ("JavaScript", "let a: number = 1;\n", False),
        ("JavaScript", "let a = {{b: 1}};\n", False),  # braces that code has
        ("JSON5", "{a: 'b'}\n", True),
        ("JSON with Comments", '{"a": 1,}\n', True),
        ("JSON", "a: b\n", False),
        ("YAML", "a = {{ .Values.b }}\n", True),
        ("YAML", "a: <%= b %>\n", True),
        ("C", "class A {};\n@VERSION@\n", True),
        ("TOML", "{% if a %}\n", True),
        ("JSON", '{\n  api: "",\n  version: "1",\n}\n', True),
        ("JSON", "// settings\n[1, 2,]\n", True),
        ("JSON", "module.exports = {\n  a: 1,\n}\n", False),
        ("JSON", "a: 1\nb: 2\n", False),
        ("JSON", "a: {{ b }}\nc: 2\n", False),  # a template of YAML
        ("JSON", '{{ a }}\n{"b": {{ c }} }\n', True),
        ("TOML", "a: {{ b }}\nc: 2\n", False),
        ("TOML", "a = {{ b }}\n", True),
        ("YAML", "a: ${{ github.ref }}\n", False),  # it is run as it is
    ],
)
def test_is_loose(claimed, text, loose):
    assert is_loose([claimed], text) is loose


def test_what_may_not_be_held_is_documented():
    page = (Path(__file__).parents[3] / "docs" / "grammars.md").read_text("utf-8")
    table = page.partition("| Claims | May not hold |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", table, re.M)
    documented = [
        (frozenset(claims.split(", ")), frozenset(readings.split(", ")))
        for claims, readings, _ in rows
    ]
    assert documented == [(claims, readings) for claims, readings, _ in NOT_HELD]
