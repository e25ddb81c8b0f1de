import pytest

from polyglint.linguist.compatible import HOSTS
from polyglint.linguist.dialects import DIALECTS, NEGLIGIBLE, known_as, negligible
from polyglint.linguist.languages import index, languages

KNOWN = [
    pytest.param("Fortran Free Form", "Fortran", id="source form"),
    pytest.param("M4Sugar", "M4", id="macros"),
    pytest.param("Unix Assembly", "Assembly", id="assembler"),
    pytest.param("JSON with Comments", "JSON", id="comments"),
    pytest.param("OASv3-yaml", "YAML", id="schema"),
    pytest.param("Git Config", "INI", id="a program's settings"),
    pytest.param("Maven POM", "XML", id="vocabulary"),
    pytest.param("PLpgSQL", "SQL", id="database"),
    pytest.param("SystemVerilog", "Verilog", id="superset"),
]
UNKNOWN = [
    pytest.param("Haskell", id="no other name"),
    pytest.param("Go Checksums", id="not what the name suggests"),
    pytest.param("Python traceback", id="quotes the language of its group"),
    pytest.param("HTML+Razor", id="holds two languages"),
    pytest.param("Jupyter Notebook", id="holds another language"),
    pytest.param("Literate CoffeeScript", id="holds prose"),
    pytest.param("Git Attributes", id="a format of its own"),
    pytest.param("Cython", id="compatible"),
    pytest.param("Klingon", id="unheard of"),
]
LABELS = frozenset(language for language, _, _ in DIALECTS)


@pytest.mark.parametrize(("language", "label"), KNOWN)
def test_known_by_another_name(language, label):
    assert known_as(language, LABELS) == label
    assert known_as(language, LABELS - {label}) is None


@pytest.mark.parametrize("language", UNKNOWN)
def test_not_known(language):
    assert known_as(language, LABELS - {language}) is None


def test_a_label_of_its_own_comes_first():
    assert known_as("SystemVerilog", {"Verilog", "SystemVerilog"}) == "SystemVerilog"
    assert known_as("Python", LABELS) == "Python"


@pytest.mark.parametrize(
    ("extension", "languages"),
    [
        pytest.param(".hh", {"Hack"}, id="its own"),
        pytest.param(".hack", set(), id="of another extension"),
        pytest.param(".py", set(), id="none"),
    ],
)
def test_negligible_languages_are_an_extension_s(extension, languages):
    assert negligible(extension) == languages


def test_negligible_languages_share_the_extension():
    shared = {
        (extension, name)
        for extensions, _, names in NEGLIGIBLE
        for extension in extensions
        for name in names
    }
    assert {pair for pair in shared if pair[1] not in index("extensions")[pair[0]]} == set()


def test_tables_name_languages_of_linguist_with_reasons():
    rows = [row[-2:] for row in (*DIALECTS, *NEGLIGIBLE)]
    assert {extension for row in NEGLIGIBLE for extension in row[0]} <= index("extensions").keys()
    assert all(reason.strip() and names for reason, names in rows)
    assert {name for _, names in rows for name in names} | LABELS <= languages().keys()


def test_each_dialect_is_named_once():
    names = [name for *_, of_row in DIALECTS for name in of_row]
    assert len(names) == len(set(names))
    assert LABELS.isdisjoint(names)
    assert HOSTS.isdisjoint({*names, *LABELS})


def test_linguist_agrees_on_the_groups_it_has():
    groups = {
        (language, languages()[name]["group"])
        for language, _, names in DIALECTS
        for name in names
        if languages()[name].get("group") in LABELS
    }
    assert {language for language, group in groups if language != group} == set()
