from train.corpus.repository_archive import RepositoryArchive, write_archive


def test_perl_beside_raku_is_left_out(tmp_path):
    archive = tmp_path / f"{'1' * 40}.tar.gz"
    files = [("t/a.t", b"my $a = 1;\n"), ("lib/A.rakumod", b"unit module A;\n")]
    write_archive(archive, "one", files)
    assert [path for _, path, _ in RepositoryArchive(archive).labelled()] == ["lib/A.rakumod"]
    write_archive(archive, "one", files[:1])
    assert [(name, path) for name, path, _ in RepositoryArchive(archive).labelled()] == [
        ("Perl", "t/a.t")
    ]
