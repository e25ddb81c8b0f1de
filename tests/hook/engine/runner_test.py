import signal
import time
from collections import Counter

import pytest

from polyglint.checker.checker import EVERY, FEW, SPREAD, CheckOptions, Judge
from polyglint.engine import runner, worker
from polyglint.engine.patience import GIVEN_UP, MAX_SLOW
from polyglint.engine.runner import SOON_JUDGED, processes, run
from polyglint.results import Unreadable
from polyglint.sources.worktree import File


def fails():
    raise OSError(5, "Input/output error")


def test_what_cannot_be_read_is_named_and_the_rest_is_judged(model, javascript, python):
    files = [
        File("b.py", "b.py", {}, javascript.encode),
        File("c.py", "c.py", {}, fails),
        File("a.py", "a.py", {}, python.encode),
    ]
    found = run(files, CheckOptions())
    assert [result.path for result in found.results] == ["a.py", "b.py"]
    assert [violation.path for violation in found.violations()] == ["b.py"]
    assert found.unreadable == (Unreadable("c.py", "Input/output error"),)


def test_candidates_are_those_of_the_run(model, javascript):
    file = File("a.py", "a.py", {}, javascript.encode)
    assert list(run([file], CheckOptions(("Python", "Go"))).violations()) == []


@pytest.mark.parametrize(
    ("count", "depth", "checks"),
    [(SOON_JUDGED + 1, FEW, 1), (SOON_JUDGED, FEW, 0), (SOON_JUDGED + 1, SPREAD, 0)],
)
def test_many_files_are_expected_to_need_the_model(model, python, count, depth, checks):
    """So its weights are checked before the first of them is read."""
    found = []

    def content():
        found.append(sum(reader.checks for reader in model))
        return f"{python}# {len(found)}".encode()

    files = [File(f"{n}.py", f"{n}.py", {}, content) for n in range(count)]
    run(files, CheckOptions(depth=depth), jobs=1, cache=False)
    assert found[0] == checks


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a system without alarms")
def test_a_run_ends_however_many_files_do_not(model, python, monkeypatch):
    """All are named, in the time of a few; so are those that were never tried."""
    examine_all, began = Judge.examine_all, time.monotonic()

    def examine(self, contents):
        if any(b"HANG" in content for content, _ in contents):
            time.sleep(600)
        return examine_all(self, contents)

    monkeypatch.setattr(Judge, "examine_all", examine)
    monkeypatch.setattr(worker, "SECONDS", 0.2)
    monkeypatch.setattr(worker, "SECONDS_EACH", 0)
    honest = [File(f"{n}.py", f"{n}.py", {}, f"{python}# {n}".encode) for n in range(5)]
    hang = [File(f"h{n}.py", f"h{n}.py", {}, f"HANG {n}".encode) for n in range(200)]
    found = run([*honest, *hang], CheckOptions(), jobs=1, cache=False)
    assert time.monotonic() - began < 60
    assert [result.path for result in found.results] == [file.path for file in honest]
    reasons = Counter(file.reason for file in found.unreadable)
    slow = "not judged: TimeoutError: took too long"
    assert reasons == {slow: MAX_SLOW, GIVEN_UP.reason: 200 - MAX_SLOW}


@pytest.mark.parametrize(
    ("jobs", "files", "depth", "number"),
    [
        pytest.param(None, 1, FEW, 0, id="one file"),
        pytest.param(None, 255, FEW, 1, id="too few that are read in part"),
        pytest.param(None, 256, FEW, 2, id="enough of them"),
        pytest.param(None, 64, SPREAD, 2, id="enough that are read whole"),
        pytest.param(None, 8, EVERY, 2, id="enough that are read line by line"),
        pytest.param(None, 9999, FEW, 4, id="one on each core"),
        pytest.param(2, 64, FEW, 2, id="as many as asked for"),
        pytest.param(2, 63, FEW, 1, id="too few for what is asked for"),
        pytest.param(1, 9999, FEW, 1, id="one is asked for"),
        pytest.param(16, 9999, FEW, 16, id="more than cores"),
    ],
)
def test_processes_are_worth_their_start(jobs, files, depth, number, monkeypatch):
    monkeypatch.setattr(runner, "_cores", lambda: 4)
    assert processes(jobs, files, depth) == number


@pytest.mark.parametrize(
    ("names", "depth", "is_opened"),
    [
        (["a.json"], FEW, False),
        (["a.py", "b.toml", "c.svg", "d.xml"], FEW, False),
        (["a.py", "b.py", "c.py", "d.py", "e.py"], FEW, True),
        (["a.json", "a.go"], FEW, True),
        (["a.json"], SPREAD, True),
    ],
)
def test_no_cache_is_opened_for_what_is_soon_judged(
    model, cache_directory, names, depth, is_opened
):
    files = [File(name, name, {}, lambda: b"[1]\n") for name in names]
    run(files, CheckOptions(depth=depth), jobs=1)
    assert cache_directory.exists() is is_opened
