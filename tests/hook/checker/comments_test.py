import pytest

from polyglint.checker.comments import is_comment

PAGE = (
    "/**\n <h2>Use</h2>\n <ul>\n" + " <li>one, with {@link Tree trees}</li>\n" * 9 + " </ul>\n*/\n"
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PAGE, id="one comment"),
        pytest.param(PAGE + "package garden.trees;\n", id="with one line of code"),
        pytest.param("/* Licence */\n\n" + PAGE, id="two of them"),
        pytest.param("/* never closed\n" * 9, id="without an end"),
    ],
)
def test_comments(text):
    assert is_comment(["Java"], text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("Java", "", id="nothing"),
        pytest.param("Java", " \n\n", id="blanks"),
        pytest.param("Java", "int a;\n" * 9 + "/* b */\n", id="code"),
        pytest.param("Java", PAGE + "int a = f(b, c);\n" * 9, id="half of each"),
        pytest.param("Java", f"/* {'b ' * 9999} */\n" + "int a = f();\n" * 99, id="a long line"),
        pytest.param("Java", "/*\n*/int a = f(b); /*\n*/" * 99, id="code between comments"),
        pytest.param("Java", "// line\n" * 9, id="comments of a line"),
        pytest.param("Java", "*/" + "<p>text</p>\n" * 9, id="an end alone"),
        pytest.param("Java", "paths:\n  - lib/**\n" + "  - a\n" * 99, id="a path of any depth"),
        pytest.param("Python", PAGE, id="another language's comments"),
        pytest.param("HTML", PAGE, id="no such comments"),
    ],
)
def test_other_texts(language, text):
    assert not is_comment([language], text)


def test_many_beginnings_take_no_longer_than_one():
    assert is_comment(["C"], "/* " * 500_000)
