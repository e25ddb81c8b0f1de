import hashlib
from collections import Counter

from train.corpus.manifest import ManifestEntry, read_table, summarize, write_manifest

ENTRIES = [
    ManifestEntry("C/npm__b/b.c", "C", "npm", "b", "b", "2" * 64, 20),
    ManifestEntry("C/npm__a/a.c", "C", "npm", "a", "a", "1" * 64, 10),
    ManifestEntry("Go/npm__a/a.go", "Go", "npm", "a", "a", "3" * 64, 5),
]


def test_manifest_is_sorted_and_reads_back(tmp_path):
    write_manifest(tmp_path, ENTRIES)
    rows = read_table(tmp_path / "manifest.tsv")
    assert [row["path"] for row in rows] == ["C/npm__a/a.c", "C/npm__b/b.c", "Go/npm__a/a.go"]
    assert rows[0] == {key: str(value) for key, value in ENTRIES[1]._asdict().items()}


def test_the_corpus_hash_is_that_of_the_sorted_lines(tmp_path):
    digest = write_manifest(tmp_path, ENTRIES)
    lines = sorted("\t".join(map(str, entry)) + "\n" for entry in ENTRIES)
    assert digest == hashlib.sha256("".join(lines).encode()).hexdigest()
    assert (tmp_path / "corpus.sha256").read_text(encoding="utf-8") == digest + "\n"
    assert write_manifest(tmp_path, ENTRIES[::-1]) == digest
    assert write_manifest(tmp_path, ENTRIES[:2]) != digest


def test_summary_counts_projects_and_drops():
    dropped = Counter({("C", "minified"): 2, ("Ada", "too short"): 1})
    header, rows = summarize(ENTRIES, dropped)
    assert header == ["language", "projects", "files", "lines", "minified", "too short"]
    assert rows == [
        ["C", 2, 2, 30, 2, 0],
        ["Go", 1, 1, 5, 0, 0],
        ["Ada", 0, 0, 0, 0, 1],
    ]
