import pytest

from polyglint.gitattributes.parse import read_lines


def parsed(text):
    return [
        (line.number, line.pattern, [attribute.word for attribute in line.attributes])
        for line in read_lines(text)
    ]


LINES = [
    pytest.param("*.py text", [(1, "*.py", ["text"])], id="one"),
    pytest.param("a\tb  -c\r\n!d e=f\n", [(1, "a", ["b", "-c"]), (2, "!d", ["e=f"])], id="two"),
    pytest.param('"a b" c', [(1, '"a b"', ["c"])], id="quoted pattern"),
    pytest.param(r'"a\"b" c', [(1, r'"a\"b"', ["c"])], id="quote in quotes"),
    pytest.param('"a b c', [(1, '"a', ["b", "c"])], id="quote without its end"),
    pytest.param("\ufeff*.py x", [(1, "*.py", ["x"])], id="byte order mark"),
    pytest.param("  a b", [(1, "a", ["b"])], id="indented"),
    pytest.param("a b\u00a0c", [(1, "a", ["b\u00a0c"])], id="a space that git takes for a letter"),
    pytest.param("a b\x0cc", [(1, "a", ["b\x0cc"])], id="form feed"),
    pytest.param("a#b c", [(1, "a#b", ["c"])], id="number sign inside"),
    pytest.param("a", [(1, "a", [])], id="no attributes"),
    pytest.param("[attr]m -x", [(1, "[attr]m", ["-x"])], id="macro"),
]
NO_LINES = [
    pytest.param("", id="empty"),
    pytest.param("\n \n\t\r\n", id="blank"),
    pytest.param("# *.py text", id="comment"),
    pytest.param("  # *.py text", id="indented comment"),
    pytest.param("\ufeff# *.py text", id="comment after a byte order mark"),
    pytest.param("\ufeff", id="byte order mark alone"),
]


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_lines(text, expected):
    assert parsed(text) == expected


@pytest.mark.parametrize("text", NO_LINES)
def test_no_lines(text):
    assert parsed(text) == []


def test_columns_point_into_the_line():
    text = "\ufeff\t*.py  -linguist-vendored   linguist-language=C"
    (line,) = read_lines(text)
    for attribute in line.attributes:
        start = attribute.column - 1
        assert line.text[start : start + len(attribute.word)] == attribute.word


@pytest.mark.parametrize(
    ("word", "sign", "name", "value"),
    [
        pytest.param("a", "", "a", None, id="set"),
        pytest.param("-a", "-", "a", None, id="unset"),
        pytest.param("!a", "!", "a", None, id="unspecified"),
        pytest.param("a=b=c", "", "a", "b=c", id="value"),
        pytest.param("a=", "", "a", "", id="empty value"),
        pytest.param("=", "", "", "", id="equals alone"),
        pytest.param("--a", "-", "-a", None, id="two signs"),
    ],
)
def test_attribute(word, sign, name, value):
    ((attribute,),) = [line.attributes for line in read_lines(f"* {word}")]
    assert (attribute.sign, attribute.name, attribute.value) == (sign, name, value)


@pytest.mark.parametrize(
    ("word", "is_ours"),
    [
        pytest.param("linguist-vendored", True, id="linguist's"),
        pytest.param("-linguist-x", True, id="unknown"),
        pytest.param("gitlab-language=c", True, id="GitLab's"),
        pytest.param("Linguist_Vendored", True, id="other letters"),
        pytest.param("text", False, id="git's"),
        pytest.param("diff=linguist-x", False, id="value"),
        pytest.param("my-linguist-x", False, id="inside a name"),
        pytest.param("linguist", False, id="no attribute of its own"),
    ],
)
def test_is_ours(word, is_ours):
    ((attribute,),) = [line.attributes for line in read_lines(f"* {word}")]
    assert attribute.is_ours == is_ours
