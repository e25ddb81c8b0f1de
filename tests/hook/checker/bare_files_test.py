"""Real code under the names of templates, by the model that ships."""

from pathlib import Path

import pytest

from polyglint.checker.checker import Judge, PathContext

SOURCES = Path(__file__).parents[2] / "sources"
CODE = {
    "Matrix.java": "Java",
    "cache.rs": "Rust",
    "inventory.py": "Python",
    "ledger.rb": "Ruby",
    "queue.go": "Go",
    "ring_buffer.c": "C",
}
NAMES = ("page.jinja", "page.html.twig", "page.hbs", "page.ejs", "mails/page.j2")


@pytest.fixture(scope="module")
def judge():
    return Judge()


def text_of(name):
    return (SOURCES / name).read_text(encoding="utf-8")


def findings(judge, text, path):
    return judge.examine(text.encode(), PathContext(path, ())).findings


@pytest.mark.parametrize("path", NAMES)
@pytest.mark.parametrize("name", CODE)
def test_found(judge, name, path):
    found = findings(judge, text_of(name), path)
    assert [(one.code, one.language) for one in found] == [("PG101", CODE[name])]


@pytest.mark.parametrize(("path", "claim"), [("docs/a.md", "Markdown"), ("docs/a.mdx", "MDX")])
@pytest.mark.parametrize("name", ["Matrix.java", "cache.rs", "queue.go", "ring_buffer.c"])
def test_markdown_whose_text_a_grammar_accepts(judge, name, path, claim):
    (found,) = findings(judge, text_of(name), path)
    assert found.message.startswith(f"claims {claim}, reads as {CODE[name]}")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        pytest.param("ledger.rb", "page.html.erb", id="Ruby around HTML is Ruby"),
        pytest.param("mailer.php", "page.twig", id="what pages hold"),
        pytest.param("router.js", "page.ejs", id="and run"),
        pytest.param("backup.sh", "deploy.j2", id="what sets a system up"),
        pytest.param("queue.go", "queue.go.j2", id="said by its name"),
        pytest.param("queue.go", "templates/queue.j2", id="what a generator copies"),
        pytest.param("queue.go", "server/go/queue.hbs", id="said by its directory"),
        pytest.param("ring_buffer.c", "ring_buffer.txt", id="text"),
        pytest.param("ledger.rb", "notes.md", id="Markdown that only a lax grammar accepts"),
    ],
)
def test_silent(judge, name, path):
    assert findings(judge, text_of(name), path) == ()


@pytest.mark.parametrize("path", NAMES)
@pytest.mark.parametrize("name", CODE)
def test_one_tag_is_enough(judge, name, path):
    assert findings(judge, f"{text_of(name)}\n<%= name %> {{{{ name }}}}\n", path) == ()
