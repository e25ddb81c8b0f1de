from pathlib import Path

import pytest

from polyglint.errors import FatalError
from train.corpus.layout import documents, linguist_name, package_directory


def put(root: Path, name: str) -> None:
    file = root / name
    file.parent.mkdir(parents=True)
    file.write_text("text\n", encoding="utf-8")


def test_documents_come_with_linguists_names_in_order(tmp_path):
    put(tmp_path, "Vim Script/debian__vim/runtime__a.vim")
    put(tmp_path, "AWK/npm__@scope+name/b.awk")
    assert [document[:4] for document in documents(tmp_path)] == [
        ("Awk", "npm", "@scope/name", "b.awk"),
        ("Vim script", "debian", "vim", "runtime__a.vim"),
    ]


def test_only_the_plus_of_a_scope_was_a_slash(tmp_path):
    put(tmp_path, "C++/debian__libsigc++-2.0-dev/a.h")
    (document,) = documents(tmp_path)
    assert document.package == "libsigc++-2.0-dev"
    assert document.name == "C++/debian__libsigc++-2.0-dev/a.h"


def test_every_plus_of_a_repository_was_a_slash(tmp_path):
    put(tmp_path, "C++/git__gitlab.example+group+sub+b/a.h")
    (document,) = documents(tmp_path)
    assert document.package == "gitlab.example/group/sub/b"
    assert document.name == "C++/git__gitlab.example+group+sub+b/a.h"


def test_a_name_leads_back_to_where_the_document_was(tmp_path):
    put(tmp_path, "C/npm__@scope+name/src__a.c")
    (document,) = documents(tmp_path)
    assert tmp_path / document.name == document.file


def test_links_are_not_followed(tmp_path):
    put(tmp_path, "C/npm__a/a.c")
    (tmp_path / "C/npm__a/b.c").symlink_to("/etc/passwd")
    (tmp_path / "C/npm__b").symlink_to(tmp_path / "C/npm__a")
    assert [document.path for document in documents(tmp_path)] == ["a.c"]


def test_a_missing_directory_is_named(tmp_path):
    with pytest.raises(FatalError, match="nowhere"):
        list(documents(tmp_path / "nowhere"))


def test_a_directory_of_another_layout_is_named(tmp_path):
    put(tmp_path, "C/src/a.c")
    with pytest.raises(FatalError, match="src"):
        list(documents(tmp_path))


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("AWK", "Awk"),
        ("Coq", "Rocq Prover"),
        ("JSX", "JavaScript"),
        ("OCamllex", "OCaml"),
        ("GNU Octave", "MATLAB"),
        ("Python", "Python"),
    ],
)
def test_linguist_name(label, name):
    assert linguist_name(label) == name


def test_package_directory():
    assert package_directory("npm", "@scope/name") == "npm__@scope+name"
