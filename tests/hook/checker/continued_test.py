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


ROOT = """// Roots of the shaders
#pragma once
#define PlainRoot \\
"RootFlags ( ALLOW_LAYOUT |" \\
"            DENY_HULL )," \\
"CBV(b0)"

#define WideRoot \\
"RootFlags ( ALLOW_LAYOUT )," \\
"Table ( SRV(t0), visibility = PIXEL )," \\
"Table ( Sampler(s0), visibility = PIXEL )"
"""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(ROOT, "HLSL", id="HLSL"),
        pytest.param("#if A\n#define PAGE \\\n" + PAGE + "#endif\n", "C", id="a page"),
        pytest.param("/* a\n * b\n */\n#  define PAGE \\\n" + PAGE, "C++", id="a comment"),
        pytest.param(ROOT.replace("\n", "\r\n"), "GLSL", id="CRLF"),
        pytest.param(ROOT.replace("#pragma once", "#undef A"), "Cuda", id="a macro taken back"),
    ],
)
def test_macros_go_on(text, language):
    assert is_continued(text, [language])
    assert not is_continued(text, ["Java Properties"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ROOT + "float a;\n", id="code"),
        pytest.param("#define A 1\n#define B 2\n", id="a line each"),
        pytest.param("PAGE = \\\n" + PAGE, id="a makefile"),
        pytest.param("echo \\\n" + PAGE, id="a shell script"),
        pytest.param("# define a page \\\n" + "<p>\n" * 9, id="a comment of shell"),
    ],
)
def test_other_lines_go_on(text):
    assert not is_continued(text, ["C"])
