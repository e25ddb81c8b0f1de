import time

import pytest

from polyglint.sources.toml_text import loads


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("", {}),
        ("[a]\nb = 1\n", {"a": {"b": 1}}),
        ("a = '1.2.3.4'\n", {"a": "1.2.3.4"}),
        (".".join("abc" * 10) + " = 1\n", None),
        ("a = '" + "b." * 99 + "'\n", None),
        ('a = """\n"\\"' + "b." * 99 + '"""""\n', None),
        ("a = '''\n'" + "b." * 99 + "'''\n", None),
        ("# it's " + "b." * 99 + "\na = 1\n", {"a": 1}),
    ],
    ids=[
        *("empty", "table", "a text with dots", "a key of thirty parts", "a text like a key"),
        *("a text on two lines", "a literal text on two lines", "a comment like a key"),
    ],
)
def test_toml(text, table):
    found = loads(text)
    assert table is None or found == table


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("a = ", "Invalid value", id="malformed"),
        pytest.param("a" + ".a" * 100_000 + "=1", "a key has too many parts", id="bare"),
        pytest.param('"a"' + ' . "a"' * 40_000 + "=1", "a key has too many", id="quoted"),
        pytest.param(r'"\""' + r'."\""' * 40_000 + "=1", "a key has too many", id="escaped"),
        pytest.param("'a'" + ".'\"'" * 40_000 + "=1", "a key has too many parts", id="literal"),
        pytest.param("[a" + ".a" * 100_000 + "]", "a key has too many parts", id="header"),
        pytest.param(
            'a = ["""\n\'""", {a' + ".a" * 40 + "=1}]", "a key has too many", id="behind a quote"
        ),
        pytest.param('a = "' + '\\"' * 130_000, "Illegal|Unterminated", id="escaped quotes"),
        pytest.param("a=" + "[" * 99_000, "nested too deeply", id="deep"),
        pytest.param("a=" + "{a=" * 99_000, "nested too deeply", id="deep tables"),
    ],
)
def test_what_is_not_toml_or_nobody_s(text, message):
    began = time.process_time()
    with pytest.raises(ValueError, match=message):
        loads(text)
    assert time.process_time() - began < 5  # hours, where each part costs those before it
