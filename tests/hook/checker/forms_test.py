import time

import pytest

from polyglint.checker.forms import has_form

PRICES = "item,price,stock\nbolt,0.10,400\nnut,0.05,900\nwasher,0.01,12\n"
PAIRS = "code,country\n" + "".join(f"{code},Land {code}\n" for code in "ABCDEFGH")
IGNORED = "# built\n*.o\n/build/\n!keep.o\n.cache\nnode_modules/\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PRICES, id="commas"),
        pytest.param(PRICES.replace(",", ";"), id="semicolons"),
        pytest.param(PRICES.replace(",", "\t"), id="tabs"),
        pytest.param(PRICES.replace(",", "|"), id="bars"),
        pytest.param("# prices\n" + PRICES, id="a comment"),
        pytest.param(PRICES + '"wing nut, large",1.20,3\n', id="quotes"),
        pytest.param(PAIRS, id="two columns"),
        pytest.param("a,b,c,\n" * 5, id="an empty last column of four"),
        pytest.param(PRICES * 100 + "bolt,0.10\n", id="one row that is short"),
    ],
)
def test_tables(text):
    assert has_form(text, "CSV", ["Go"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(PRICES[:40], id="two rows"),
        pytest.param("x = 1;\ny = 2;\nz = 3;\n" * 4, id="one semicolon a line"),
        pytest.param("mov a, b\n" * 4, id="a few pairs"),
        pytest.param("f(1, 2)\n" + PRICES + "g(1)\nh()\ni(2)\n", id="calls beside a table"),
        pytest.param("1, 2,\n3, 4,\n" * 4, id="commas at the end"),
        pytest.param("import a\nimport b\n" * 8, id="words"),
        pytest.param(IGNORED, id="patterns"),
    ],
)
def test_no_tables(text):
    assert not has_form(text, "CSV", ["Go"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(IGNORED, id="all kinds"),
        pytest.param("*.pyc\n__pycache__/\nbuild\ndist\n.venv\n", id="Python's"),
        pytest.param("/target\n**/*.rs.bk\nCargo.lock\n", id="Rust's"),
        pytest.param("*\n!.gitignore\n!docs/*\n", id="all but"),
        pytest.param("\\#*\\#\n*~\n*.py,cover\n.#*\n", id="of editors"),
    ],
)
def test_patterns(text):
    assert has_form(text, "Ignore List", ["Go"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("*.o\n*.a\n", id="two"),
        pytest.param("alpha\nbeta\ngamma\ndelta\n*.o\n", id="words"),
        pytest.param("/*\n*.o\n/build/\n*/\n", id="a comment of code"),
        pytest.param("x = a/b\n" * 4, id="code"),
        pytest.param("src/a.c: src/a.h\n" * 4, id="rules"),
        pytest.param("a/b;\nc/d;\ne/f;\n", id="ends of statements"),
        pytest.param(PRICES, id="a table"),
    ],
)
def test_no_patterns(text):
    assert not has_form(text, "Ignore List", ["Go"])


@pytest.mark.parametrize(
    "claimed", [["Shell"], ["INI"], ["AsciiDoc"], ["Go", "Makefile"], ["CSV"], ["AutoHotkey"]]
)
def test_claims_that_may_be_lists(claimed):
    assert not has_form(PRICES, "CSV", claimed)
    assert not has_form(IGNORED, "Ignore List", claimed)


@pytest.mark.parametrize("claimed", [["Go"], ["JSON"], ["Haskell", "Rust"]])
def test_claims_that_are_none(claimed):
    assert has_form(PRICES, "CSV", claimed)
    assert has_form(IGNORED, "Ignore List", claimed)


def test_other_languages_have_no_form():
    assert not has_form(PRICES, "Text", ["Go"])


@pytest.mark.parametrize(
    "text", ['"' * 500_000, "," * 500_000, "a,b\n" * 200_000, "*/\n" * 200_000]
)
def test_no_text_takes_long(text):
    began = time.process_time()
    has_form(text, "CSV", ["Go"])
    has_form(text, "Ignore List", ["Go"])
    assert time.process_time() - began < 5
