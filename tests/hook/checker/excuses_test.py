import pytest

from polyglint.checker.excuses import excuse


@pytest.mark.parametrize(
    ("text", "claimed", "reason"),
    [
        pytest.param("1 2 3\n4 5 6\n", "CSV", "a table of numbers", id="table"),
        pytest.param("/* a\n b */\n", "C", "nothing but comments", id="comment"),
        pytest.param("AbC1" * 40 + "\n", "Java", "mostly encoded bytes", id="encoded"),
        pytest.param("word\n" * 20, "Ruby", "a list of words", id="words"),
        pytest.param("import os\n", "Python", "accepted by the parser of Python", id="parser"),
        pytest.param('pin "a"\n', "Ruby", "pins of an importmap", id="dialect"),
        pytest.param("a: {{ b }}\n", "YAML", "made by a template", id="template"),
        pytest.param("def f(a):\n    return a\n", "Ruby", None, id="none"),
    ],
)
def test_excuse(text, claimed, reason):
    assert excuse(text, [claimed]) == reason
