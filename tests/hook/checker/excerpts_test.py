import pytest

from polyglint.checker.excerpts import MAX_SHOWN, MAX_SHOWN_LINES, MAX_SHOWN_WIDTH, windows_read
from tests.hook.checker.readings import reading


def test_each_window_with_its_likeliest_language_and_its_lines():
    text = "\r\n".join(f"line {number}" for number in range(1, 9))
    first, second = windows_read(reading("Python", {"Go": 0.6}), text)
    assert first == (1, 4, "Python", 0.99, "line 1\nline 2\nline 3\nline 4")
    assert second[:4] == (5, 8, "Go", 0.6)


def test_what_is_shown_of_a_window_is_bounded():
    found = reading("Python")
    (window,) = found.windows
    found = found._replace(windows=(window._replace(last_line=99),))
    (shown,) = windows_read(found, (("x" * 500) + "\n") * 99)
    lines = shown.text.split("\n")
    assert (len(lines), max(map(len, lines))) == (MAX_SHOWN_LINES, MAX_SHOWN_WIDTH)


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, 0), (1, 1), (MAX_SHOWN, MAX_SHOWN), (MAX_SHOWN + 1, MAX_SHOWN), (5000, MAX_SHOWN)],
)
def test_of_many_windows_some_are_shown_from_the_first_to_the_last(count, shown):
    found = windows_read(reading(*["Go"] * count), "x\n" * 4 * count)
    assert len({window.first_line for window in found}) == shown
    assert not found or (found[0].first_line, found[-1].last_line) == (1, 4 * count)
