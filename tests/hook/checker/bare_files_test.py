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


def test_comments_are_no_headings_where_a_grammar_accepts_all_else(judge):
    text = "# The stock of a shop\n" + text_of("inventory.py")
    (found,) = findings(judge, text, "docs/inventory.md")
    assert found.message.startswith("claims Markdown, reads as Python")


@pytest.mark.parametrize("name", CODE)
@pytest.mark.parametrize("words", ["# Usage", "Example:", "Here it is\n----------", "* Example"])
def test_indented_code_in_markdown(judge, name, words):
    code = text_of(name).replace("\n", "\n    ").strip()
    assert findings(judge, f"{words}\n\n    {code}\n", "notes/example.md") == ()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/a.md", "# Title\n\nSome words on it, and nothing else.\n\n## More\n\n- a\n- b\n"),
        (
            "docs/a.md",
            "# Title\n\n    $ make\n    $ make install\n\nThen **restart** it.\n> Or not.\n",
        ),
        (
            "docs/a.md",
            "## Use\n\n    import shop\n    shop.open(1)\n\nand so on\n\n    shop.close()\n",
        ),
        ("docs/a.mdx", "# Title\n\nimport A from 'a'\n\n<A/>\n\nWords.\n\n| a | b |\n|---|---|\n"),
        ("a.liquid", "<div>{{ name }}</div>\n<p>\nWords\n</p>\n"),
        ("views/a.cshtml", "<div>@Model.Name</div>\n<p>\nWords\n</p>\n"),
        ("views/a.jsp", "<html>\n<body>\n<p>\nWords\n</p>\n</body>\n</html>\n"),
    ],
)
def test_judged_and_silent(judge, path, text):
    found = judge.examine(text.encode(), PathContext(path, ()))
    assert (found.findings, found.not_judged) == ((), None)


def test_a_mark_is_told(judge):
    found = judge.examine(b"<p>\n{{ name }}\n", PathContext("a.liquid", ()))
    assert (found.not_judged, found.cleared) == (None, "has a tag of a template in line 2")
    found = judge.examine(b"# A\n\nSee [b](c.md).\n", PathContext("a.md", ()))
    assert found.cleared == "has a fence or a link of Markdown in line 3"


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
