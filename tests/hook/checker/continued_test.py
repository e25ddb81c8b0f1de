import pytest

from polyglint.checker.continued import is_continued

PAGE = "".join(f"  <tr><td>{n}</td></tr> \\\n" for n in range(9)) + "  </table>\n"
CLAIMED = ("INI", "Java Properties")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"page.menu = <table> \\\n{PAGE}", id="one value"),
        pytest.param(f"# a\n! b\na: \\\n{PAGE}\nb=\\\n{PAGE}c=d\n", id="comments and entries"),
        pytest.param(f"a=\\\n{PAGE}".replace("\n", "\r\n"), id="CRLF"),
        pytest.param("a=\\\n# b\\\n# c\n", id="no comment within a value"),
    ],
)
def test_values_go_on(text):
    assert is_continued(text, CLAIMED)
    assert not is_continued(text, ("INI",))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("a=b\n" * 9, id="a line each"),
        pytest.param(PAGE, id="no key"),
        pytest.param(f"a=\\\\\n{PAGE}", id="an escaped backslash"),
        pytest.param(f"a=\\\n{PAGE}<p>b</p>\n", id="a line that is no entry"),
        pytest.param(f"a=\\\n\n{PAGE}", id="a blank line ends the value"),
        pytest.param("a=\\\n  b\n" + "c=d\n" * 9, id="few lines go on"),
        pytest.param("#define a \\\n  b \\\n  c\nint d;\n", id="macros"),
    ],
)
def test_values_do_not_go_on(text):
    assert not is_continued(text, CLAIMED)
