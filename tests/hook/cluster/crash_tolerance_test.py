import pytest

from polyglint.checker.checker import Judging
from polyglint.checker.claimed_text import Subject
from polyglint.cluster import crash_tolerance
from polyglint.cluster.crash_tolerance import EnduringPool, limited_memory
from polyglint.engine.worker import Task
from polyglint.errors import FatalError, UnreadableFileError
from tests.hook.cluster.conftest import POISON, RIGHT, WRONG

BOOT = f"exec({POISON!r})"


def task(content, *names):
    return Task(content.encode(), tuple(Subject(name, ()) for name in names or ("a.py",)))


def answers(tasks, boot=BOOT):
    with EnduringPool(Judging(), 1, boot) as pool:
        return [
            [[told(answer) for answer in part] for part in parts]
            for _, parts in pool.answers([(None, batch) for batch in tasks])
        ]


def told(answer):
    if isinstance(answer, UnreadableFileError):
        return str(answer)
    return [violation.code for violation in answer.violations]


def test_what_kills_a_worker_is_told_and_the_rest_is_judged():
    batch = [task(WRONG), task("POISONED", "a.py", "b.py"), task(RIGHT)]
    killed = "not judged twice: its worker process was killed by signal 9"
    assert answers([batch, [task(WRONG)]]) == [
        [[["PG101"]], [killed, killed], [[]]],
        [[["PG101"]]],
    ]


def test_a_fault_of_ours_with_one_file_costs_that_file():
    batch = [task("OUR-FAULT"), task(WRONG)]
    assert answers([batch]) == [[["not judged twice: ValueError: a fault"], [["PG101"]]]]


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
    monkeypatch.setattr(crash_tolerance, "SECONDS_A_FILE", 0.5)
    hang = POISON.replace("os.kill(os.getpid(), 9)", "__import__('time').sleep(600)")
    assert answers([[task("POISONED")]], f"exec({hang!r})") == [
        [["not judged twice: its worker process did not end in time"]]
    ]


@pytest.mark.skipif(not limited_memory(), reason="a system without limits")
def test_what_takes_too_much_memory_is_told():
    greedy = POISON.replace("os.kill(os.getpid(), 9)", "bytearray(1 << 32)")
    boot = f"{limited_memory(1 << 31)}; exec({greedy!r})"
    (((answer,), (other,)),) = answers([[task("POISONED"), task(RIGHT)]], boot)
    assert (answer, other) == ("not judged twice: MemoryError", [])


def test_bad_input_of_ours_ends_the_run():
    with (
        EnduringPool(Judging(("Pyhton",)), 1) as pool,
        pytest.raises(FatalError, match="did you mean Python"),
    ):
        list(pool.answers([(None, [task(RIGHT)])]))
