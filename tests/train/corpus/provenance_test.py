import pytest

from polyglint.errors import FatalError
from tests.train.corpus.licence_texts import ISC
from train.corpus.provenance import (
    Origin,
    is_licence,
    licence_in,
    read_origins,
    write_origins,
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("LICENSE", True),
        ("License.md", True),
        ("licence.txt", True),
        ("COPYING", True),
        ("LICENSE-MIT", True),
        ("UNLICENSE", True),
        ("src/LICENSE", False),
        ("licenses.go", False),
    ],
)
def test_is_licence(path, expected):
    assert is_licence(path) is expected


def test_the_licence_of_a_directory(tmp_path):
    assert licence_in(tmp_path) == ""
    (tmp_path / "COPYING").write_text("All yours, if you ask.\n")
    (tmp_path / "LICENCE.md").write_bytes(b"\xff" + ISC.encode())
    assert licence_in(tmp_path) == ""
    (tmp_path / "LICENSE").write_text("ISC License\n\nCopyright (c) 2020, Me\n\n" + ISC)
    assert licence_in(tmp_path) == "ISC"


def test_links_and_long_texts_are_no_licences(tmp_path):
    (tmp_path / "project").mkdir()
    (tmp_path / "isc").write_text(ISC)
    (tmp_path / "project/LICENSE").symlink_to(tmp_path / "isc")
    (tmp_path / "project/COPYING").write_text(ISC + " " * 200_000)
    assert licence_in(tmp_path / "project") == ""


def test_origins_come_back(tmp_path):
    origins = {"b/b": Origin("1" * 40, "MIT"), "a/a": Origin("2" * 40, "")}
    assert read_origins(tmp_path) == {}
    write_origins(tmp_path, origins)
    assert read_origins(tmp_path) == origins


def test_another_table_is_named(tmp_path):
    (tmp_path / "repositories.tsv").write_text("repository\tcommit\na/a\t1\n")
    with pytest.raises(FatalError, match=r"repositories\.tsv: column 'licence'"):
        read_origins(tmp_path)
