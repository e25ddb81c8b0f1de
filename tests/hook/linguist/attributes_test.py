import pytest

from polyglint.git.repository import Repository
from polyglint.linguist.attributes import LANGUAGES, NAMES, declared, is_override, opted_out
from polyglint.linguist.claim import Claim
from polyglint.results import NotJudged

# line of .gitattributes, what it says of the file that it matches
OUT = [
    ("* linguist-vendored", "linguist-vendored in .gitattributes"),
    ("* linguist-generated=true", "linguist-generated in .gitattributes"),
    ("* linguist-documentation=yes", "linguist-documentation in .gitattributes"),
    ("* linguist-vendored=False", "linguist-vendored in .gitattributes"),
    ("* linguist-vendored=", "linguist-vendored in .gitattributes"),
    ("[attr]x linguist-generated\n* x", "linguist-generated in .gitattributes"),
    ("* -linguist-vendored\n*.py linguist-vendored", "linguist-vendored in .gitattributes"),
    ("sub/ -linguist-vendored\nsub/** linguist-vendored", "linguist-vendored in .gitattributes"),
]
IN = [
    "* -linguist-vendored",
    "* linguist-vendored=false",
    "* !linguist-generated",
    "* linguist-vendored\n*.py !linguist-vendored",
    "* linguist-documentation\nsub/** -linguist-documentation",
    "[attr]x -linguist-generated\n* linguist-generated\n* x",
    "sub linguist-vendored",
    "sub/ linguist-vendored",
    "*.rb linguist-vendored",
    "!*.rb linguist-vendored",
    "* linguist-vendored # comment",
    "* linguist-detectable",
]


def attributes(repository, text, place="sub/a.py"):
    repository.add(place, "x\n")
    repository.add(".gitattributes", text)
    return Repository.current().attributes([place], NAMES, cached=True)[place]


@pytest.mark.parametrize(("text", "reason"), OUT)
def test_out(repository, text, reason):
    assert opted_out(attributes(repository, text)) == NotJudged(reason)


@pytest.mark.parametrize("text", IN)
def test_in(repository, text):
    assert opted_out(attributes(repository, text)) is None


DECLARED = [
    ("* linguist-language=Perl", "Perl"),
    ("* linguist-language=perl", "Perl"),
    ("* linguist-language=Common-Lisp", "Common Lisp"),
    ("* linguist-language=cpp", "C++"),
    ("* linguist-language=C++", "C++"),
    ("* linguist-language=MATLAB,Octave", "MATLAB"),
    ("* gitlab-language=ruby", "Ruby"),
    ("* gitlab-language=erb?parent=html", "HTML+ERB"),
    ("* linguist-language=Go gitlab-language=ruby", "Go"),
    ("* -linguist-language gitlab-language=ruby", "Ruby"),
    ("* linguist-language=Go\nsub/*.py linguist-language=Perl", "Perl"),
    ("[attr]x linguist-language=Go\n* x", "Go"),
]
UNKNOWN = ["Klingon", "false", "true", "Common", '"C"', "Common_Lisp"]
UNDECLARED = [
    "",
    "* text",
    "* -linguist-language",
    "* !linguist-language",
    "* linguist-language=Go\n*.py -linguist-language",
    "*.rb linguist-language=Go",
    "sub linguist-language=Go",
    "* linguist-vendored",
    "# * linguist-language=Go",
]


@pytest.mark.parametrize(("text", "language"), DECLARED)
def test_declared(repository, text, language):
    answer = declared(attributes(repository, text))
    assert isinstance(answer, Claim)
    assert answer.languages == (language,)
    assert is_override(answer)


@pytest.mark.parametrize("value", UNKNOWN)
def test_unknown(repository, value):
    answer = declared(attributes(repository, f"* linguist-language={value}"))
    reason = f"linguist-language={value} in .gitattributes, which linguist does not know"
    assert answer == NotJudged(reason)


@pytest.mark.parametrize("word", LANGUAGES)
def test_no_language(repository, word):
    assert isinstance(declared(attributes(repository, f"* {word}=")), NotJudged)
    assert isinstance(declared(attributes(repository, f"* {word}")), NotJudged)


@pytest.mark.parametrize("text", UNDECLARED)
def test_undeclared(repository, text):
    assert declared(attributes(repository, text)) is None


@pytest.mark.parametrize(
    ("top", "nested", "own", "language"),
    [
        pytest.param("Go", "Perl", None, "Perl", id="deeper file"),
        pytest.param("Go", "Perl", "Ruby", "Ruby", id="this clone's own"),
        pytest.param("Go", None, None, "Go", id="topmost file"),
    ],
)
def test_where_attributes_come_from(repository, top, nested, own, language):
    files = {".gitattributes": top, "sub/.gitattributes": nested, ".git/info/attributes": own}
    repository.add("sub/a.py", "x\n")
    for name, value in files.items():
        if value is not None:
            repository.write(name, f"*.py linguist-language={value}\n")
    found = Repository.current().attributes(["sub/a.py"], NAMES)["sub/a.py"]
    assert declared(found).languages == (language,)


def test_the_index_or_the_work_tree(repository):
    repository.add("a.py", "x\n")
    repository.add(".gitattributes", "*.py linguist-language=Go\n")
    repository.write(".gitattributes", "*.py linguist-language=Perl\n")
    found = Repository.current()
    for cached, language in ((True, "Go"), (False, "Perl")):
        answer = found.attributes(["a.py"], NAMES, cached=cached)["a.py"]
        assert declared(answer).languages == (language,)
