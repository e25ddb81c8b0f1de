import pytest

from polyglint.errors import FatalError
from train.corpus.registries import NAMES
from train.corpus.sources import Package, read_sources

ROWS = """\
language\tregistry\tpackage\tversion
C\tdebian\tlibsigc++-2.0-dev\t2.12.0-1
C\tnpm\t@scope/a\t1.0.0
C\tpypi\tb\t2
C++\tdebian\tlibsigc++-2.0-dev\t2.12.0-1
Go\tdebian-source\tc\t1:1.0~rc1-1+b2
"""


@pytest.fixture
def table(tmp_path):
    def write(text):
        file = tmp_path / "sources.tsv"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_rows_of_one_package_are_one_package(table):
    assert read_sources(table(ROWS), registries=NAMES) == [
        Package("debian", "libsigc++-2.0-dev", "2.12.0-1", frozenset({"C", "C++"})),
        Package("debian-source", "c", "1:1.0~rc1-1+b2", frozenset({"Go"})),
        Package("npm", "@scope/a", "1.0.0", frozenset({"C"})),
        Package("pypi", "b", "2", frozenset({"C"})),
    ]


REPOSITORIES = f"""\
language\tregistry\tpackage\tversion
C\tgit\towner/a\t{"1" * 40}
C\tgit\tgitlab.example/group/sub/.b\t{"2" * 64}
"""


def test_a_repository_gives_all_languages_unless_some_are_asked_for(table):
    packages = read_sources(table(REPOSITORIES), registries=NAMES)
    assert packages == [
        Package("git", "gitlab.example/group/sub/.b", "2" * 64, frozenset()),
        Package("git", "owner/a", "1" * 40, frozenset()),
    ]
    packages = read_sources(table(REPOSITORIES), registries=NAMES, languages=["C"], limit=1)
    assert packages == [Package("git", "owner/a", "1" * 40, frozenset({"C"}))]


def test_languages_and_limit(table):
    names = [
        (package.name, package.languages)
        for package in read_sources(table(ROWS), registries=NAMES, languages=["C"], limit=2)
    ]
    assert names == [("libsigc++-2.0-dev", {"C"}), ("@scope/a", {"C"})]


def test_the_table_of_the_project_is_sound():
    packages = read_sources(registries=NAMES)
    assert len(packages) > 1700
    assert {package.registry for package in packages} == set(NAMES)


def test_a_language_without_packages_is_named(table):
    with pytest.raises(FatalError, match="no packages for Cobol, Malbolge"):
        read_sources(table(ROWS), registries=NAMES, languages=["C", "Malbolge", "Cobol"])


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("C\tnpm\t--registry=x\t1", id="option for a name"),
        pytest.param("C\tnpm\tfile:../x\t1", id="file"),
        pytest.param("C\tnpm\t../x\t1", id="path"),
        pytest.param("C\tnpm\tgit+ssh://x\t1", id="URL"),
        pytest.param("C\tnpm\ta/b\t1", id="repository"),
        pytest.param("C\tnpm\ta\t-1", id="option for a version"),
        pytest.param("C\tnpm\ta\thttp://x", id="URL for a version"),
        pytest.param("C\tnpm\t\t1", id="no name"),
        pytest.param("C\tcrates\ta\t1", id="unknown registry"),
        pytest.param(f"C\tgit\ta\t{'1' * 40}", id="repository without owner"),
        pytest.param(f"C\tgit\ta/..\t{'1' * 40}", id="path for a repository"),
        pytest.param(f"C\tgit\t-a/b\t{'1' * 40}", id="option for a repository"),
        pytest.param(f"C\tgit\text::sh/a/b\t{'1' * 40}", id="transport helper"),
        pytest.param("C\tgit\ta/b\tmain", id="branch for a commit"),
        pytest.param("C\tgit\ta/b\t--upload-pack=x", id="option for a commit"),
        pytest.param("Coq\tnpm\ta\t1", id="linguist's former name"),
        pytest.param("C\tnpm\ta", id="missing column"),
    ],
)
def test_rows_that_are_refused(table, row):
    with pytest.raises(FatalError, match=r"sources\.tsv:7"):
        read_sources(table(ROWS + row + "\n"), registries=NAMES)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(FatalError, match=r"absent\.tsv"):
        read_sources(tmp_path / "absent.tsv", registries=NAMES)
