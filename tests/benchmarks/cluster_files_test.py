import io
import tarfile

import pytest

from polyglint.errors import FatalError
from tests.train.conftest import SourceFile, write_corpus

pq = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def corpus(tmp_path):
    files = [SourceFile("C", "p", f"C/npm__p/src__{n}.c", f"int x{n};\n") for n in range(3)]
    return write_corpus(tmp_path / "corpus", files)


@pytest.fixture
def archives(tmp_path):
    directory = tmp_path / "archives" / "npm__p"
    directory.mkdir(parents=True)
    contents = {
        "src/0.c": "// A licence.\nint x0;\n",  # in the corpus, without its header
        "src/copy.c": "int x1;\n",
        "src/new.c": "int new;\n",
        "src/newer.c": "int newer;\n",
        "src/again.c": "int newer;\n",
        "image.png": "\0",
    }
    with tarfile.open(directory / "p.tgz", "w:gz") as archive:
        for name, text in contents.items():
            member = tarfile.TarInfo(f"p/{name}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    (directory / "broken.tgz").write_text("no archive")
    return directory.parent


def test_archives_give_contents_that_a_corpus_lacks(tmp_path, corpus, archives):
    from benchmarks.cluster_files import sources

    found = sources(corpus, archives, tmp_path / "files", 5)
    texts = [source.file.read_text("utf-8") for source in found]
    assert sorted(texts) == ["int new;\n", "int newer;\n", *(f"int x{n};\n" for n in range(3))]
    assert {source.project for source in found} == {"p", "npm__p"}
    assert found == sources(corpus, archives, tmp_path / "files", 5)
    assert found[:2] == sources(corpus, archives, tmp_path / "files", 5)[:2]
    assert found != sorted(found)


def test_too_few_files_are_told(tmp_path, corpus):
    from benchmarks.cluster_files import sources

    with pytest.raises(FatalError, match="4 files expected, found 3; give more --archives"):
        sources(corpus, None, tmp_path / "files", 4)


def test_files_are_a_table(tmp_path, corpus):
    from benchmarks.cluster_files import sources, write_table

    found = sources(corpus, None, tmp_path / "files", 3)
    assert write_table(tmp_path / "t.parquet", found) == pytest.approx(24e-6)
    rows = pq.read_table(tmp_path / "t.parquet").to_pylist()
    assert sorted(rows, key=lambda row: row["path"])[1] == {
        "repository": "p",
        "path": "src/1.c",
        "content": "int x1;\n",
    }
