from tests.train.conftest import source_files
from train.corpus.manifest import ManifestEntry, write_manifest
from train.data import documents
from train.data.documents import Document


def test_files_known_to_be_mislabelled_are_left_out(small_corpus, monkeypatch, tmp_path):
    monkeypatch.setattr(documents, "MISLABELLED", tmp_path / "mislabelled.tsv")
    (tmp_path / "mislabelled.tsv").write_text("path\tis\nC/C-1/0\tC++\n")
    left = {document.path for document in documents.read_corpus(small_corpus)}
    assert {file.path for file in source_files()} - left == {"C/C-1/0"}


def test_the_manifest_is_read_as_it_is_written(tmp_path):
    entry = ManifestEntry('C/npm__a/a "b"\t.c', "C", "npm", "a", "upstream", "0" * 64, 3)
    write_manifest(tmp_path, [entry])
    assert documents.read_corpus(tmp_path) == [Document(entry.path, "C", "upstream")]
