import time

import pytest

from polyglint.linguist.languages import index
from polyglint.linguist.names import MAX_LENGTH, exact, extension, generic_extension, manual_section

EXTENSIONS = [
    ("a.py", "Python"),
    ("A.PY", "Python"),
    ("x.html.erb", "HTML+ERB"),
    ("x.rb.erb", "HTML+ERB"),
    ("types.d.ts", "TypeScript XML"),
    ("view.blade.php", "Blade"),
    ("build.gradle.kts", "Gradle Kotlin DSL"),
    ("a.h", "C C++ Objective-C"),
    ("a.b.c.js", "JavaScript"),
    ("config.h.in", "C"),
    ("dir.d/a.go", "Go"),
    (".py", "Python"),
]
NO_EXTENSIONS = [
    "a",
    "a.",
    "a.xyzzy",
    "py",
    "dir.py/a",
    "a.py~",
    "ls.1",
    "x.stl",
    "a.py.",
    "",
    "...",
]


@pytest.mark.parametrize(("path", "languages"), EXTENSIONS)
def test_extension(path, languages):
    assert " ".join(extension(path).languages) == languages


@pytest.mark.parametrize("path", NO_EXTENSIONS)
def test_no_extension(path):
    assert extension(path) is None


@pytest.mark.parametrize(
    ("path", "languages"),
    [
        ("Makefile", "Makefile"),
        ("sub/Dockerfile", "Dockerfile"),
        ("BUILD.bazel", "Starlark"),
        ("CMakeLists.txt", "CMake"),
        (".bashrc", "Shell"),
        ("go.mod", "Go Module"),
    ],
)
def test_exact(path, languages):
    assert " ".join(exact(path).languages) == languages


@pytest.mark.parametrize(
    "path", ["makefile.txt", "MAKEFILE", "Makefile/a", "xMakefile", "dockerfile", "a.py", ""]
)
def test_not_exact(path):
    assert exact(path) is None


@pytest.mark.parametrize("path", ["a.1", "a.3pm", "a.1.in", "a.n", "a.man", "a.8SSL", "a.0p"])
def test_manual(path):
    assert manual_section(path).languages == ("Roff", "Roff Manpage")


@pytest.mark.parametrize("path", ["a.0", "a.10", "a.12x", "a1", "a.1/b", "a.1.gz", "n", "man"])
def test_no_manual(path):
    assert manual_section(path) is None


@pytest.mark.parametrize(
    ("path", "text", "language"),
    [
        ("a.sol", "pragma solidity ^0.8.0;\n", "Solidity"),
        ("A.SOL", "// x\ncontract Token {\n", "Solidity"),
        ("a.stl", "solid cube\n facet\nendsolid cube\n", "STL"),
        ("a.url", "[InternetShortcut]\nURL=x\n", "INI"),
        ("a.app", '{application, shop, [{vsn, "1"}]}.\n', "Erlang"),
    ],
)
def test_generic(path, text, language):
    assert generic_extension(path, text).languages == (language,)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.sol", "the contracts of 1990\n"),
        ("a.stl", "solid\n"),
        ("a.stl", "a solid cube\nendsolid\n"),
        ("a.url", "https://example.org\n"),
        ("a.py", "pragma solidity\n"),
        ("sol", "pragma solidity\n"),
        ("a.sol/b", "pragma solidity\n"),
        ("", "pragma solidity\n"),
    ],
)
def test_not_generic(path, text):
    assert generic_extension(path, text) is None


@pytest.mark.parametrize(("end", "rule"), [("py", "extension .py"), ("", None)])
def test_a_name_of_many_dots_takes_no_time(end, rule):
    began = time.process_time()
    found = extension("a." * 500_000 + end)
    assert (found and str(found.source)) == rule
    assert time.process_time() - began < 10


def test_no_extension_is_too_long_to_be_found():
    for name in index("extensions"):
        assert len(name) < MAX_LENGTH
