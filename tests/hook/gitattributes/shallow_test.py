import pytest

from polyglint.git.repository import Repository
from polyglint.gitattributes.lint import problems
from polyglint.gitattributes.matching import matcher

FILES = ("app/a.c", "app/deep/b.c", "app/deep/er/c.c", "flat/a.c", "my dir/a.c", "my dir/x/b.c")


@pytest.fixture
def found(repository):
    for name in FILES:
        repository.add(name)

    def run(text):
        tracked = [*FILES, ".gitattributes"]
        match = matcher(Repository(repository.root), tracked)
        linted = problems({".gitattributes": text}, tracked, match)
        return [(p.code, p.line, p.corrected) for p in linted.problems[".gitattributes"]]

    return run


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        pytest.param("app/* linguist-vendored", "app/** linguist-vendored", id="directory"),
        pytest.param("/app/* linguist-generated", "/app/** linguist-generated", id="from the root"),
        pytest.param(
            "app/deep/* linguist-detectable=false",
            "app/deep/** linguist-detectable=false",
            id="deep",
        ),
        pytest.param(
            '"my dir/*" linguist-vendored', '"my dir/**" linguist-vendored', id="in quotes"
        ),
    ],
)
def test_files_further_down_are_missed(found, text, corrected):
    assert found(text + "\n") == [("PG206", 1, corrected)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("flat/* linguist-vendored", id="nothing is further down"),
        pytest.param("app/** linguist-vendored", id="all of it"),
        pytest.param("app/* text", id="an attribute of git's"),
        pytest.param("/* linguist-vendored", id="files of the root"),
        pytest.param("app/*.c linguist-vendored", id="by extension"),
        pytest.param(
            "app/* linguist-vendored\napp/*/** -linguist-vendored", id="another line says otherwise"
        ),
    ],
)
def test_meant_so(found, text):
    assert [row for row in found(text + "\n") if row[0] == "PG206"] == []


def test_the_message_names_a_file(found, repository):
    tracked = [*FILES, ".gitattributes"]
    match = matcher(Repository(repository.root), tracked)
    linted = problems({".gitattributes": "app/* linguist-vendored\n"}, tracked, match)
    (problem,) = linted.problems[".gitattributes"]
    words = "app/* reaches no subdirectory: app/deep/b.c gets no attributes from it"
    assert (problem.message, problem.safe) == (words, False)
