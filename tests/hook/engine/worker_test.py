import io
import pickle
import sys
from types import SimpleNamespace

import pytest

from polyglint.checker.checker import Judge, Judging, Subject
from polyglint.engine import worker
from polyglint.engine.worker import Task, Worker


def test_each_subject_of_a_content_has_its_answer(model, javascript):
    task = Task(javascript.encode(), (Subject("a.py", ()), Subject("a.js", ())))
    ((wrong, right),) = Worker(Judge()).answer([task])
    assert [violation.code for violation in wrong.violations] == ["PG101"]
    assert right.violations == ()
    assert len(model[0].texts) == 2  # one reading for each claim


class EndedError(Exception):
    """Stands in for the end of the process."""


@pytest.mark.parametrize("rest", [b"", pickle.dumps([b"x" * 99])[:-50]], ids=["end", "cut"])
def test_it_ends_when_nobody_asks_any_more(monkeypatch, capfd, rest):
    requests = io.BytesIO(pickle.dumps(Judging()) + rest)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=requests))
    monkeypatch.setattr(worker.os, "dup2", lambda *_: None)
    monkeypatch.setattr(worker.os, "_exit", lambda code: (_ for _ in ()).throw(EndedError(code)))
    with pytest.raises(EndedError, match="0"):
        worker.main()
    assert capfd.readouterr() == ("", "")
