import pytest

from polyglint.linguist.kin_marks import KIN, spoken_against
from polyglint.linguist.languages import languages


@pytest.mark.parametrize(
    ("text", "among", "against"),
    [
        pytest.param("<?hh // strict\n", "PHP Hack", "PHP", id="a tag of Hack"),
        pytest.param("$a = vec[1];\n", "PHP Hack", "PHP", id="a container"),
        pytest.param("<<__EntryPoint>>\n", "PHP Hack", "PHP", id="an attribute"),
        pytest.param("async function f(): Awaitable<int> {\n", "PHP Hack", "PHP", id="async"),
        pytest.param("vec[1]\n", "PHP C#", "", id="no kin"),
        pytest.param("<?php\n$vec[1] = 2 << 3;\n", "Blade Hack", "Blade", id="a variable"),
        pytest.param("namespace A;\n", "PHP Hack", "", id="neither"),
        pytest.param("ul\n  li a\n", "Haml Slim", "Haml", id="tags"),
        pytest.param("doctype html\n", "Haml Slim", "Haml", id="a doctype"),
        pytest.param("div.row\n", "Haml Slim", "Haml", id="a class"),
        pytest.param("p\n  | b\n", "Haml Slim", "Haml", id="text behind a bar"),
        pytest.param(".row\n  = render\n#footer\n  a list\n", "Haml Slim", "", id="both alike"),
        pytest.param("%ul\n  %li a\n", "Haml Slim", "", id="Haml"),
        pytest.param("def a(b) : Int32\n", "Ruby Crystal", "Ruby", id="a type of Crystal"),
        pytest.param("property name : A\n", "Ruby Crystal", "Ruby", id="a property"),
        pytest.param("def a(b)\n  @c = :D\n", "Ruby Crystal", "", id="Ruby"),
        pytest.param('require "./lib/a"\n', "Ruby Crystal", "", id="a path"),
        pytest.param("import std.stdio;\n", "Java C++ D", "Java C++", id="two kin"),
        pytest.param("import java.util.List;\n", "Java D", "", id="Java"),
        pytest.param("module a.b;\n", "C++ Cuda D", "", id="a module of C++"),
        pytest.param("use v6;\n", "Perl Raku", "Perl", id="Raku"),
        pytest.param("multi sub a($b) {\n", "Perl Raku", "Perl", id="several"),
        pytest.param("method a($b) {\n", "Perl Raku", "", id="a method"),
        pytest.param("use strict;\nmy $a;\n", "Perl Raku", "", id="Perl"),
        pytest.param("", "Perl Raku", "", id="nothing"),
    ],
)
def test_marks(text, among, against):
    assert spoken_against(text, among.split()) == set(against.split())


def test_languages_are_linguist_s():
    for row in KIN:
        assert row.languages | row.kin <= languages().keys()
        assert row.languages.isdisjoint(row.kin)
