import json

import pytest

from polyglint.escaping import LOG_COMMAND
from polyglint.report.json_text import dumps


@pytest.mark.parametrize(
    "value",
    [
        "a",
        "é🐍\n\x00\x7f",
        "##[error]x",
        "\\##[x",
        "##vso[a]b",
        "a\ufeffb\u2028",
        {"a": ["b", None, 1.5]},
    ],
    ids=ascii,
)
def test_round_trip(value):
    text = dumps(value)
    assert json.loads(text) == value
    assert text.isascii()
    assert text.isprintable()
    assert not LOG_COMMAND.search(text)


def test_what_is_no_character_is_escaped():
    assert json.loads(dumps({"a": ("\udce9", "\ud800x")})) == {"a": ["\\xe9", "\\ud800x"]}
