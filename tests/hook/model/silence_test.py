import os

import pytest

from polyglint.model.silence import silent_stderr


def test_stderr_is_silent_and_then_speaks_again(capfd):
    with silent_stderr():
        os.write(2, b"from below\n")
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "afterwards\n"


def test_stderr_speaks_again_after_an_error(capfd):
    with pytest.raises(ZeroDivisionError), silent_stderr():
        raise ZeroDivisionError
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "afterwards\n"


def test_silence_leaves_no_descriptor_open():
    before = os.dup(0)
    os.close(before)
    for _ in range(3):
        with silent_stderr():
            pass
    after = os.dup(0)
    os.close(after)
    assert before == after
