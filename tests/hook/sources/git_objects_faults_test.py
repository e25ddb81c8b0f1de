"""What git holds that is missing, damaged, elsewhere, or set to start something."""

import pytest

from polyglint.errors import UnreadableFileError
from polyglint.sources import git_objects, worktree
from tests.hook.sources.conftest import contents


def test_an_object_in_another_s_place_is_not_read(repository):
    repository.add("a.py", "real\n")
    repository.commit()
    repository.write("b.py", "other\n")
    real, other = (
        repository.git("hash-object", "-w", name).decode().strip() for name in ("a.py", "b.py")
    )
    repository.git("replace", real, other)
    assert contents(git_objects.revision(".", "HEAD")) == {"a.py": b"real\n"}
    # Without the help of refs: the file that holds one object under the name of another.
    place = {
        name: repository.root / ".git" / "objects" / name[:2] / name[2:] for name in (real, other)
    }
    place[real].chmod(0o644)
    place[real].write_bytes(place[other].read_bytes())
    (file,) = git_objects.revision(".", "HEAD")
    with pytest.raises(UnreadableFileError, match=r"^a\.py: git's object .* is damaged; try"):
        file.content()


def test_missing_objects_are_named_and_the_rest_is_read(repository):
    for name in "abc":
        repository.add(f"{name}.py", name)
    repository.commit()
    blob = repository.git("rev-parse", "HEAD:b.py").decode().strip()
    (repository.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    first, missing, last = git_objects.revision(".", "HEAD")
    with pytest.raises(UnreadableFileError, match=rf"^b\.py: git has no object {blob}; try"):
        missing.content()
    assert (first.content(), last.content()) == (b"a", b"c")


def test_nothing_is_fetched_into_a_partial_clone(repository, tmp_path, monkeypatch):
    for name in "ab":
        repository.add(f"{name}.py", name)
    repository.commit()
    repository.git("config", "uploadpack.allowFilter", "true")
    address = f"file://{repository.root}"
    repository.git("clone", "-q", "--no-checkout", "--filter=blob:none", address, "../partial")
    monkeypatch.chdir(tmp_path / "partial")
    for file in git_objects.revision(".", "HEAD"):
        with pytest.raises(UnreadableFileError, match="git has no object"):
            file.content()


def test_the_index_is_not_written(history):
    index = history.root / ".git" / "index"
    (history.root / "a.py").touch()
    before, names = index.read_bytes(), sorted((history.root / ".git").iterdir())
    git_objects.revision(".", "HEAD")
    git_objects.changed("HEAD~1", "HEAD")
    worktree.changed("HEAD~1")
    contents(worktree.directory("."))
    assert index.read_bytes() == before
    assert sorted((history.root / ".git").iterdir()) == names


def test_settings_of_the_repository_start_nothing(history):
    marker = history.root / "ran"
    program = history.write("program", f"#!/bin/sh\ntouch '{marker}'\ncat\n")
    program.chmod(0o755)
    history.add("z.py", "* text\n")
    history.write(".gitattributes", "* diff=evil filter=evil merge=evil text=auto\n")
    history.git("add", ".gitattributes")
    history.commit()
    for setting in (
        "core.fsmonitor",
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.smudge",
        "filter.evil.clean",
        "filter.evil.process",
    ):
        history.git("config", setting, str(program))
    history.git("config", "core.splitIndex", "true")
    (history.root / "z.py").touch()
    marker.unlink(missing_ok=True)
    contents(git_objects.revision(".", "HEAD"))
    contents(git_objects.changed("HEAD~1", "HEAD"))
    contents(worktree.changed("HEAD~1"))
    contents(worktree.directory("."))
    assert not marker.exists()
    assert [*(history.root / ".git").glob("sharedindex*")] == []


@pytest.mark.parametrize("mode", [b"100644", b"120000"])
def test_two_entries_of_one_name_are_named(history, mode):
    """A checkout shows one of them; the other would be hidden."""
    blobs = [
        bytes.fromhex(history.git("hash-object", "-w", "--stdin", input=text).decode())
        for text in (b"one\n", b"two\n", b"three\n")
    ]
    tree = b"".join(
        b"%s %s\0%s" % (kind, name, blob)
        for kind, name, blob in zip(
            (b"100644", mode, b"100644"), (b"a.py", b"a.py", b"b.py"), blobs, strict=True
        )
    )
    command = ("hash-object", "-t", "tree", "-w", "--literally", "--stdin")
    found = git_objects.revision(".", history.git(*command, input=tree).decode().strip())
    assert [file.path for file in found] == ["a.py", "a.py", "b.py"]
    for file in found[:2]:
        with pytest.raises(UnreadableFileError, match="its name stands twice in its tree"):
            file.content()
    assert found[2].content() == b"three\n"
