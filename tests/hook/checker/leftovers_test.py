import time

import pytest

from polyglint.checker.leftovers import leftover, may_have
from polyglint.checker.unmistakable import accepts

PYTHON = "import os\n\n\ndef here():\n    return os.getcwd()\n"
RUST = "pub fn two() -> u8 {\n    2\n}\n"
SHELL = 'set -eu\nfor f in *.c; do\n    cc -c "$f"\ndone\n'
ZIG = 'const std = @import("std");\npub fn main() void {}\n'
SURE = "Sure! Here is the module that you asked for:\n"
MORE = "\nLet me know if you want any tests for it!\n"


def fenced(code, info="", fence="```"):
    return f"{fence}{info}\n{code}{fence}\n"


def found(text, *claimed):
    return leftover(text, claimed, lambda part: accepts(part, claimed))


FENCES = [
    pytest.param(fenced(PYTHON, "python"), "Python", (1, 7), id="around Python"),
    pytest.param(fenced(PYTHON), "Python", (1, 7), id="without a name"),
    pytest.param(fenced(PYTHON, "py", "~~~~"), "Python", (1, 7), id="of tildes"),
    pytest.param("\n\n" + fenced(PYTHON, "python") + "\n", "Python", (3, 9), id="blank lines"),
    pytest.param("```python\n" + PYTHON, "Python", (1,), id="before it alone"),
    pytest.param(PYTHON + "```\n", "Python", (6,), id="behind it alone"),
    pytest.param(fenced(RUST, "rust"), "Rust", (1, 5), id="around Rust"),
    pytest.param(fenced('{"a": 1}\n', "json"), "JSON", (1, 3), id="around JSON"),
    pytest.param(fenced("a: 1\nb: 2\n", "yaml"), "YAML", (1, 4), id="around YAML"),
    pytest.param(fenced("a { b: c }\n", "css"), "CSS", (1, 3), id="around CSS"),
    pytest.param(fenced(SHELL, "bash"), "Shell", (1, 6), id="by an alias"),
    pytest.param(
        fenced("let x = 1;\n", "ts"), "JavaScript", (1, 3), id="by the name of a compatible one"
    ),
    pytest.param(fenced("? x\n", "klingon"), "APL", (1, 3), id="a language without a grammar"),
    pytest.param(fenced(PYTHON, "python").replace("\n", "\r\n"), "Python", (1, 7), id="CRLF"),
]
PROSE = [
    pytest.param(SURE + "\n" + fenced(PYTHON, "python"), "Python", id="before fences"),
    pytest.param(SURE + fenced(PYTHON) + MORE, "Python", id="on both sides"),
    pytest.param(fenced(PYTHON, "python") + MORE, "Python", id="behind fences"),
    pytest.param(SURE + "\n" + fenced(RUST, "rust") + MORE, "Rust", id="around Rust"),
    pytest.param(SURE + "\n" + PYTHON, "Python", id="before code, without fences"),
    pytest.param(SURE + "\n" + PYTHON + MORE, "Python", id="around code, without fences"),
    pytest.param("Sure!\n\n" + fenced(PYTHON, "python") + MORE, "Python", id="a greeting"),
    pytest.param(SURE + "\n" + fenced("? x\n", "apl") + MORE, "APL", id="without a grammar"),
]
NOTHING = [
    pytest.param(PYTHON, "Python", id="code"),
    pytest.param(fenced(PYTHON, "python"), "Markdown", id="Markdown"),
    pytest.param(fenced(PYTHON, "python"), "Text", id="text"),
    pytest.param(fenced(PYTHON, "python"), "Jinja", id="template"),
    pytest.param(fenced(PYTHON, "python"), "reStructuredText", id="document"),
    pytest.param(fenced(PYTHON, "python"), "Literate CoffeeScript", id="literate code"),
    pytest.param(fenced(PYTHON, "python"), "JavaScript", id="a fence around another language"),
    pytest.param(f'"""\n{fenced(PYTHON)}"""\n\nimport os\n', "Python", id="docstring"),
    pytest.param(f'"""Use it so.\n\n{fenced(PYTHON)}"""\n\nimport os\n', "Python", id="docs"),
    pytest.param(f"//! Two.\n//! ```\n//! two()\n//! ```\n{RUST}", "Rust", id="docs of Rust"),
    pytest.param("/**\n * ```js\n * f()\n * ```\n */\nf();\n", "JavaScript", id="JSDoc"),
    pytest.param(f"const md = `\n{fenced('f()')}`;\n", "JavaScript", id="template literal"),
    pytest.param(f"x = <<~MD\n{fenced('f', 'ruby')}MD\n", "Ruby", id="heredoc"),
    pytest.param(f"cat <<'EOF'\n{fenced('f', 'sh')}EOF\n", "Shell", id="heredoc of shell"),
    pytest.param(SURE + PYTHON.replace("def", "fed"), "Python", id="prose before no code"),
    pytest.param(PYTHON + "\nfed x(:\n    pass\n", "Python", id="code that is broken at its end"),
    pytest.param(f"Try:\n{PYTHON}\nx = (\n", "Python", id="a greeting of no fences"),
    pytest.param("Note that this is not commented out.\n\n? x\n", "APL", id="no grammar to ask"),
    pytest.param("```\n", "Python", id="one line"),
    pytest.param("", "Python", id="empty"),
]


@pytest.mark.parametrize(("text", "claimed", "lines"), FENCES)
def test_fences(text, claimed, lines):
    assert found(text, claimed) == (lines[0], lines[-1], lines, True)


@pytest.mark.parametrize(("text", "claimed"), PROSE)
def test_prose(text, claimed):
    left = found(text, claimed)
    kept = [line for number, line in enumerate(text.splitlines(), 1) if number not in left.lines]
    assert not left.is_fences
    assert "\n".join(kept).strip() in (PYTHON.strip(), RUST.strip(), "? x")


@pytest.mark.parametrize(("text", "claimed"), NOTHING)
def test_nothing(text, claimed):
    assert found(text, claimed) is None


def test_all_of_the_claimed_languages_must_be_code():
    assert may_have(["C", "C++"])
    assert not may_have(["C", "Markdown"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("```\n" * 300_000, id="fences"),
        pytest.param("`" * 1_000_000, id="one long fence"),
        pytest.param("A " + "a " * 500_000 + "b", id="one sentence"),
        pytest.param("A b c d.\n\n" * 100_000, id="sentences"),
    ],
)
def test_no_text_takes_long(text):
    began = time.process_time()
    leftover(text, ["APL"], lambda _: None)
    assert time.process_time() - began < 5
