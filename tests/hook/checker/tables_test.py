import pytest

from polyglint.checker.tables import is_number_table

TABLE = "static const int sine[] = {\n" + "  0x1f, 0x2e, 1.5e3,\n" * 8 + "};\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TABLE, id="C"),
        pytest.param("1,2,3\n4,5,6\n", id="numbers alone"),
        pytest.param("a,b\n" + "0.25,17\n" * 5, id="under a header"),
    ],
)
def test_tables(text):
    assert is_number_table(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("int f(int a) { return a + 1; }\n", id="code"),
        pytest.param("x1 = y2 + z3\n" * 9, id="digits in names"),
        pytest.param("#a1b2c3 { top: 1px; left: 2px }\n" * 9, id="style sheet"),
        pytest.param("mov r0, 1\nadd r1, 2\n" * 9, id="assembly"),
        pytest.param(f"# {'0 ' * 9999}\n" + "a = f(b)\n" * 99, id="numbers on one line"),
        pytest.param("1 one\n2 two\n3 three\n", id="a list"),
        pytest.param(f'<svg viewBox="0 0 9 9"><path d="M1{" 2,3" * 99}"/></svg>\n', id="drawing"),
        pytest.param(f"<script>\n</script>\n<path d={{'M{' 2,3' * 99}'}} />\n", id="component"),
    ],
)
def test_other_texts(text):
    assert not is_number_table(text)
