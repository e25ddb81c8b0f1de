import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglint.model.windows import (
    WINDOW_LINES,
    Lines,
    NonBlankLine,
    Window,
    cut_text,
    has_lines,
    non_blank_lines,
    window_starts,
)

TEXTS = [
    # text, (number, line, after a blank line)
    pytest.param("a\nb\n", [(1, "a", False), (2, "b", False)], id="LF"),
    pytest.param("a\r\n\r\nb\r\n", [(1, "a", False), (3, "b", True)], id="CRLF"),
    pytest.param("a\rb\r\rc", [(1, "a", False), (2, "b", False), (4, "c", True)], id="CR"),
    pytest.param("a\r\nb\rc\nd", [(n, "abcd"[n - 1], False) for n in (1, 2, 3, 4)], id="mixed"),
    pytest.param("a\n\r\nb", [(1, "a", False), (3, "b", True)], id="LF before CRLF"),
    pytest.param("a", [(1, "a", False)], id="no line end"),
    pytest.param("\n \n\t\n  a", [(4, "  a", True)], id="blank lines first"),
    pytest.param("a\n  \t\nb", [(1, "a", False), (3, "b", True)], id="blank line with spaces"),
    pytest.param("a\n\f\nb", [(1, "a", False), (3, "b", True)], id="form feed alone"),
    pytest.param("\fa\n\vb", [(1, "\fa", False), (2, "\vb", False)], id="form feed in a line"),
    pytest.param("a\x85b\u2028c", [(1, "a\x85b\u2028c", False)], id="Unicode's line ends end none"),
    pytest.param("a\x1cb\n\x1c\x1d\nc", [(1, "a\x1cb", False), (3, "c", True)], id="separators"),
    pytest.param("\0\n\ud800", [(1, "\0", False), (2, "\ud800", False)], id="hostile"),
    pytest.param("\ufeff\n", [(1, "\ufeff", False)], id="byte-order mark"),
    pytest.param("\n\n", [], id="blank"),
    pytest.param("", [], id="nothing"),
]

STARTS = [
    # lines, limit, starts
    pytest.param(0, None, [], id="no line"),
    pytest.param(0, 24, [], id="no line, limit"),
    pytest.param(1, None, [0], id="one line"),
    pytest.param(3, 24, [0], id="three lines, limit"),
    pytest.param(4, None, [0], id="one window"),
    pytest.param(6, None, [0, 1, 2], id="one window from each line"),
    pytest.param(5, 24, [0, 1], id="the last covers the end"),
    pytest.param(12, 24, [0, 4, 8], id="side by side"),
    pytest.param(13, 24, [0, 3, 6, 9], id="overlapping to cover the end"),
    pytest.param(100, 3, [0, 48, 96], id="spread"),
    pytest.param(100, 1, [0], id="limit of one"),
]


@pytest.mark.parametrize(("text", "lines"), TEXTS)
def test_non_blank_lines(text, lines):
    assert non_blank_lines(text) == [NonBlankLine(*line) for line in lines]


@given(st.text(st.sampled_from("a \t\r\n\f\x1c\x85\ud800")))
def test_lines_hold_all_but_white_space(text):
    lines = non_blank_lines(text)
    assert all(line.text.strip() for line in lines)
    assert "".join("".join(line.text.split()) for line in lines) == "".join(text.split())
    numbers = [line.number for line in lines]
    assert numbers == sorted(set(numbers))
    assert [line.after_blank for line in lines] == [
        number > 1 and number - 1 not in numbers for number in numbers
    ]


@pytest.mark.parametrize(("line_count", "limit", "starts"), STARTS)
def test_window_starts(line_count, limit, starts):
    assert window_starts(line_count, limit) == starts


@given(st.integers(1, 2000), st.integers(1, 100))
def test_windows_within_a_limit_are_spread_over_the_file(line_count, limit):
    starts = window_starts(line_count, limit)
    gaps = [after - before for before, after in itertools.pairwise(starts)]
    assert starts[0] == 0
    assert all(gap > 0 for gap in gaps)
    assert len(starts) == min(limit, -(-line_count // WINDOW_LINES))
    assert len(starts) == 1 or starts[-1] + WINDOW_LINES == line_count
    assert max(gaps, default=0) - min(gaps, default=0) <= 1
    if limit * WINDOW_LINES >= line_count:
        assert max(gaps, default=0) <= WINDOW_LINES


def test_window_spans_the_blank_lines_inside():
    lines = Lines("\na\n\n\nb\nc\nd\n\ne\n\n")
    assert lines.window(0) == Window(2, 7)
    assert lines.window(1) == Window(5, 9)
    assert Lines("\na\n\n\nb").window(0) == Window(2, 5)


def test_lines_are_a_sequence():
    lines, listed = Lines("a\n\nb\n\nc\nd"), non_blank_lines("a\n\nb\n\nc\nd")
    assert [len(lines), lines[-1], lines[1:3]] == [4, listed[-1], listed[1:3]]
    with pytest.raises(IndexError):
        lines[4]


@pytest.mark.parametrize(
    ("total", "count", "chosen"),
    [
        pytest.param(24, 1, [12], id="the middle"),
        pytest.param(24, 4, [3, 9, 15, 21], id="four"),
        pytest.param(5, 4, [0, 1, 3, 4], id="nearly all"),
        pytest.param(3, 8, [0, 1, 2], id="all"),
        pytest.param(1, 1, [0], id="the only one"),
        pytest.param(0, 4, [], id="none"),
    ],
)
def test_a_sample_comes_from_the_middle_of_equal_parts(total, count, chosen):
    cut = cut_text("x\n" * 4 * total, 24)
    sample = cut.sample(count)
    assert len(cut.starts) == total
    assert sample.starts == [cut.starts[index] for index in chosen]
    assert sample.windows() == tuple(cut.windows()[index] for index in chosen)


def test_a_cut_without_a_limit_has_a_window_at_every_line():
    assert cut_text("x\n\n" * 9).starts == [0, 1, 2, 3, 4, 5]


@given(st.text(st.sampled_from("ax \t\n\r\x0b\x0c\x1c\x85\xa0\u2028\u3000"), max_size=24))
def test_lines_are_counted_as_they_are_cut(text):
    count = len(Lines(text))
    assert has_lines(text, count)
    assert not has_lines(text, count + 1)
