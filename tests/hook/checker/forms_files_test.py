"""Lists and tables under the names of code, by the model that ships."""

import pytest

from polyglint.checker.checker import Judge, PathContext

COUNTRIES = "code,name,capital,population\n" + "".join(
    f"{code},{name},{capital},{population}\n"
    for code, name, capital, population in (
        ("AT", "Austria", "Vienna", 9132),
        ("BE", "Belgium", "Brussels", 11822),
        ("CZ", "Czechia", "Prague", 10864),
        ("DK", "Denmark", "Copenhagen", 5947),
        ("EE", "Estonia", "Tallinn", 1366),
        ("FI", "Finland", "Helsinki", 5584),
    )
)
MEMBERS = (
    'id;name;email;joined\n1;"Berg, Anna";anna@example.org;2019-03-01\n'
    '2;"Lind, Bo";bo@example.org;2020-11-17\n3;"Ek, Carl";carl@example.org;2021-06-30\n'
    '4;"Dahl, Disa";disa@example.org;2022-01-09\n5;"Falk, Erik";erik@example.org;2023-08-21\n'
)
IGNORED = "# Byte code\n__pycache__/\n*.py[cod]\n\n# Builds\nbuild/\ndist/\n*.egg-info/\n.venv/\n"
NODE = "node_modules/\ndist/\n.env\n.env.local\n*.log\nnpm-debug.log*\ncoverage/\n.DS_Store\n"
BUILT = "*.o\n*.a\n*.so\n/build/\n!/build/keep.o\n.cache/\nTAGS\n*.swp\n*~\n"


@pytest.fixture(scope="module")
def judge():
    return Judge()


def findings(judge, text, path):
    return judge.examine(text.encode(), PathContext(path, ())).findings


@pytest.mark.parametrize("path", ["a.erl", "a.go"])
@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(COUNTRIES, "CSV", id="countries"),
        pytest.param(MEMBERS, "CSV", id="members"),
        pytest.param(IGNORED, "Ignore List", id="Python"),
        pytest.param(NODE, "Ignore List", id="Node"),
        pytest.param(BUILT, "Ignore List", id="C"),
    ],
)
def test_found(judge, text, language, path):
    assert [one.language for one in findings(judge, text, path)] == [language]


@pytest.mark.parametrize("path", ["a.csv", "a.txt", "a.d", "a.sh", "a.gp", "a.cob"])
@pytest.mark.parametrize("text", [COUNTRIES, IGNORED])
def test_silent(judge, text, path):
    assert findings(judge, text, path) == ()


def test_a_line_of_code_is_enough(judge):
    code = "\nvoid main() {\n  print(total(rows));\n  print(mean(rows));\n}\n"
    assert findings(judge, COUNTRIES + code, "a.dart") == ()
