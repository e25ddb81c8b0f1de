import hashlib

import pytest

from polyglint.errors import FatalError
from train.corpus.exclusions import TABLE, Exclusions, read_exclusions, text_digest
from train.corpus.manifest import read_table
from train.corpus.sources import TABLE as SOURCES


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def listed(tmp_path):
    file = tmp_path / "held-out"
    file.write_text(
        f"{sha256('owner/name')}\trepository\n{sha256('well-known')}\tname\n0123456789abcdef\n"
    )
    return file


@pytest.mark.parametrize(
    ("registry", "package", "is_held_out"),
    [
        pytest.param("git", "Owner/Name", True, id="repository"),
        pytest.param("git", "host.example/owner/name", True, id="of another host"),
        pytest.param("git", "other/name", False, id="its name alone is not listed"),
        pytest.param("git", "fork/Well-Known", True, id="fork"),
        pytest.param("dir", "owner/name", True, id="directory"),
        pytest.param("dir", "group/well-known", False, id="directory by a name"),
        pytest.param("dir", "well-known", False, id="directory without owner"),
        pytest.param("npm", "well-known", False, id="package"),
        pytest.param("npm", "@owner/name", False, id="scope"),
    ],
)
def test_projects(listed, registry, package, is_held_out):
    assert read_exclusions([listed]).has_project(registry, package) is is_held_out


def test_several_lists_are_one(listed, tmp_path):
    other = tmp_path / "other"
    other.write_text("fedcba9876543210\n")
    assert read_exclusions([listed, other]).texts == {"0123456789abcdef", "fedcba9876543210"}
    assert read_exclusions([]) == Exclusions()


def test_white_space_makes_no_other_text():
    digest = hashlib.md5(" a b\ufffd ".encode()).hexdigest()[:16]
    assert text_digest(b"\n\ta\r\n  b\xff\n") == digest
    assert text_digest(b"a b\xff ") != digest


@pytest.mark.parametrize(
    "line", ["", "0123", sha256("a"), f"{sha256('a')}\tfile", f"{sha256('a')} name", "\xff"]
)
def test_a_line_of_another_form_is_named(tmp_path, line):
    file = tmp_path / "list"
    file.write_bytes(f"0123456789abcdef\n{line}\n".encode("latin-1"))
    with pytest.raises(FatalError, match="list"):
        read_exclusions([file])


def test_a_missing_list_is_named(tmp_path):
    with pytest.raises(FatalError, match="nowhere"):
        read_exclusions([tmp_path / "nowhere"])


def test_no_repository_of_the_sources_is_held_out():
    exclusions = read_exclusions([TABLE])
    assert exclusions.repositories
    assert exclusions.names
    projects = {(row["registry"], row["package"]) for row in read_table(SOURCES)}
    assert [project for project in projects if exclusions.has_project(*project)] == []
