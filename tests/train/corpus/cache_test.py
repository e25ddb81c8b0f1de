import pytest

from polyglint.errors import FatalError
from tests.train.corpus.archives_test import make_tar
from train.corpus.cache import cached
from train.corpus.layout import documents


def test_a_directory_is_used_as_it_is(tmp_path):
    with cached(tmp_path) as directory:
        assert directory == tmp_path


@pytest.mark.parametrize("around", ["", "corpus/", "./"])
def test_an_archive_is_unpacked_and_removed(tmp_path, around):
    archive = make_tar(tmp_path / "c.tar.xz", (f"{around}C/npm__a/a.c", b"int a;\n"), mode="w:xz")
    with cached(archive) as directory:
        (document,) = documents(directory)
        assert document.name == "C/npm__a/a.c"
        assert document.file.read_bytes() == b"int a;\n"
    assert not directory.exists()


def test_an_archive_keeps_what_is_known_of_repositories(tmp_path):
    table = b"repository\tcommit\tlicence\na/b\t" + b"1" * 40 + b"\tMIT\n"
    files = [("files/repositories.tsv", table), ("files/C/git__a+b/a.c", b"int a;\n")]
    with cached(make_tar(tmp_path / "c.tar.xz", *files, mode="w:xz")) as directory:
        (document,) = documents(directory)
        assert document.origin == ("1" * 40, "MIT")


@pytest.mark.parametrize("name", ["../C/npm__a/a.c", "/C/npm__a/a.c", "a.c", "C/src/a.c"])
def test_an_archive_of_another_layout_is_refused(tmp_path, name):
    archive = make_tar(tmp_path / "c.tar.xz", (name, b"int a;\n"), mode="w:xz")
    with pytest.raises(FatalError, match=r"c\.tar\.xz"), cached(archive):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["c.tar.xz"]
