import pytest

from polyglint.checker.line_dialects import DIALECTS, dialect_of
from polyglint.linguist.languages import languages

PINS = '# npm\npin "application"\npin "trix", to: "trix.js"\npin_all_from "app/js", under: "x"\n'
SQL_PLUS = (
    "REM Orders of a day\nSET ECHO OFF\nSET PAGESIZE 0\nDEFINE day = &1\nSPOOL a.lst\n@b.sql\n"
)
CONFIG = "class CfgPatches {\n\tclass Shop {\n\t\tunits[] = {};\n\t\tversion = 1.2;\n\t};\n};\n"


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        pytest.param(PINS, "Ruby", "pins of an importmap", id="importmap"),
        pytest.param(PINS.replace('"', "'"), "Ruby", "pins of an importmap", id="other quotes"),
        pytest.param(SQL_PLUS, "SQL", "commands of SQL*Plus", id="SQL*Plus"),
        pytest.param(SQL_PLUS.lower(), "SQL", "commands of SQL*Plus", id="in small letters"),
        pytest.param(SQL_PLUS, "PLSQL", "commands of SQL*Plus", id="by another name"),
        pytest.param(CONFIG, "C++", "classes of a game's configuration", id="a game"),
        pytest.param("// x\n" + CONFIG, "C++", "classes of a game's configuration", id="commented"),
        pytest.param(PINS, "Python", None, id="another language"),
        pytest.param('pin "a"\n' + "def f\n  1\nend\n" * 5, "Ruby", None, id="a pin in code"),
        pytest.param("SELECT a\nFROM b\nWHERE c = 1;\n", "SQL", None, id="plain SQL"),
        pytest.param(
            "@echo off\nset A=1\nif x goto y\ncopy a b\ndel c\n", "SQL", None, id="a batch file"
        ),
        pytest.param("import os\nprint(1)\n", "C++", None, id="Python"),
        pytest.param("", "Ruby", None, id="empty"),
    ],
)
def test_dialect(text, language, reason):
    assert dialect_of(text, [language]) == reason


def test_dialects_have_reasons_and_are_of_languages_of_linguist():
    assert all(dialect.reason for dialect in DIALECTS)
    assert {dialect.language for dialect in DIALECTS} <= languages().keys()
