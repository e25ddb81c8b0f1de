import pytest

from polyglint.linguist.comment_syntax import (
    SYNTAXES,
    beside_comments,
    block_end,
    comment_lines,
    is_line_comment,
)
from polyglint.linguist.languages import languages

COMMENTED = "#template <class T>\n#using a = b;\n" * 9


@pytest.mark.parametrize(
    ("text", "language", "rest"),
    [
        pytest.param(f"when a:\n  b* = 1\n{COMMENTED}", "Nim", "when a:\n  b* = 1\n", id="Nim"),
        pytest.param(COMMENTED.replace("#", "  # "), "Crystal", "", id="indented"),
        pytest.param(COMMENTED.replace("#", "-- "), "VHDL", "", id="VHDL"),
        pytest.param(COMMENTED.replace("#", "//"), "SourcePawn", "", id="SourcePawn"),
        pytest.param(COMMENTED.replace("#", "; "), "AutoHotkey", "", id="AutoHotkey"),
        pytest.param(COMMENTED.replace("#", "% "), "Prolog", "", id="Prolog"),
        pytest.param(COMMENTED.replace("#", "REM "), "Batchfile", "", id="capitals"),
        pytest.param("a = b\r\n\r\n# c", "Nim", "a = b\r\n\r\n", id="half of it"),
        pytest.param("/*\n" + " * a\n" * 9 + " */\nint b;\n", "C", "int b;\n", id="a block"),
        pytest.param('"\na ""b"" c\n"\nC := 1.\n', "Smalltalk", "C := 1.\n", id="doubled quotes"),
        pytest.param("{- a\n b -}\nc = 1\n", "Elm", "c = 1\n", id="a block of Elm"),
        pytest.param("/* a\n*/\n", "Processing", "", id="nothing else"),
        pytest.param("--[[ a\n b ]]\nlocal c\n", "Lua", "local c\n", id="a block of Lua"),
        pytest.param("/*\n" * 9 + "int b;\n", "C", None, id="a block without an end"),
        pytest.param("/* a */ int b;\n" * 9, "C", None, id="code behind a block"),
        pytest.param("int f()\n{\n  return 1;\n}\n" * 9, "Pascal", None, id="blocks of code"),
        pytest.param(COMMENTED + "a = b\n" * 19, "Nim", None, id="less than half"),
        pytest.param(COMMENTED, "VHDL", None, id="of another language"),
        pytest.param(COMMENTED, "Markdown", None, id="a language without comments"),
        pytest.param("", "Nim", None, id="empty"),
        pytest.param("\n \n", "Nim", None, id="blank"),
    ],
)
def test_the_lines_beside_comments(text, language, rest):
    assert beside_comments(text, [language]) == rest


def test_comments_of_one_of_several_languages_are_left_out():
    assert beside_comments("% a\n// b\nc\n", ["Prolog", "ReScript"]) == "c\n"


@pytest.mark.parametrize(
    ("line", "is_one"), [("rem\n", True), ("REM a", True), ("remove a", False), ("", False)]
)
def test_a_word_begins_a_comment(line, is_one):
    assert is_line_comment(line, SYNTAXES["Batchfile"].lines) is is_one
    assert not is_line_comment(line, ())


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        pytest.param("/*\n" * 100_000, None, id="none ends"),
        pytest.param("/*\n" * 100_000 + "*/ x\n", None, id="code behind the end"),
        pytest.param('"""\n' * 99_999, '"""\n', id="each ends"),
    ],
)
def test_many_beginnings_take_no_longer_than_one(text, rest):
    assert beside_comments(text, ["C", "Python"]) == rest


def test_languages_are_linguists():
    assert not SYNTAXES.keys() - languages().keys()


@pytest.mark.parametrize(
    ("language", "text", "end"),
    [
        pytest.param("C", "// a\n// b\nint c;\n", 2, id="run of line comments"),
        pytest.param("C", "// a\n\n// b\n", 1, id="blank line ends a run"),
        pytest.param("C", "/* a */\nint c;\n", 1, id="block of one line"),
        pytest.param("C", "/*\n a\n\n b\n*/\nint c;\n", 5, id="block with a blank line"),
        pytest.param("C", "/* a */ int c;\n", None, id="code after a block"),
        pytest.param("C", "/* a\nint c;\n", None, id="open block"),
        pytest.param("C", "int c;\n", None, id="code"),
        pytest.param("Lua", "--[[ a\n b ]]\nlocal c\n", 2, id="block before line comment"),
        pytest.param("CoffeeScript", "### a\nb\n###\nc = 1\n", 3, id="same mark at both ends"),
        pytest.param("Python", '"""a"""\nimport b\n', 1, id="docstring"),
        pytest.param("Batchfile", "REM\nREM a\nremove b\n", 2, id="word, in any case"),
        pytest.param("reStructuredText", ".. a\n   b\n\nTitle\n", 3, id="indented block"),
        pytest.param("Markdown", "# a\n", None, id="heading is no comment"),
    ],
)
def test_block_end(language, text, end):
    assert block_end(text.splitlines(keepends=True), 0, SYNTAXES[language]) == end


def test_comment_lines():
    lines = ["// a", "int b; // c", "/*", "d", "*/", "/* e", "int f;"]
    assert comment_lines(lines, SYNTAXES["C"]) == [True, False, True, True, True, False, False]
