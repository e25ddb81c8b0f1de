import io
import pickle
import sys
from types import SimpleNamespace

import pytest

from polyglint.checker.checker import CheckOptions, Judge, PathContext
from polyglint.engine import worker
from polyglint.engine.worker import Task, Worker
from polyglint.errors import FatalError


def test_each_subject_of_a_content_has_its_answer(model, javascript):
    task = Task(javascript.encode(), (PathContext("a.py", ()), PathContext("a.js", ())))
    ((wrong, right),) = Worker(Judge()).answer([task])
    assert [violation.code for violation in wrong.findings] == ["PG101"]
    assert right.findings == ()
    assert len(model[0].texts) == 2  # one reading for each claim


@pytest.mark.parametrize(
    ("error", "told", "shown"),
    [
        (MemoryError(), "not judged: MemoryError", 0),
        (RecursionError("deep"), "not judged: RecursionError: deep", 0),
        (LookupError("a\nb"), "not judged: LookupError: b", 1),
    ],
)
def test_a_fault_costs_the_file_that_it_came_of(
    model, javascript, monkeypatch, capsys, error, told, shown
):
    examine_all = Judge.examine_all

    def examine(self, contents):
        if any(content == b"BAD" for content, _ in contents):
            raise error
        return examine_all(self, contents)

    monkeypatch.setattr(Judge, "examine_all", examine)
    subjects = (PathContext("a.py", ()), PathContext("b.py", ()))
    tasks = [Task(b"BAD", subjects), Task(javascript.encode(), subjects)]
    bad, (one, other) = Worker(Judge()).answer(tasks)
    assert [answer.reason for answer in bad] == [told, told]
    assert all(result.findings for result in (one, other))
    assert capsys.readouterr().err.count("Traceback") == shown


def test_bad_input_of_ours_ends_the_run(monkeypatch):
    def fail(*_):
        raise FatalError("no model")

    monkeypatch.setattr(Judge, "examine_all", fail)
    with pytest.raises(FatalError, match="no model"):
        Worker(Judge()).answer([Task(b"x", (PathContext("a.py", ()),))])


class EndedError(Exception):
    """Stands in for the end of the process."""


@pytest.mark.parametrize("rest", [b"", pickle.dumps([b"x" * 99])[:-50]], ids=["end", "cut"])
def test_it_ends_when_nobody_asks_any_more(monkeypatch, capfd, rest):
    requests = io.BytesIO(pickle.dumps(CheckOptions()) + rest)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=requests))
    monkeypatch.setattr(worker.os, "dup2", lambda *_: None)
    monkeypatch.setattr(worker.os, "_exit", lambda code: (_ for _ in ()).throw(EndedError(code)))
    with pytest.raises(EndedError, match="0"):
        worker.main()
    assert capfd.readouterr() == ("", "")
