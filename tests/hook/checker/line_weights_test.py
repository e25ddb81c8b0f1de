import random
from itertools import pairwise

import pytest

from polyglint.checker.line_weights import LineWeights, shortened
from polyglint.model.tokenizer import MAX_LINE_LENGTH


def test_bytes_of_common_lines_weigh_1():
    content = "a\r\nbb\rccc\n\nä".encode()
    weights = LineWeights(content)
    assert weights.total == len(content)
    assert weights.between(2, 7) == 5
    assert weights.between(3, 3) == 0


def test_a_long_line_weighs_as_much_as_is_read_of_it():
    head, rest = b"x" * 500_000 + b"\n", b"y = 1\n" * 10
    weights = LineWeights(head + rest)
    assert weights.between(0, len(head)) == pytest.approx(MAX_LINE_LENGTH + 1)
    assert weights.between(0, len(head) // 2) == pytest.approx(MAX_LINE_LENGTH / 2, rel=1e-3)
    assert weights.between(len(head), len(head + rest)) == len(rest)


def test_parts_add_up():
    rng = random.Random(3)
    content = b"\n".join(b"z" * rng.choice([0, 3, 80, 5000]) for _ in range(60))
    weights = LineWeights(content)
    places = sorted({0, len(content), *(rng.randrange(len(content)) for _ in range(50))})
    parts = [weights.between(*pair) for pair in pairwise(places)]
    assert min(parts) >= 0
    assert sum(parts) == pytest.approx(weights.total)


def test_shortened():
    text = "a" * 3000 + "\r\n" + "b" * MAX_LINE_LENGTH + "\n" + "c\n"
    lines = "a" * MAX_LINE_LENGTH, "b" * MAX_LINE_LENGTH, "c"
    assert shortened(text) == "{}\r\n{}\n{}\n".format(*lines)
