import os
import shutil
from pathlib import Path

import pytest

from polyglint.errors import FatalError, UnreadableFileError
from polyglint.results import NotJudged
from polyglint.sources import worktree


def places(found):
    return {file.path: file.place for file in found}


def test_named_files_know_their_place_in_their_repository(repository, tmp_path, monkeypatch):
    repository.write("src/a.py")
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "loose.py").write_text("x\n")
    monkeypatch.chdir(repository.root / "src")
    names = ["a.py", "../src/a.py", str(repository.root / "src/a.py"), "../../vendor/loose.py"]
    assert places(worktree.named(names)) == {
        **dict.fromkeys(names[:3], "src/a.py"),
        "../../vendor/loose.py": "loose.py",
    }
    monkeypatch.chdir(tmp_path)
    assert places(worktree.named(["vendor/loose.py"])) == {"vendor/loose.py": "vendor/loose.py"}


def test_named_files_are_sorted_and_each_is_there_once(repository):
    for name in "bca":
        repository.write(name)
    assert list(places(worktree.named(["c", "a", "b", "a"]))) == ["a", "b", "c"]


def test_a_link_is_in_the_repository_that_tracks_it(repository, tmp_path):
    (tmp_path / "target.py").write_text("x\n")
    (repository.root / "link.py").symlink_to(tmp_path / "target.py")
    (file,) = worktree.named(["link.py"])
    assert (file.place, file.content()) == ("link.py", NotJudged("symbolic link"))


def test_a_submodule_has_its_own_attributes(repository):
    sub = type(repository)(repository.root / "sub")
    sub.write("a.py")
    sub.write(".gitattributes", "*.py linguist-generated\n")
    repository.write(".gitattributes", "*.py linguist-vendored\n")
    (file,) = worktree.named(["sub/a.py"])
    assert (file.place, file.attributes) == ("a.py", {"linguist-generated": "set"})


def test_a_directory_named_git_is_not_a_repository(repository, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "copy" / ".git").mkdir(parents=True)
    (tmp_path / "copy" / "a.py").write_text("x\n")
    (file,) = worktree.named([str(tmp_path / "copy" / "a.py")])
    assert file.attributes == {}


def test_a_file_that_cannot_be_read_is_named():
    def read():
        raise OSError(5, "Input/output error")

    with pytest.raises(UnreadableFileError, match=r"^src/a\.py: Input/output error$"):
        worktree.File("src/a.py", "a.py", {}, read).content()


def test_a_name_that_no_system_takes():
    with pytest.raises(FatalError, match="embedded null byte"):
        worktree.named(["a\0b"])


def test_directories_far_inside_each_other(tmp_path, monkeypatch):
    depth = 1200  # `os.walk` calls itself for each before Python 3.12
    monkeypatch.chdir(tmp_path)
    for _ in range(depth):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.py").touch()
    os.chdir(tmp_path)
    assert [file.place for file in worktree.directory(".")] == ["d/" * depth + "a.py"]
    for _ in range(depth):  # for pytest, which calls itself, too
        os.chdir("d")
    Path("a.py").unlink()
    for _ in range(depth):
        os.chdir("..")
        Path("d").rmdir()


def test_a_link_to_a_directory_is_a_file_of_a_directory_without_git(tmp_path):
    (tmp_path / "directory").mkdir()
    (tmp_path / "directory" / "link").symlink_to(tmp_path, target_is_directory=True)
    (file,) = worktree.directory(str(tmp_path))
    assert (file.place, file.content()) == ("directory/link", NotJudged("symbolic link"))


@pytest.mark.parametrize("listed", ["directory", "named", "changed"])
def test_what_lies_beyond_a_link_is_not_read(repository, tmp_path, listed):
    repository.commit()
    repository.git("tag", "base")
    repository.add("sub/deep/a.py", "inside")
    repository.add(".gitattributes", "*.py linguist-language=Perl\n")
    repository.commit()
    outside = tmp_path / "outside"
    shutil.move(repository.root / "sub", outside)
    (outside / "deep" / "a.py").write_text("secret")
    (outside / "deep" / ".gitattributes").write_text("*.py linguist-generated\n")
    (repository.root / "sub").symlink_to(outside)
    found = {
        "directory": lambda: worktree.directory("."),
        "named": lambda: worktree.named(["sub/deep/a.py"]),
        "changed": lambda: worktree.changed("base"),
    }[listed]()
    (file,) = (file for file in found if file.path == "sub/deep/a.py")
    assert file.content() == NotJudged("beyond a symbolic link")
    assert (file.attributes, file.location) == ({}, None)


def test_links_that_stay_inside_and_those_above_are_followed_where_they_are_named(
    repository, tmp_path
):
    repository.add("sub/a.py", "inside")
    (repository.root / "link").symlink_to("sub")
    (tmp_path / "way").symlink_to(repository.root)
    for name in ("link/a.py", str(tmp_path / "way" / "sub" / "a.py")):
        (file,) = worktree.named([name])
        assert (file.path, file.place, file.content()) == (name, "sub/a.py", b"inside")
