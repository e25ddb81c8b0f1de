import subprocess
import sys
import time
from importlib.metadata import packages_distributions
from types import SimpleNamespace

import pytest

from polyglint.checker import syntax as module
from polyglint.checker.syntax import MAX_OPEN, Syntax, asking, has_grammar, syntax, syntax_behind
from polyglint.checker.wheels import WHEELS, Wheel
from tests.repositories import SOURCES

ACCEPTS = 0.005
TYPED = "interface A { b: string }\nexport function f(a: A): number { return 1 }\n"


@pytest.fixture(autouse=True)
def _parsers():
    module._parser.cache_clear()
    yield
    module._parser.cache_clear()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("C", "int main(void) { return 0; }\n"),
        ("C#", "namespace A { class B { public int C { get; set; } } }\n"),
        ("C++", "template <class T> class A : B { T c() const; };\n"),
        ("CSS", "a:hover { color: red }\n"),
        ("Go", "package a\n\nfunc f() int { return 1 }\n"),
        ("HTML", "<!DOCTYPE html>\n<p>a<br>b\n"),
        ("JSON", '{"a": [1, null]}\n'),
        ("JSON with Comments", '// a\n{"a": 1}\n'),
        ("Java", "class A { int b() { return 1; } }\n"),
        ("JavaScript", "const a = (b) => `c${b}`\n"),
        ("Python", "def f(a: int) -> int:\n    return a\n"),
        ("Ruby", "def f\n  @a ||= 1\nend\n"),
        ("Rust", "fn f<'a>(b: &'a str) -> u8 { 1 }\n"),
        ("Shell", 'if [ -f "$1" ]; then echo a; fi\n'),
        ("TOML", '[a]\nb = "c"\n'),
        ("TSX", f"{TYPED}const b = <A />\n"),
        ("TypeScript", TYPED),
        ("XML", '<?xml version="1.0"?>\n<a b="c"/>\n'),
        ("YAML", "a:\n  - b\n  - c: d\n"),
        ("YAML", "\ufeffa: b\n"),
    ],
)
def test_accepts_its_own(language, text):
    assert syntax(text, language).errors <= ACCEPTS


@pytest.mark.parametrize(
    "text", ["FROM node:22\nWORKDIR /app\nUSER node\n", "# a\nlocal b\n  c = d\n", "12\n"]
)
def test_one_plain_scalar_says_nothing_for_yaml(text):
    assert syntax(text, "YAML") is None
    assert syntax(f"a: b\nc:\n  {text}", "YAML") is not None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("C", "class A { public: virtual int b() = 0; };\n"),
        ("CSS", "@mixin a($b) { color: $b }\n.c { @include a(red) }\n"),
        ("JSON", "a: b\nc:\n  - d\n"),
        ("JavaScript", TYPED),
        ("Java", "namespace A { class B { public int C { get; set; } } }\n"),
        ("Python", "function f() {\n  return 1;\n}\n"),
        ("TOML", "a:\n  - b: c\n"),
        ("XML", "#include <a.h>\nint b;\n"),
    ],
)
def test_refuses_another(language, text):
    assert syntax(text, language).errors > ACCEPTS


def test_a_missing_token_is_an_error():
    assert 0 < syntax("int f(void) { return 0; \n", "C").errors < 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("Go", "package a\n\nconst b = `\n" + "in vec3 c;\n" * 20 + "`\n"),
        ("JavaScript", "export default `\n" + "in vec3 c;\n" * 20 + "`;\n"),
        ("Python", 'A = """\n' + "select a from b;\n" * 20 + '"""\n'),
        ("Ruby", "a(<<~SQL)\n" + "  select a from b;\n" * 20 + "SQL\n"),
        ("Shell", "psql <<'EOF'\n" + "select a from b;\n" * 20 + "EOF\n"),
        ("YAML", "a: |\n" + "  local b = 1\n" * 20),
    ],
)
def test_a_text_that_is_one_literal(language, text):
    found = syntax(text, language)
    assert found.literal > 0.8
    assert found.errors == 0


def test_what_a_grammar_leaves_over_is_an_error():
    assert syntax('source "https://a.b"\n\ngem "c"\n', "Kotlin").errors > 0.5


@pytest.mark.parametrize("head", ["/* {} */\n", 'char a[] = "{}";\n', "int a = 1; {}\n"])
def test_a_long_line_does_not_outweigh_all_others(head):
    filling = "int b = 2; " if "int" in head else "b "
    text = head.format(filling * 15_000) + "def c(d):\n    return [e for e in d]\n" * 40
    found = syntax(text, "C")
    assert found.errors > 0.1
    assert found.literal < 0.5
    assert found.comments < 0.5


def test_what_stands_before_a_program():
    text = "<x>\n\n" + (SOURCES / "router.js").read_text("utf-8")
    assert syntax(text, "JavaScript").errors > 0.9
    assert syntax_behind(text, "JavaScript").errors < 0.1
    assert syntax_behind("a\nb\n\nc\nd\n", "JavaScript").errors == 0
    assert syntax_behind("a\n", "JavaScript") is None


def test_an_error_in_a_long_line_counts_as_its_part_of_it():
    text = "int a = 1; " * 20_000 + "] " + "int a = 1; " * 20_000
    assert 0 < syntax(text, "C").errors <= ACCEPTS


def test_literals_are_not_added_up():
    assert syntax('["a", "b", "c", "d"]', "JSON").literal < 0.2


def test_comments():
    found = syntax("// a\n// bb\n/* cc\n dd */\nint e;\n", "C")
    assert 0.6 < found.comments < 0.9


def test_no_opinion():
    assert syntax("a b c\n", "Befunge") is None
    assert not has_grammar("Befunge")
    assert syntax("", "C") is None
    assert syntax("a" * (module.MAX_LENGTH + 1), "C") is None


def test_no_opinion_without_the_wheel(monkeypatch):
    monkeypatch.setitem(WHEELS, "C", Wheel("tree_sitter_no_such"))
    assert syntax("int a;\n", "C") is None
    assert not has_grammar("C")


@pytest.mark.parametrize("error", [RuntimeError, MemoryError, OSError, ValueError])
def test_a_grammar_that_fails_has_no_opinion(monkeypatch, error):
    def fail():
        raise error("of another kind")

    monkeypatch.setattr(module, "import_module", lambda _name: SimpleNamespace(language=fail))
    assert syntax("int a;\n", "C") is None
    assert not has_grammar("C")


@pytest.mark.parametrize(("bound", "least"), [("MAX_SECONDS", 0.02), ("MAX_STEPS", 100)])
def test_work_is_bounded(monkeypatch, bound, least):
    monkeypatch.setattr(module, bound, least)
    text = "int f(void) { return 'a' + g(1, 2); }\n" * 20_000
    begin = time.thread_time()
    assert syntax(text, "C") is None
    assert time.thread_time() - begin < 0.5
    monkeypatch.undo()
    assert syntax("int a;\n", "C") == Syntax(0, 0, 0)  # not what the other text left behind


def test_looking_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "MAX_NODES", 100)
    assert syntax("int a;\n" * 200, "C") is None


@pytest.mark.parametrize("text", ["(" * 20_000, "[" * 20_000, "{a:" * 8_000, "<a>" * 20_000])
@pytest.mark.slow
def test_deep_nesting(text):
    for language in ("C", "HTML", "JSON", "JavaScript", "Python", "XML", "YAML"):
        found = syntax(text, language)
        assert found is None or 0 <= found.errors <= 1


def test_lone_surrogates():
    assert syntax("a = '\ud800'\n", "Python").errors == 0


def test_importing_imports_no_grammar():
    script = "import polyglint.checker.syntax, sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not any(name.startswith("tree_sitter") for name in run.stdout.split())


def test_every_wheel_that_is_installed_fits():
    installed = packages_distributions()
    there = [name for name, wheel in WHEELS.items() if wheel.module in installed]
    assert there
    assert [name for name in there if not has_grammar(name)] == []


def test_no_verdict_is_worth_grammars_for_a_long_text():
    ask = asking("a = 1\n" * 10)
    assert ask is not None
    assert ask("Python") == syntax("a = 1\n" * 10, "Python")
    assert asking("a = 1\n" * MAX_OPEN) is None
