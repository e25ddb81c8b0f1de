import os
import sys

import pytest

from polyglint.errors import FatalError
from polyglint.filesystem import unnamed
from polyglint.git import limits, process
from polyglint.git.process import GitFailedError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pipes among the files")


def asked(how, directory, *arguments):
    answer = getattr(process, how)(directory, *arguments)
    return [*answer] if how == "records" else answer


@pytest.mark.parametrize("how", ["run", "records"])
@pytest.mark.parametrize("place", ["config", "index"])
def test_git_is_not_waited_for_without_an_end(repository, monkeypatch, how, place):
    repository.add("a.py")
    monkeypatch.setattr(limits, "PATIENCE", 0.3)
    (repository.root / ".git" / place).unlink()
    os.mkfifo(repository.root / ".git" / place)
    with pytest.raises(
        FatalError, match=r"git ls-files in .* has said nothing for 0 seconds; look"
    ):
        asked(how, repository.root, "ls-files", "-z")


@pytest.mark.parametrize("how", ["run", "records"])
def test_failure_in_git_s_own_words(repository, how):
    with pytest.raises(GitFailedError) as raised:
        asked(how, repository.root, "ls-tree", "nope")
    assert raised.value.words == "fatal: Not a valid object name nope\n"
    assert str(raised.value).endswith(": fatal: Not a valid object name nope")


def test_a_path_has_an_end(repository, monkeypatch):
    monkeypatch.setattr(process, "MAX_RECORD", 1 << 17)
    repository.add("a.py", "x" * (1 << 18))
    with pytest.raises(FatalError, match=r"git cat-file in .*: a path without an end"):
        [*process.records(repository.root, "cat-file", "blob", ":a.py")]


def test_a_reader_that_stops_ends_git(repository):
    repository.add("a.py", "\0" * (1 << 20))
    found = process.records(repository.root, "cat-file", "blob", ":a.py")
    assert next(found) == ""
    found.close()  # or this would wait for ever


@pytest.mark.skipif(sys.platform != "linux", reason="no files in memory")
def test_what_git_says_of_every_line_does_not_fill_the_memory(repository, monkeypatch):
    kept = []

    def bounded_file(size):
        file = unnamed.bounded_file(size)
        kept.append(os.dup(file.fileno()))
        return file

    monkeypatch.setattr(process, "bounded_file", bounded_file)
    repository.add("a.py")
    repository.add(".gitattributes", "!a b\n" * 999)
    assert asked("records", repository.root, "check-attr", "-z", "--all", "a.py") == []
    with os.fdopen(kept[0], "rb") as said:
        assert os.fstat(said.fileno()).st_size == process.MAX_SAID
        said.seek(0)
        assert said.read().startswith(b"warning: Negative patterns")
