import pytest

from polyglint.checker.checker import CheckOptions
from polyglint.engine import work
from polyglint.engine.cache import Cache
from polyglint.engine.work import Work, groups
from polyglint.results import Failure, Judgement, NotJudged
from polyglint.sources.worktree import File

NO_CACHE = Cache(CheckOptions(), None)


def file(name, content=b"x\n", blob=None):
    def read():
        if isinstance(content, Exception):
            raise content
        return content

    return File(name, name, {}, read, blob=blob)


def paths(parts):
    return [[file.path for file in part.files] for part in parts]


def test_files_of_one_blob_are_one_task():
    files = [file("a", blob="1"), file("b", blob="2"), file("c", blob="1"), file("d"), file("e")]
    assert [[f.path for f in group] for group in groups(files)] == [["a", "c"], ["b"], ["d"], ["e"]]
    ((parts, tasks),) = Work(files, NO_CACHE).batches()
    assert paths(parts) == [["a", "c"], ["b"], ["d"], ["e"]]
    assert [subject.place for subject in tasks[0].subjects] == ["a", "c"]


def test_what_has_no_content_needs_no_task():
    failing = file("a", OSError(5, "Input/output error"), blob="1")
    same = file("b", blob="1")
    files = [failing, same, file("c", NotJudged("binary"))]
    everything = Work(files, NO_CACHE)
    assert list(everything.batches()) == []
    answers = {f.path: answer for f, answer in everything.answered()}
    assert answers["c"] == Judgement(not_judged=NotJudged("binary"))
    assert answers["a"] == answers["b"] == Failure("Input/output error")
    assert list(everything.answered()) == []


@pytest.mark.parametrize(
    ("sizes", "batches"),
    [
        ([], []),
        ([1] * 5, [2, 2, 1]),
        ([9, 1, 20, 1], [1, 2, 1]),
    ],
)
def test_a_batch_is_so_many_files_or_bytes(monkeypatch, sizes, batches):
    monkeypatch.setattr(work, "BATCH_FILES", 2)
    monkeypatch.setattr(work, "BATCH_SIZE", 9)
    files = [file(f"{index}", b"x" * size) for index, size in enumerate(sizes)]
    assert [len(tasks) for _, tasks in Work(files, NO_CACHE).batches()] == batches


def test_a_content_of_many_paths_is_several_tasks(monkeypatch):
    monkeypatch.setattr(work, "MAX_PATHS", 3)
    files = [file(f"{index}", blob="1") for index in range(8)] + [file("x"), file("y")]
    found = [(paths(parts), tasks) for parts, tasks in Work(files, NO_CACHE).batches()]
    assert [names for names, _ in found] == [
        [["0", "1", "2"]],
        [["3", "4", "5"]],
        [["6", "7"], ["x"]],
        [["y"]],
    ]
    assert [len(task.subjects) for _, tasks in found for task in tasks] == [3, 3, 2, 1, 1]
