import pytest

from polyglint.linguist.languages import languages
from train.corpus.comments import SYNTAXES, block_end, comment_lines


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
