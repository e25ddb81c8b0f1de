import pytest

from polyglint.linguist.languages import languages
from polyglint.linguist.line_comments import LINE_COMMENTS, beside_line_comments, is_line_comment

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
        pytest.param(COMMENTED + "a = b\n" * 19, "Nim", None, id="less than half"),
        pytest.param(COMMENTED, "VHDL", None, id="of another language"),
        pytest.param(COMMENTED, "Markdown", None, id="a language without comments"),
        pytest.param("", "Nim", None, id="empty"),
        pytest.param("\n \n", "Nim", None, id="blank"),
    ],
)
def test_the_lines_beside_comments(text, language, rest):
    assert beside_line_comments(text, [language]) == rest


def test_comments_of_one_of_several_languages_are_left_out():
    assert beside_line_comments("% a\n// b\nc\n", ["Prolog", "ReScript"]) == "c\n"


@pytest.mark.parametrize(
    ("line", "is_one"), [("rem\n", True), ("REM a", True), ("remove a", False), ("", False)]
)
def test_a_word_begins_a_comment(line, is_one):
    assert is_line_comment(line, LINE_COMMENTS["Batchfile"]) is is_one
    assert not is_line_comment(line, ())


def test_languages_are_linguist_s():
    assert LINE_COMMENTS.keys() <= languages().keys()
