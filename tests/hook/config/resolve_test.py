import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglint.config.config_file import ConfigFile
from polyglint.config.resolve import resolve
from polyglint.config.schema import MAX_VALUES, PARSERS
from polyglint.config.settings import Settings, names
from polyglint.errors import FatalError


def of(table, name=".polyglint.toml", **options):
    return resolve(ConfigFile(name, table), options)


def test_every_setting_has_a_parser():
    assert PARSERS.keys() == names().keys()


def test_defaults():
    assert resolve(None, {}).settings == Settings()
    assert set(resolve(None, {}).origins.values()) == {"default"}


def test_the_command_line_has_the_last_word():
    resolved = of({"exclude": ["a/"], "min-score": 0.5}, exclude=["b/"], warn_only=True)
    assert resolved.settings == Settings(exclude=("b/",), min_score=0.5, warn_only=True)
    assert resolved.origins["exclude"] == resolved.origins["warn_only"] == "command line"
    assert resolved.origins["min_score"] == ".polyglint.toml"
    assert resolved.origins["include"] == "default"


GOOD = [
    ("exclude", ["a/", "!a/b", "*.min.*"], ("a/", "!a/b", "*.min.*")),
    ("force-exclude", False, False),
    ("languages", ["python", "c++", "Visual-Basic-.NET"], ("Python", "C++", "Visual Basic .NET")),
    ("per-path-languages", {"*.inc": ["php"]}, {"*.inc": ("PHP",)}),
    ("min-score", 1, 1.0),
    ("select", ["PG1", "PG205"], ("PG1", "PG205")),
    ("severity", {"PG2": "warning"}, {"PG2": "warning"}),
    ("baseline", "ci/known.jsonl", "ci/known.jsonl"),
]


@pytest.mark.parametrize(("key", "value", "expected"), GOOD)
def test_good_values(key, value, expected):
    assert getattr(of({key: value}).settings, key.replace("-", "_")) == expected


BAD = [
    ({"exlude": []}, "unknown key exlude; did you mean exclude?"),
    ({"force_exclude": True}, "unknown key force_exclude; did you mean force-exclude?"),
    ({"zzz": 1}, "unknown key zzz"),
    ({"exclude": "a"}, "exclude: expected a list of strings, got 'a'"),
    ({"exclude": ["a", 3]}, "exclude: expected a list of strings, among its values got 3"),
    ({"exclude": ["# a"]}, "exclude: '# a' is no pattern; write it as in .gitignore"),
    ({"exclude": [""]}, "exclude: '' is no pattern; write it as in .gitignore"),
    (
        {"exclude": ["*a*a*a*b"]},
        "exclude: pattern '*a*a*a*b' is too long or has too many *; make it several",
    ),
    ({"include": ["a"] * (MAX_VALUES + 1)}, "include: has 257 values; at most 256 are taken"),
    ({"force-exclude": 1}, "force-exclude: expected true or false, got 1"),
    ({"min-score": True}, "min-score: expected a number from 0 to 1, got True"),
    ({"min-score": 90}, "min-score: expected a number from 0 to 1, got 90"),
    ({"min-score": float("nan")}, "min-score: expected a number from 0 to 1, got nan"),
    (
        {"languages": ["Pyton"]},
        "languages: linguist knows no language 'Pyton'; did you mean Python?",
    ),
    ({"per-path-languages": ["a"]}, "per-path-languages: expected a table, got ['a']"),
    ({"per-path-languages": {"a": "C"}}, "per-path-languages: expected a list of strings, got 'C'"),
    ({"select": ["ZZ9"]}, "select: no code is or begins with 'ZZ9'"),
    ({"ignore": [""]}, "ignore: no code is or begins with ''"),
    (
        {"severity": {"PG101": "info"}},
        "severity: expected error, warning, off, for 'PG101' got 'info'",
    ),
    ({"severity": {"PG101": []}}, "severity: expected error, warning, off, for 'PG101' got []"),
    ({"baseline": "../a"}, "baseline: expected a path inside of the repository, got '../a'"),
    ({"baseline": "/a"}, "baseline: expected a path inside of the repository, got '/a'"),
    ({"baseline": "C:/a"}, "baseline: expected a path inside of the repository, got 'C:/a'"),
]


@pytest.mark.parametrize(("table", "message"), BAD, ids=lambda value: str(value)[:40])
def test_bad_values(table, message):
    with pytest.raises(FatalError) as error:
        of(table)
    assert str(error.value) == f".polyglint.toml: {message}"


def test_where_a_bad_value_stands():
    with pytest.raises(FatalError, match=r"^a/pyproject.toml: tool.polyglint.min-score: expected"):
        of({"min-score": 2}, "a/pyproject.toml")
    with pytest.raises(FatalError, match=r"^a/pyproject.toml: unknown key tool.polyglint.x"):
        of({"x" * 99: 2}, "a/pyproject.toml")
    with pytest.raises(FatalError, match=r"^--min-score: expected"):
        resolve(None, {"min_score": 2})


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
values = st.recursive(
    scalars | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*names().values()]) | st.text(), values, max_size=3))
def test_any_table_is_settings_or_one_error(table):
    with contextlib.suppress(FatalError):
        of(table)
