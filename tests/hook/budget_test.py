import re
import signal
import sys
import threading
import time

import pytest

from polyglint.budget import CPU, memory_limit, opinion, time_limit

alarms = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a system without alarms")
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")


def endless():
    return bool(re.match("(a*)*b", "a" * 60))


@alarms
def test_time_ends():
    began = time.monotonic()
    with pytest.raises(TimeoutError), time_limit(0.05):
        endless()
    assert time.monotonic() - began < 5
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@alarms
def test_time_within_time():
    with pytest.raises(TimeoutError), time_limit(0.2):  # noqa: PT012
        with pytest.raises(TimeoutError), time_limit(0.05):
            endless()
        endless()
    with pytest.raises(TimeoutError), time_limit(0.05), time_limit(60):
        endless()
    with time_limit(60):
        with time_limit(0.05):
            pass
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 50


@alarms
def test_time_of_the_cpu():
    with time_limit(0.05, CPU):
        time.sleep(0.2)
    with pytest.raises(TimeoutError), time_limit(0.05, CPU):
        endless()
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


@alarms
def test_an_opinion_does_not_swallow_the_end_of_a_file_s_time():
    with pytest.raises(TimeoutError), time_limit(0.1):  # noqa: PT012
        assert not opinion(endless)
        endless()


@alarms
def test_other_threads_have_no_alarm():
    done = []

    def work():
        with time_limit(0.01):
            time.sleep(0.05)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


@linux
def test_memory_ends():
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    with memory_limit(1 << 26):
        assert bytearray(1 << 25)
        with pytest.raises(MemoryError):
            bytearray(1 << 28)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


@pytest.mark.parametrize("error", [LookupError, MemoryError, RecursionError, SystemError])
def test_a_parser_that_fails_has_no_opinion(error):
    def fail():
        raise error

    assert not opinion(fail)
    assert opinion(lambda: True)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_a_person_who_ends_the_run_does(error):
    def fail():
        raise error

    with pytest.raises(error):
        opinion(fail)
