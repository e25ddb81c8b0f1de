from threading import Event, Thread, current_thread

import pytest

from polyglint.filesystem.meanwhile import Meanwhile


def test_work_goes_on_beside_other_work():
    begun, other = Event(), Event()

    def work():
        begun.set()
        other.wait(60)
        return current_thread()

    found = Meanwhile(work)
    assert begun.wait(60)
    other.set()
    assert found.result() not in (None, current_thread())


def test_an_error_is_told_to_who_waits():
    def work():
        raise ValueError("damaged")

    found = Meanwhile(work)
    found.wait()
    for _ in range(2):
        with pytest.raises(ValueError, match="damaged"):
            found.result()


def test_without_another_thread_the_work_is_done_at_once(monkeypatch):
    def refuse(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", refuse)
    assert Meanwhile(current_thread).result() is current_thread()
    with pytest.raises(ZeroDivisionError):
        Meanwhile(lambda: 1 // 0).result()
