from threading import Event, Thread, current_thread

import pytest

from polyglint.filesystem.meanwhile import Meanwhile, overlapped


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


def test_each_job_is_done_while_the_next_is_asked_for():
    begun = [Event(), Event(), Event()]

    def jobs():
        for number, event in enumerate(begun):
            assert number == 0 or begun[number - 1].wait(60)
            yield lambda number=number, event=event: event.set() or number

    assert [*overlapped(jobs())] == [0, 1, 2]
    assert [*overlapped([])] == []


def test_no_two_jobs_are_done_at_once():
    busy, most = [], []

    def job():
        busy.append(1)
        most.append(len(busy))
        busy.pop()

    assert [*overlapped([job] * 50)] == [None] * 50
    assert max(most) == 1


def test_an_error_of_a_job_ends_the_others():
    done = []
    with pytest.raises(ZeroDivisionError):
        [*overlapped([lambda: 1 // 0, lambda: done.append(1), lambda: done.append(2)])]
    assert done == []


@pytest.mark.parametrize("how", ["closed", "failed"])
def test_no_job_is_left_running(how):
    """Whether who asks wants no more, or the next job is not to be had."""
    ended, go_on = [], Event()

    def job():
        go_on.wait(60)
        ended.append(1)

    def jobs():
        yield lambda: None
        yield job
        go_on.set()
        raise ValueError("no more jobs")

    found = overlapped(jobs())
    assert next(found) is None
    if how == "closed":
        go_on.set()
        found.close()
    else:
        with pytest.raises(ValueError, match="no more jobs"):
            next(found)
    assert ended == [1]


def test_a_job_is_waited_for_where_its_result_is_not_awaited_to_the_end(monkeypatch):
    """As by an alarm in the middle."""
    ended, begun = [], Event()

    def job():
        begun.wait(60)
        ended.append(1)

    def alarmed(self):
        begun.set()
        raise TimeoutError

    with monkeypatch.context() as patch:
        patch.setattr(Meanwhile, "result", alarmed)
        with pytest.raises(TimeoutError):
            [*overlapped([job, job])]
    assert ended == [1]
