import pytest

from polyglint.gitattributes.parse import read_lines
from polyglint.gitattributes.statistics import settles, undetectable


def line_of(text):
    (line,) = read_lines(text)
    return line


COUNT_FOR_NOTHING = [
    # line, a path that it matches
    ("*.inc linguist-language=SQL", "a.inc"),
    ("*.dbscript linguist-language=SQL", "a.dbscript"),
    ("*.mdx linguist-language=Markdown", "a.mdx"),
    ("*.tpl linguist-language=yaml", "a.tpl"),
    ("*.sql text linguist-language=SQL", "a.pls"),
]
SAID_OR_MEANT = [
    ("*.inc linguist-language=PHP", "a.inc"),
    ("*.inc linguist-language=HTML", "a.inc"),
    ("*.json linguist-language=JSON-with-Comments", "tsconfig.json"),
    ("*.txt linguist-language=Markdown", "README.txt"),
    (".prettierrc linguist-language=JSON", ".prettierrc"),
    ("*.x -linguist-language", "a.x"),
    ("*.x linguist-language=Klingon", "a.x"),
    ("*.x gitlab-language=sql", "a.x"),
    ("*.x linguist-vendored", "a.x"),
    ("vendor/*.x linguist-language=SQL", "vendor/a.x"),
    ("Cargo.lock linguist-language=TOML", "Cargo.lock"),
]


@pytest.mark.parametrize(("text", "path"), COUNT_FOR_NOTHING)
def test_counts_for_nothing(text, path):
    problem = undetectable(line_of(text), [path])
    assert problem.code == "PG208"
    assert problem.corrected == f"{text} linguist-detectable"
    assert not problem.safe
    assert settles(line_of(problem.corrected))


@pytest.mark.parametrize(("text", "path"), SAID_OR_MEANT)
def test_nothing_to_say(text, path):
    assert undetectable(line_of(text), [path]) is None


def test_no_path_is_left():
    assert undetectable(line_of("*.inc linguist-language=SQL"), []) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("* linguist-detectable", True),
        ("* -linguist-detectable", True),
        ("* linguist-detectable=false", True),
        ("* linguist-generated", True),
        ("* linguist-language=SQL", False),
        ("* text", False),
    ],
)
def test_settles(text, answer):
    assert settles(line_of(text)) == answer
