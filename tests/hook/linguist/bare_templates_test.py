import pytest

from polyglint.linguist.claim import claim

CODE = "package main\n\nfunc main() {\n\tprintln(1)\n}\n"


@pytest.mark.parametrize(
    "path",
    [
        "a.jinja",
        "views/page.j2",
        "a.twig",
        "a.html.twig",
        "app/views/show.html.erb",
        "a.hbs",
        "a.ejs",
        "a.blade.php",
        "docs/a.mdx",
        "docs/a.md",
    ],
)
def test_bare(path):
    assert claim(path, CODE, {}).is_bare


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("a.txt", id="text holds anything"),
        pytest.param("a.go", id="no template"),
        pytest.param("main.go.jinja", id="the name says what is made"),
        pytest.param("nginx.conf.jinja", id="or that something is"),
        pytest.param("Dockerfile.jinja", id="a name without an extension"),
        pytest.param("vimrc.jinja", id="one whose dot is left out"),
        pytest.param("templates/a.jinja", id="what a generator copies"),
        pytest.param("tools/codegen/java/a.jinja", id="further up"),
        pytest.param("a.tpl", id="of several engines, none of which the model knows"),
        pytest.param("a.tmpl", id="of an engine with which programs are generated"),
        pytest.param("server/main.gotmpl", id="by its other name"),
        pytest.param("resources/jaxrs/a.mustache", id="another such engine"),
        pytest.param("src/codeTemplates/a.jinja", id="words run together"),
        pytest.param("blueprints/a.hbs", id="in the plural"),
    ],
)
def test_named_as_what_may_be_code(path):
    assert not getattr(claim(path, CODE, {}), "is_bare", False)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("a.jinja", "x = {{ name }}"),
        ("a.jinja", "{% if a %}"),
        ("a.jinja", "{# a comment #}"),
        ("a.jinja", "# endfor"),
        ("a.jinja", r"\VAR{name}"),
        ("a.twig", "{{ name }}"),
        ("a.erb", "<%= name %>"),
        ("a.hbs", "{{#if a}}"),
        ("a.ejs", "<%- name %>"),
        ("a.ejs", "`${name}`"),
        ("a.blade", "@if (true)"),
        ("a.blade", "<x-alert/>"),
        ("a.liquid", "{% render 'x' %}"),
        ("a.jsp", "${name}"),
        ("a.cshtml", "@Model.Name"),
        ("a.ftl", "<#if a>"),
        ("a.vtl", "#set($a = 1)"),
        ("a.mako", "% for x in y:"),
        ("a.md", "```go"),
        ("a.md", "~~~"),
        ("a.md", "See [this](https://example.org)."),
        ("a.md", "See [that](docs/that.md)."),
        ("a.mdx", "![a picture](./a.png)"),
    ],
)
def test_marked(path, line):
    assert claim(path, CODE, {}).is_bare
    marked = claim(path, f"{CODE}{line}\n{CODE}", {})
    assert not marked.is_bare
    assert marked.mark is not None


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("# Title", id="a comment in many languages"),
        pytest.param("> quoted", id="what a shell is told"),
        pytest.param("| a | b |", id="a drawing"),
        pytest.param("f(**first, **second)", id="arguments"),
        pytest.param("Title\n=====", id="a rule in a comment"),
        pytest.param("auto f = [this](int x) { return x; };", id="a closure"),
        pytest.param("handlers[name](request)", id="a call of what an index gives"),
        pytest.param("    indented;", id="an indented line"),
    ],
)
def test_what_code_has_too_is_no_mark_of_markdown(line):
    assert claim("a.md", f"{CODE}{line}\n{CODE}", {}).is_bare


def test_a_mark_counts_wherever_the_claim_comes_from():
    text = "{{ name }}\n"
    assert claim("a.x", text, {"linguist-language": "Jinja"}).mark is not None
    assert claim("templates/a.jinja", text, {}).mark is not None
    assert claim("a.txt", text, {}).mark is None


def test_settings_leave_no_claim_bare():
    assert not claim("a.jinja", CODE, {}, ("Go",)).is_bare
    assert not claim("a.jinja", CODE, {"linguist-language": "Jinja"}).is_bare
    assert not claim("a.x", f"{CODE}// vim: ft=jinja\n", {}).is_bare


@pytest.mark.parametrize("path", ["go/a.hbs", "src/golang/a.hbs", "server-go.hbs"])
def test_a_language_that_the_path_names_is_allowed(path):
    assert "Go" in claim(path, CODE, {}).allowed
    assert "Go" not in claim("src/a.hbs", CODE, {}).allowed


def test_a_letter_is_the_name_of_a_language_and_no_extension():
    assert claim("n/t.j2", CODE, {}).allowed == ("Jinja",)
    assert "C" in claim("c/server.j2", CODE, {}).allowed


INDENTED = "    " + CODE.replace("\n", "\n    ").strip() + "\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(INDENTED, id="alone"),
        pytest.param(f"# Use\n\n{INDENTED}", id="under a heading"),
        pytest.param(f"Here is a program:\n\n{INDENTED}\nand a second\n\n{INDENTED}", id="words"),
        pytest.param(f"- Example:\n\n{INDENTED}", id="an item"),
        pytest.param(f"!!! note\n\n{INDENTED}", id="an admonition"),
        pytest.param("\t" + CODE.replace("\n", "\n\t"), id="by tabs"),
    ],
)
def test_indented_code_is_a_mark_of_markdown(text):
    assert claim("a.md", text, {}).mark == "an indented block of Markdown"
    assert claim("a.md", text + CODE, {}).is_bare


def test_what_the_path_names_beside_programs_is_not():
    assert claim("email/a.j2", CODE, {}).allowed == ("Jinja",)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        pytest.param("a.blade.php", '@moduledoc "of Elixir"', id="an attribute"),
        pytest.param("a.html.erb", 'printf "Array[%s]" a', id="a format"),
        pytest.param("a.twig", 'Draw("[#] ")', id="a drawing"),
        pytest.param("a.erb", "{{ name }}", id="a tag of another engine"),
    ],
)
def test_what_is_a_tag_elsewhere_is_none_of_this_engine(path, line):
    assert claim(path, f"{CODE}{line}\n{CODE}", {}).is_bare
