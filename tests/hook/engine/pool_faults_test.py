import signal

import pytest

from polyglint.budget import limited_memory
from polyglint.checker.checker import CheckOptions
from polyglint.checker.claimed_text import PathContext
from polyglint.engine import pool, worker
from polyglint.engine.patience import GIVEN_UP, MAX_SLOW
from polyglint.engine.pool import Pool
from polyglint.engine.worker import Task
from polyglint.errors import FatalError
from polyglint.results import Failure
from tests.hook.cluster.conftest import POISON, RIGHT, WRONG

pytestmark = pytest.mark.slow
BOOT = f"exec({POISON!r})"


def task(content, *names):
    return Task(content.encode(), tuple(PathContext(name, ()) for name in names or ("a.py",)))


def answers(tasks, boot=BOOT):
    with Pool(CheckOptions(), 1, boot) as opened:
        return [
            [[told(answer) for answer in part] for part in parts]
            for _, parts in opened.answers([(None, batch) for batch in tasks])
        ]


def told(answer):
    if isinstance(answer, Failure):
        return answer.reason
    return [violation.code for violation in answer.findings]


def test_what_kills_a_worker_is_told_and_the_rest_is_judged():
    batch = [task(WRONG), task("POISONED", "a.py", "b.py"), task(RIGHT)]
    killed = "not judged twice: its worker process was killed by signal 9"
    assert answers([batch, [task(WRONG)]]) == [
        [[["PG101"]], [killed, killed], [[]]],
        [[["PG101"]]],
    ]


def test_a_fault_of_ours_with_one_file_costs_that_file_and_is_shown(capfd):
    batch = [task("OUR-FAULT"), task(WRONG)]
    assert answers([batch]) == [[["not judged: ValueError: a fault"], [["PG101"]]]]
    err = capfd.readouterr().err
    assert (err.count("Traceback"), err.splitlines()[-1]) == (1, "ValueError: a fault")


def test_what_goes_well_the_second_time_is_judged(tmp_path):
    once = f"""
import os, pathlib
if pathlib.Path({str(tmp_path / "mark")!r}).exists():
    pass
else:
    pathlib.Path({str(tmp_path / "mark")!r}).touch()
    exec({POISON.replace("POISONED", "LIST")!r})
"""
    batch = [task("LIST = 1\n" + WRONG)]
    assert answers([batch], f"exec({once!r})") == [[[["PG101"]]]]


def test_what_does_not_end_is_stopped(monkeypatch):
    monkeypatch.setattr(worker, "SECONDS", 0.5)
    monkeypatch.setattr(worker, "SECONDS_EACH", 0)
    monkeypatch.setattr(pool, "GRACE", 0.5)
    hang = POISON.replace("os.kill(os.getpid(), 9)", "__import__('time').sleep(600)")
    assert answers([[task("POISONED")]], f"exec({hang!r})") == [
        [["not judged twice: its worker process did not end in time"]]
    ]


def test_after_some_that_do_not_end_no_more_are_tried(monkeypatch):
    monkeypatch.setattr(worker, "SECONDS", 0.5)
    monkeypatch.setattr(worker, "SECONDS_EACH", 0)
    monkeypatch.setattr(pool, "GRACE", 0.5)
    hang = POISON.replace("os.kill(os.getpid(), 9)", "__import__('time').sleep(600)")
    (found,) = answers([[task(f"POISONED {number}") for number in range(9)]], f"exec({hang!r})")
    slow = [["not judged twice: its worker process did not end in time"]]
    assert found == slow * MAX_SLOW + [[GIVEN_UP.reason]] * (9 - MAX_SLOW)


@pytest.mark.serial  # the file that is right has no more than the second and a half of the other
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a system without alarms")
def test_what_is_slow_in_python_ends_itself():
    slow = POISON.replace("os.kill(os.getpid(), 9)", "__import__('re').match('(a*)*b', 'a' * 50)")
    short = "import polyglint.engine.worker as own; own.SECONDS, own.SECONDS_EACH = 1.5, 0"
    boot = f"exec({slow!r}); {short}"
    expected = [["not judged: TimeoutError: took too long"], [["PG101"]]]
    assert answers([[task("POISONED"), task(WRONG)]], boot) == [expected]


@pytest.mark.skipif(not limited_memory(), reason="a system without limits")
def test_what_takes_too_much_memory_is_told():
    greedy = POISON.replace("os.kill(os.getpid(), 9)", "bytearray(1 << 32)")
    boot = f"{limited_memory(1 << 31)}; exec({greedy!r})"
    (((answer,), (other,)),) = answers([[task("POISONED"), task(RIGHT)]], boot)
    assert (answer, other) == ("not judged: MemoryError", [])


def test_bad_input_of_ours_ends_the_run():
    with (
        Pool(CheckOptions(("Pyhton",)), 1) as opened,
        pytest.raises(FatalError, match="did you mean Python"),
    ):
        list(opened.answers([(None, [task(RIGHT)])]))
