import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglint.model.config import MODEL, SHIPPED
from polyglint.model.tflite import (
    GRAPH_INPUTS,
    OPERATORS,
    SUBGRAPHS,
    _field,
    _follow,
    _tables,
    check,
)

CONTENT = (SHIPPED / MODEL).read_bytes()
CUSTOM, WHILE, CALL_ONCE, READ_VARIABLE, RESHAPE = 32, 119, 129, 143, 22


def model(code, older=None, custom=False, shape=(1,)):
    """A file of one operator and one tensor: a Model with its tables one after the other."""
    older = min(code, 127) if older is None else older
    tables = [
        # Model: fields 1 and 2 are vectors of one table each.
        struct.pack("<HHHHHH", 10, 12, 0, 4, 8, 0) + struct.pack("<iII", 12, 8, 40),
        # the vector of operator codes, and OperatorCode: older code, custom name, -, newer code
        struct.pack("<II", 1, 16) + struct.pack("<HHHHHH", 12, 16, 4, 8 if custom else 0, 0, 12),
        struct.pack("<ibxxxIi", 12, older, 0, code),
        # the vector of subgraphs, and SubGraph: field 0 is a vector of tensors
        struct.pack("<II", 1, 12) + struct.pack("<HHHH", 6, 8, 4, 0) + struct.pack("<iI", 8, 4),
        # the vector of tensors, and Tensor: field 0 is its shape
        struct.pack("<II", 1, 12) + struct.pack("<HHHH", 6, 8, 4, 0) + struct.pack("<iI", 8, 4),
        struct.pack(f"<I{len(shape)}i", len(shape), *shape),
    ]
    return struct.pack("<I4s", 20, b"TFL3") + b"".join(tables)


def with_input(number):
    """The shipped model with another number in the place of its graph's first input."""
    subgraph = next(_tables(CONTENT, _follow(CONTENT, 0), SUBGRAPHS))
    start = _follow(CONTENT, _field(CONTENT, subgraph, GRAPH_INPUTS)) + 4
    return CONTENT[:start] + struct.pack("<i", number) + CONTENT[start + 4 :]


def test_the_shipped_model_passes():
    check(CONTENT)
    check(with_input(0))


@pytest.mark.parametrize("code", sorted(OPERATORS))
def test_operators_of_classifiers_pass(code):
    check(model(code))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(with_input(999), "a number that stands for nothing", id="no such tensor"),
        pytest.param(with_input(-2), "a number that stands for nothing", id="less than none"),
        pytest.param(b"", "no TFLite file", id="empty"),
        pytest.param(b"x" * 99, "no TFLite file", id="text"),
        pytest.param(CONTENT[:8], "cut short, or damaged", id="nothing but a start"),
        pytest.param(CONTENT[:99_999], "cut short, or damaged", id="cut"),
        pytest.param(CONTENT[:3_000_000], "cut short, or damaged", id="cut among its numbers"),
        pytest.param(CONTENT[:-1], "cut short, or damaged", id="a byte short"),
        pytest.param(model(CUSTOM), "operator 32, which no model", id="custom"),
        pytest.param(model(RESHAPE, custom=True), "operator 22, which no model", id="named"),
        pytest.param(model(WHILE), "operator 119, which no model", id="loop"),
        pytest.param(model(CALL_ONCE), "operator 129, which no model", id="call"),
        pytest.param(model(READ_VARIABLE), "operator 143, which no model", id="state"),
        pytest.param(model(0, older=CUSTOM), "operator 32, which no model", id="older field"),
        pytest.param(model(RESHAPE, shape=(1 << 15, 1 << 15)), "a tensor of more than", id="large"),
        pytest.param(model(RESHAPE, shape=(1 << 30, -8)), "a tensor of more than", id="negative"),
    ],
)
def test_others_do_not(content, words):
    with pytest.raises(ValueError, match=words):
        check(content)


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=20),
    st.integers(0, 400),
)
def test_damage_is_told_and_nothing_else_happens(changes, end):
    content = bytearray(model(RESHAPE))
    for place, value in changes:
        content[place % len(content)] = value
    with contextlib.suppress(ValueError):
        check(bytes(content[: max(end, 8)]))
