import os
import subprocess
import sys

import pytest

pytest.importorskip("pyarrow")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_processor_time_and_memory_of_children_count():
    from benchmarks.cluster_scaling import RAY, Meter, family

    burn = "import time\nb = bytearray(1 << 28)\nwhile time.process_time() < 2: pass"
    with Meter() as meter:
        child = subprocess.Popen([sys.executable, "-c", burn])
        assert child.pid in set(family(os.getpid()))
        child.wait()
    assert meter.processor[RAY] > 1
    assert meter.processor["driver"] < 1.5  # this process worked for longer, but before
    assert 0.25 < meter.largest[RAY] < 1 + meter.memory
    assert meter.memory > 0.25


def test_processes_are_told_by_their_commands():
    from benchmarks.cluster_scaling import kind_of

    script = "print(flush=True); input() # polyglint.engine.worker"
    child = subprocess.Popen([sys.executable, "-c", script], stdin=-1, stdout=-1)
    try:
        child.stdout.readline()  # only now does it surely bear its own command
        assert (kind_of(child.pid), kind_of(os.getpid())) == ("model", "driver")
    finally:
        child.communicate(b"\n")


def test_a_run_in_words():
    from benchmarks.cluster_scaling import Cost, line

    cost = Cost(1000, 5.0, 9.0, {"driver": 1.0, "model": 3.0}, 2.0, {"model": 0.125})
    assert line(cost) == (
        "1000 files, 5 MB: 9 s, 4.0 s of a core (driver 1.0, model 3.0), 4.00 ms a file; "
        "2.0 GB at once, at the most a process had GB: model 0.12"
    )
