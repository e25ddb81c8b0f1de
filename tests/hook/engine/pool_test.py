import os
import signal
import subprocess
import sys
import time

import pytest

from polyglint.checker.checker import CheckOptions, PathContext
from polyglint.engine.pool import Pool
from polyglint.engine.runner import answering
from polyglint.engine.worker import Task
from polyglint.errors import FatalError

pytestmark = pytest.mark.slow

PYTHON = b"import os\n\n\ndef names(path):\n    return sorted(os.listdir(path))\n" * 8


def task(place="a.py", content=PYTHON):
    return Task(content, (PathContext(place, ()),))


def batches(count, make=task):
    return ((number, [make()]) for number in range(count))


def test_every_batch_is_answered_whoever_does_it():
    with answering(CheckOptions(), 1) as answers_of:
        alone = dict(answers_of(batches(5)))
    with answering(CheckOptions(), 2) as answers_of:
        together = dict(answers_of(batches(5)))
    assert alone == together
    assert alone.keys() == set(range(5))
    assert alone[0][0][0].language == "Python"


def test_no_more_batches_are_taken_than_needed():
    taken = []

    def numbered():
        for number in range(50):
            taken.append(number)
            yield number, [task(content=b"")]

    with Pool(CheckOptions(), 2) as pool:
        answers = pool.answers(numbered())
        next(answers)
        assert len(taken) <= 8
        assert len(list(answers)) == 49


def test_a_killed_worker_is_replaced():
    with Pool(CheckOptions(), 2) as pool:
        for process in pool._processes:
            process.kill()
        assert dict(pool.answers(batches(5))).keys() == set(range(5))


def test_a_worker_killed_at_its_work_is_replaced():
    with Pool(CheckOptions(), 2) as pool:
        answers = pool.answers(batches(20))
        next(answers)
        pool._processes[0].kill()
        told = [results for _, ((results,),) in answers]
    assert {result.language for result in told} == {"Python"}
    assert len(told) == 19


def test_workers_that_do_not_start_are_one_clear_message():
    with (
        Pool(CheckOptions(), 2, "raise SystemExit(7)") as pool,
        pytest.raises(FatalError, match="ended with exit code 7; is there enough memory"),
    ):
        list(pool.answers(batches(5)))


def test_bad_input_of_a_worker_is_ours():
    with (
        Pool(CheckOptions(("Pyhton",)), 2) as pool,
        pytest.raises(FatalError, match="'Pyhton'; did you mean Python"),
    ):
        list(pool.answers(batches(3)))


def test_a_worker_without_a_judge_keeps_its_traceback():
    with (
        Pool(5, 2) as pool,
        pytest.raises(RuntimeError, match=r"(?s)Traceback.*Judge.*'int'"),
    ):
        list(pool.answers(batches(1)))


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, GeneratorExit, ValueError])
def test_no_worker_outlives_its_pool(trouble):
    with pytest.raises(trouble), Pool(CheckOptions(), 2) as pool:  # noqa: PT012
        next(pool.answers(batches(20)))
        raise trouble
    assert [process.poll() is not None for process in pool._processes] == [True, True]


PARENT = """
import sys, time
from polyglint.checker.checker import CheckOptions
from polyglint.engine.pool import Pool
with Pool(CheckOptions(), 2) as pool:
    print(*[process.pid for process in pool._processes], flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of another system")
def test_no_worker_outlives_a_killed_parent():
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], env=environment, stdout=subprocess.PIPE
    )
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 30
    while any(map(alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in workers if alive(pid)] == []


HOSTILE = "from pathlib import Path; Path(__file__).with_name('ran').touch(); raise SystemExit\n"


def test_no_module_of_the_current_directory_is_imported(tmp_path, monkeypatch):
    for name in ("numpy", "pickle", "polyglint", "signal", "sitecustomize", "threading", "typing"):
        (tmp_path / f"{name}.py").write_text(HOSTILE)
    monkeypatch.chdir(tmp_path)
    with Pool(CheckOptions(), 2) as pool:
        assert len(list(pool.answers(batches(3)))) == 3
    assert not (tmp_path / "ran").exists()
