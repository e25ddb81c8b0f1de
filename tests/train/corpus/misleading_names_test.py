import pytest

from train.corpus.misleading_names import is_misleading, may_be_raku

RECIPES = "all: a.o\n\tcc -o a a.o\n"


@pytest.mark.parametrize(
    ("name", "language", "text", "misleading"),
    [
        pytest.param("README.awk", "Awk", "Text.\n", True, id="README about Awk"),
        pytest.param("README.md", "Markdown", "# A\n", False, id="README in Markdown"),
        pytest.param("README.html", "HTML", "<p>\n", False, id="README in HTML"),
        pytest.param("README.md.j2", "Jinja", "{{ a }}\n", False, id="template of a README"),
        pytest.param("README", "Text", "Text.\n", False, id="README"),
        pytest.param("readme.py", "Python", "import a\n", False, id="a module's name"),
        pytest.param("Dockerfile.opa", "Opa", "FROM a\n", True, id="Dockerfile for a program"),
        pytest.param("Dockerfile.vue", "Vue", "FROM a\n", True, id="Dockerfile for a framework"),
        pytest.param("Dockerfile.j2", "Jinja", "FROM {{ a }}\n", False, id="template"),
        pytest.param("Makefile.NEC.VH", "SystemVerilog", "CC = a\n", True, id="Makefile for one"),
        pytest.param("Makefile.mk", "Makefile", RECIPES, False, id="its own extension"),
        pytest.param("Makefile.toml", "TOML", "[tasks.a]\n", False, id="cargo-make's"),
        pytest.param("Makefile.SH", "Shell", "cat <<!\n", False, id="script that makes one"),
        pytest.param("make_unix.txt", "Text", RECIPES, True, id="Makefile in .txt"),
        pytest.param("MAKEFILE.txt", "Text", RECIPES, True, id="Makefile in .txt, capitals"),
        pytest.param("make.txt", "Text", "About make: it\nbuilds.\n", False, id="prose on make"),
        pytest.param("makers.txt", "Text", RECIPES, False, id="another word"),
        pytest.param("notes.txt", "Text", RECIPES, False, id="another name"),
    ],
)
def test_is_misleading(name, language, text, misleading):
    assert is_misleading(name, language, text) is misleading


@pytest.mark.parametrize(
    ("path", "language", "text", "beside", "expected"),
    [
        pytest.param("t/a.t", "Perl", "my $a;\n", {".raku"}, True, id="beside Raku"),
        pytest.param("a.PM", "Perl", "my $a;\n", {".p6"}, True, id="module, older extension"),
        pytest.param("a.t", "Perl", "my $a;\n", {".t", ".pl"}, False, id="no Raku there"),
        pytest.param("a.t", "Perl", "#!/usr/bin/perl -w\n", {".raku"}, False, id="shebang"),
        pytest.param("a.t", "Perl", "use Test::More;\n", {".raku"}, False, id="module of Perl"),
        pytest.param("a.t", "Raku", "my $a;\n", {".raku"}, False, id="Raku"),
        pytest.param("a.psgi", "Perl", "my $a;\n", {".raku"}, False, id="extension of Perl's own"),
    ],
)
def test_may_be_raku(path, language, text, beside, expected):
    assert may_be_raku(path, language, text, beside) is expected
