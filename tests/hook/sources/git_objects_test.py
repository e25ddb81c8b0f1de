import subprocess

import pytest

from polyglint.errors import FatalError
from polyglint.results import NotJudged
from polyglint.sources import git_objects, worktree
from tests.hook.sources.conftest import contents


def test_staged_files_are_read_from_the_index(repository):
    repository.add("a.py", "staged\n").write_text("edited\n")
    repository.write("b.py")
    assert contents(git_objects.staged()) == {"a.py": b"staged\n"}


def test_a_revision_is_read_without_a_checkout(history):
    found = git_objects.revision(".", "HEAD~1")
    assert contents(found) == {
        ".gitattributes": b"*.py linguist-language=Perl\n",
        "a.py": b"a1\n",
        "src/.gitattributes": b"b.py linguist-generated\n",
        "src/b.py": b"b1\n",
    }
    attributes = {file.path: file.attributes for file in found}
    assert attributes["a.py"] == {"linguist-language": "Perl"}
    assert attributes["src/b.py"] == {"linguist-language": "Perl", "linguist-generated": "set"}
    (later,) = (file for file in git_objects.revision(".", "HEAD") if file.path == "src/b.py")
    assert later.attributes == {"linguist-language": "Perl"}


def test_a_directory_of_a_revision(history, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = git_objects.revision("repository/src", "HEAD~1")
    assert [(file.path, file.place) for file in found] == [
        ("repository/src/.gitattributes", "src/.gitattributes"),
        ("repository/src/b.py", "src/b.py"),
    ]
    assert found[1].attributes == {"linguist-language": "Perl", "linguist-generated": "set"}


def test_a_bare_repository(history, tmp_path, monkeypatch):
    history.git("clone", "-q", "--bare", ".", "../bare.git")
    monkeypatch.chdir(tmp_path)
    assert worktree.repository_of("bare.git").is_bare
    found = git_objects.revision("bare.git", "HEAD~1")
    assert [file.path for file in found][:2] == ["bare.git/.gitattributes", "bare.git/a.py"]
    assert found[3].attributes == {"linguist-language": "Perl", "linguist-generated": "set"}
    assert found[3].content() == b"b1\n"
    assert not worktree.repository_of("bare.git").root.joinpath("index").exists()


@pytest.mark.parametrize(
    "revision", ["nope", "", "-x", "--all", "HEAD:a.py", "HEAD~9", "1" * 40, "HEAD..HEAD~1", "a\nb"]
)
def test_an_unknown_revision_is_named(history, revision):
    with pytest.raises(FatalError, match=r"(?s)^.*: no such revision in .*; fetch it"):
        git_objects.revision(".", revision)


@pytest.mark.parametrize("revision", ["HEAD", "main", "HEAD^{tree}", "@{0}", "tag", "annotated"])
def test_revisions_go_by_many_names(history, revision):
    history.git("tag", "tag")
    history.git("tag", "-a", "-m", "x", "annotated")
    assert contents(git_objects.revision(".", revision))["a.py"] == b"a2\n"


def test_an_unborn_branch_has_no_revision(repository):
    repository.add("a.py")
    with pytest.raises(FatalError, match="HEAD: no such revision"):
        git_objects.revision(".", "HEAD")


def test_a_plain_directory_has_no_revision(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "plain").mkdir()
    with pytest.raises(FatalError, match="plain: not in a git repository"):
        git_objects.revision(str(tmp_path / "plain"), "HEAD")


def test_a_change_is_what_a_branch_did_since_it_left_the_base(history):
    history.git("stash", "-q")
    history.git("checkout", "-q", "-b", "side", "HEAD~1")
    history.add("side.py", "side\n")
    history.commit()
    history.add("staged.py", "staged\n")
    history.write("untracked.py")
    history.write("side.py", "edited\n")
    assert contents(git_objects.changed("main", "side")) == {"side.py": b"side\n"}
    assert contents(worktree.changed("main")) == {"side.py": b"edited\n", "staged.py": b"staged\n"}
    (file, *_) = git_objects.changed("side", "main")  # from the other end
    assert (file.path, file.attributes) == ("a.py", {"linguist-language": "Perl"})


def test_a_change_leaves_out_what_it_removes_and_takes_the_new_name(repository):
    for name in ("gone.py", "old.py", "same.py"):
        repository.add(name, f"{name}\n" * 9)
    (repository.root / "link.py").symlink_to("same.py")
    repository.git("add", "link.py")
    repository.commit()
    repository.git("rm", "-q", "gone.py", "link.py")
    repository.git("mv", "old.py", "new.py")
    repository.add("link.py", "a file now\n")
    repository.commit()
    expected = {"link.py": b"a file now\n", "new.py": b"old.py\n" * 9}
    assert contents(git_objects.changed("HEAD~1", "HEAD")) == expected
    assert contents(worktree.changed("HEAD~1")) == expected
    (repository.root / "new.py").unlink()
    assert contents(worktree.changed("HEAD~1"))["new.py"] == NotJudged("not in the work tree")


def test_histories_that_never_met_are_compared_from_end_to_end(repository):
    repository.add("a.py", "a\n")
    repository.commit()
    repository.git("checkout", "-q", "--orphan", "other")
    repository.add("b.py", "b\n")
    repository.commit()
    assert contents(git_objects.changed("main", "other")) == {"b.py": b"b\n"}


def test_a_change_in_a_bare_repository(history, tmp_path, monkeypatch):
    history.git("clone", "-q", "--bare", ".", "../bare.git")
    monkeypatch.chdir(tmp_path / "bare.git")
    assert contents(git_objects.changed("HEAD~1", "HEAD")) == {"a.py": b"a2\n"}


def test_a_change_from_a_subdirectory(history, monkeypatch):
    monkeypatch.chdir(history.root / "src")
    assert [*contents(git_objects.changed("HEAD~1", "HEAD"))] == ["../a.py"]
    assert [file.place for file in worktree.changed("HEAD~1")] == ["a.py"]


def test_a_shallow_clone(history, tmp_path, monkeypatch):
    history.git("clone", "-q", "--depth=1", f"file://{history.root}", "../shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    assert contents(git_objects.revision(".", "HEAD"))["a.py"] == b"a2\n"
    with pytest.raises(FatalError, match="HEAD~1: no such revision"):
        git_objects.changed("HEAD~1", "HEAD")


def test_a_linked_work_tree(history, tmp_path, monkeypatch):
    history.git("worktree", "add", "-q", "../linked", "HEAD~1")
    monkeypatch.chdir(tmp_path / "linked")
    assert contents(git_objects.revision(".", "HEAD"))["a.py"] == b"a1\n"
    assert contents(worktree.directory("."))["a.py"] == b"a1\n"


def test_a_sparse_work_tree(history):
    history.git("reset", "-q", "--hard")
    history.git("sparse-checkout", "set", "--cone", "--sparse-index", "nothing")
    assert contents(worktree.directory("."))["src/b.py"] == NotJudged("not in the work tree")
    assert contents(git_objects.revision(".", "HEAD"))["src/b.py"] == b"b1\n"


def test_a_repository_with_sha256(tmp_path, repository, monkeypatch):
    other = tmp_path / "sha256"
    subprocess.run(["git", "init", "-q", "--object-format=sha256", other], check=True)
    (other / "a.py").write_text("x\n")
    (other / ".gitattributes").write_text("a.py linguist-generated\n")
    for command in (["add", "."], ["commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=other, check=True)
    monkeypatch.chdir(other)
    _, file = git_objects.revision(".", "HEAD")
    assert (file.content(), file.attributes) == (b"x\n", {"linguist-generated": "set"})


def test_links_and_submodules_are_not_read(repository):
    sub = type(repository)(repository.root / "sub")
    sub.commit()
    (repository.root / "link.py").symlink_to("/etc/passwd")
    (repository.root / ".gitattributes").symlink_to("/etc/passwd")
    repository.git("add", "sub", "link.py", ".gitattributes")
    repository.commit()
    found = git_objects.revision(".", "HEAD")
    assert contents(found) == {
        ".gitattributes": NotJudged("symbolic link"),
        "link.py": NotJudged("symbolic link"),
        "sub": NotJudged("submodule"),
    }
    assert {file.blob for file in found} == {None}
