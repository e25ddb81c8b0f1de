import subprocess
import sys
import time

import pytest

from polyglint.git import limits
from polyglint.git.limits import Watch, limit_memory

TALKS = "import sys, time\nfor _ in range(8): print('x', flush=True); time.sleep(0.1)"


def started(script):
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)


def test_a_silent_process_is_ended(monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 0.2)
    with started("import time; time.sleep(600)") as process:
        watch = Watch(process)
        assert watch.wait_for(process.stdout.read) == b""
        assert process.wait() != 0
    assert watch.has_ended_it


def test_a_process_whose_reader_is_busy_is_not_ended(monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 0.1)
    with started("print('x'); import sys; sys.stdin.read()") as process:
        watch = Watch(process)
        time.sleep(0.5)  # several times as long as the process may be silent
        assert process.poll() is None or process.returncode == 0
        watch.close()
        process.kill()
    assert not watch.has_ended_it


def test_a_process_that_talks_is_not_ended(monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 60.0)
    with started(TALKS) as process:
        watch = Watch(process)
        lines = [watch.wait_for(process.stdout.readline) for _ in range(9)]
        watch.close()
    assert b"".join(lines).split() == [b"x"] * 8
    assert (process.returncode, watch.has_ended_it) == (0, False)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of other processes are Linux's")
def test_memory_has_a_limit(monkeypatch):
    monkeypatch.setattr(limits, "MAX_MEMORY", 256 << 20)
    script = "import sys; sys.stdin.read(); x = bytes(1 << 30)"
    command = [sys.executable, "-c", script]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stderr=pipe) as process:
        limit_memory(process)
        _, complaint = process.communicate(b"")
    assert process.returncode == 1
    assert b"MemoryError" in complaint


def test_a_process_that_is_gone_needs_no_limit():
    with started("") as process:
        process.wait()
        limit_memory(process)


def test_an_honest_process_has_no_guard(monkeypatch):
    monkeypatch.setattr(limits, "Guard", None)
    with started("print('x')") as process:
        monkeypatch.setattr(limits, "SOON", 60.0)
        assert limits.communicate(process)[0] == b"x\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell guards")
def test_a_guard_lets_go(monkeypatch):
    with started("import sys; sys.stdin.read()") as process:
        guard = limits.Guard(process)
        guard.close()
        guard.close()
        assert process.poll() is None
        process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell guards")
def test_a_slow_process_is_heard_to_its_end(monkeypatch):
    monkeypatch.setattr(limits, "SOON", 0.01)
    with started(TALKS) as process:
        assert limits.communicate(process)[0].split() == [b"x"] * 8
