import io
import tarfile

from benchmarks.linguist import MAX_FILES, main, unpack


def test_what_is_no_archive_is_named(tmp_path, capsys):
    assert main([str(tmp_path / "none.tar")]) == 2
    assert capsys.readouterr().err.startswith("benchmarks.linguist: none.tar: ")


def test_a_machine_without_ruby_is_told_what_it_lacks(tmp_path, capsys, monkeypatch):
    archive = package(tmp_path, {"a.py": b"x = 1\n"})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main([str(archive)]) == 2
    assert capsys.readouterr().err.endswith("; ruby with the gem github-linguist is needed\n")


def test_the_files_of_a_package_are_of_varied_names(tmp_path):
    files = {f"x/{number}.py": b"x = 1\n" for number in range(MAX_FILES + 9)}
    archive = package(tmp_path, {**files, "x/a.go": b"package a\n", "x/empty.c": b""})
    found = [*unpack(archive, tmp_path / "here")]
    assert len(found) == MAX_FILES
    assert {path.suffix for path in found} == {".py", ".go"}
    assert all(path.is_file() for path in found)


def package(directory, files):
    path = directory / "package.tar"
    with tarfile.open(path, "w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path
