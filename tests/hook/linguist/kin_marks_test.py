import pytest

from polyglint.linguist.kin_marks import KIN, spoken_against
from polyglint.linguist.languages import languages


@pytest.mark.parametrize(
    ("text", "among", "against"),
    [
        pytest.param("namespace A;\n", "PHP Hack", "PHP", id="no tag of PHP"),
        pytest.param("<?hh // strict\n", "PHP Hack", "PHP", id="a tag of Hack"),
        pytest.param("<?php\n", "PHP Hack", "", id="a tag of PHP"),
        pytest.param("<?= $a ?>\n", "PHP Hack", "", id="a short tag"),
        pytest.param("namespace A;\n", "PHP C#", "", id="no kin"),
        pytest.param("h1 a\np\n  | b\n", "Haml Slim", "Haml", id="Slim"),
        pytest.param("%h1 a\n  = b\n", "Haml Slim", "", id="Haml"),
        pytest.param("def a(b) : Int32\n", "Ruby Crystal", "Ruby", id="a type of Crystal"),
        pytest.param("property name : A\n", "Ruby Crystal", "Ruby", id="a property"),
        pytest.param("def a(b)\n  @c = :D\n", "Ruby Crystal", "", id="Ruby"),
        pytest.param("module a.b;\nimport c;\n", "Java D", "Java", id="a module"),
        pytest.param("import std.stdio;\n", "Java C++ D", "Java C++", id="two kin"),
        pytest.param("import java.util.List;\n", "Java D", "", id="Java"),
        pytest.param("use v6;\n", "Perl Raku", "Perl", id="Raku"),
        pytest.param("method a($b) {\n", "Perl Raku", "Perl", id="a method"),
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
