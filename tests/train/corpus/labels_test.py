import pytest

from polyglint.linguist.languages import languages
from train.corpus.families import FAMILIES
from train.corpus.labels import EXTENSIONS, FILE_NAMES, is_prose, language_of

PROSE = "This is how it works. First read the file, then write it (or do not).\n"


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
        pytest.param("a.srv", "int64 a\n", None, id="extension that many programs use"),
    ],
)
def test_language_of(path, text, language):
    assert language_of(path, text) == language


@pytest.mark.parametrize(
    ("text", "prose"),
    [(PROSE, True), ("Überall ist Text. Так и здесь.", True), ("a=1;b=2;{}[]()==", False)],
)
def test_is_prose(text, prose):
    assert is_prose(text) is prose
