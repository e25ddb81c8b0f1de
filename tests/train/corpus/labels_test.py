import pytest

from polyglint.linguist.languages import languages
from train.corpus.families import FAMILIES
from train.corpus.labels import EXTENSIONS, FILE_NAMES, extensions, is_prose, label, language_of

PROSE = "This is how it works. First read the file, then write it (or do not).\n"
LINQ = '<Query Kind="{}">\n</Query>\n\nx\n'


def test_names_are_linguists():
    assert set(FAMILIES) | set(FAMILIES.values()) <= languages().keys()
    assert set(FILE_NAMES.values()) | set(EXTENSIONS.values()) <= languages().keys()


@pytest.mark.parametrize(
    ("path", "text", "language"),
    [
        pytest.param("a.py", "import os\n", "Python", id="extension"),
        pytest.param("src/Makefile", "all:\n", "Makefile", id="file name"),
        pytest.param("bin/tool", "#!/usr/bin/env python3\n", "Python", id="shebang"),
        pytest.param("bin/tool", "#!/usr/bin/perl -w\n", "Perl", id="shebang of two languages"),
        pytest.param("bin/tool.sh", "#!/bin/bash\n", "Shell", id="shebang and name agree"),
        pytest.param("a.sh", "#!/usr/bin/php\n", None, id="shebang against name"),
        pytest.param("a.cc", "\x7fELF", "C++", id="content is not asked where names suffice"),
        pytest.param("a.h", "class A {};\n", "C++", id="content decides a shared extension"),
        pytest.param("A.H", "int a;\n", "C", id="extension in capitals"),
        pytest.param("a.f90", "end\n", "Fortran", id="family"),
        pytest.param("configure.ac", "AC_INIT\n", "M4", id="family by file name"),
        pytest.param("tsconfig.json", "{}\n", "JSON", id="JSON with comments"),
        pytest.param("pom.xml", "<project/>\n", "XML", id="POM"),
        pytest.param("a.xml", "<xsl:stylesheet>\n", "XSLT", id="stylesheet"),
        pytest.param("a.html", "{% extends 'b' %}\n", "Jinja", id="template"),
        pytest.param("a.html", "<p>{{ b }}</p>\n", "HTML", id="hardly a template"),
        pytest.param("a.html.erb", "<%= a %>\n", "HTML+ERB", id="longest extension"),
        pytest.param("README", PROSE, "Text", id="prose by file name"),
        pytest.param("README.txt", PROSE, "Text", id="prose"),
        pytest.param("data.txt", "1\t2\t3\n" * 9, None, id="data in .txt"),
        pytest.param("LICENSES/x", "text\n", None, id="no extension"),
        pytest.param("a.unheard-of", "text\n", None, id="unknown extension"),
        pytest.param("a.", "text\n", None, id="dot at the end"),
        pytest.param("dune", "(library)\n", "Dune", id="name that linguist leaves out"),
        pytest.param("a.exp", "proc a {} {}\n", "Tcl", id="extension that linguist leaves out"),
        pytest.param("a.jsx", "<A/>\n", "JavaScript", id="JSX"),
        pytest.param("a.tsx", "<A/>\n", "TSX", id="markup in TSX is no XML"),
        pytest.param("a.blade.php", "@if (a)\n", "Blade", id="extension of two parts"),
        pytest.param("a.sql", "BEGIN TRY\n", "SQL", id="dialect"),
        pytest.param("a.json", '{"openapi": "3.0.0"}\n', "JSON", id="format of JSON"),
        pytest.param("a.h", "// -*- C++ -*-\nint a;\n", "C++", id="modeline, shared extension"),
        pytest.param("a.y", "/* -*- C -*- */\n", "Yacc", id="mode of another language"),
        pytest.param("a.odd", '<?xml version="1.0"?>\n<a/>\n', "XML", id="XML declaration"),
        pytest.param("rc", "# vim: set ft=sh :\n", "Shell", id="modeline alone"),
        pytest.param("a.linq", LINQ.format("VBProgram"), "Visual Basic .NET", id="query in Basic"),
        pytest.param("a.linq", LINQ.format("FSharpProgram"), "F#", id="query in F#"),
        pytest.param("a.linq", LINQ.format("Program"), "C#", id="query in C#"),
        pytest.param("a.xs", "OUTPUT_ARCH(mips)\n", "Linker Script", id="variant of a script"),
        pytest.param("a.p8", "-----BEGIN RSA KEY-----\n", "Public Key", id="key"),
        pytest.param("a.txt", "-----BEGIN PGP SIGNED MESSAGE-----\n" + PROSE, None, id="signed"),
        pytest.param("a.ui", "<ui/>\n", "XML", id="XML by an extension that others use"),
        pytest.param("a.props", "Pmin=? [ a<2 ]\n", None, id="no XML"),
        pytest.param("Dockerfile.ui", "FROM a\n", None, id="Dockerfile for something"),
        pytest.param("make_unix.txt", "a.o: a.c\n\tcc a.c\n" + PROSE, None, id="Makefile in .txt"),
        pytest.param("a.srv", "int64 a\n", None, id="extension that many programs use"),
    ],
)
def test_language_of(path, text, language):
    assert language_of(path, text) == language


@pytest.mark.parametrize(
    ("text", "beside", "language"),
    [
        pytest.param("my $a;\n", {".t", ".pm"}, "Perl", id="nothing of Raku's"),
        pytest.param("my $a;\n", {".t", ".rakumod"}, None, id="either, beside Raku"),
        pytest.param("use strict;\nmy $a;\n", {".t", ".rakumod"}, "Perl", id="Perl beside Raku"),
    ],
)
def test_label_goes_by_what_else_the_repository_holds(text, beside, language):
    assert label("t/a.t", text, {}, beside) == language


def test_what_a_repository_declares_stands():
    assert label("a.t", "my $a;\n", {"linguist-language": "Perl"}, {".raku"}) == "Perl"


def test_extensions():
    assert extensions(["a/b.RAKU", "c.tar.gz", ".profile", "d"]) == {".raku", ".gz", ""}


@pytest.mark.parametrize(
    ("text", "prose"),
    [(PROSE, True), ("Überall ist Text. Так и здесь.", True), ("a=1;b=2;{}[]()==", False)],
)
def test_is_prose(text, prose):
    assert is_prose(text) is prose
