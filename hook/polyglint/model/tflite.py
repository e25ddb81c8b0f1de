"""What a TFLite file asks its runtime for, read without one.

The file is a table of FlatBuffers (https://flatbuffers.dev/internals/), whose fields TFLite's
schema numbers. Not every runtime looks whether what it reads is there: tflite-runtime does not.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator

IDENTIFIER = b"TFL3"
# Fields of the schema's tables: of Model, OperatorCode, SubGraph, Tensor, Operator and Buffer.
OPERATOR_CODES, SUBGRAPHS, BUFFERS = 1, 2, 4
DEPRECATED_CODE, CUSTOM_CODE, CODE = 0, 1, 3
TENSORS, GRAPH_INPUTS, GRAPH_OUTPUTS, GRAPH_OPERATORS = 0, 1, 2, 3
SHAPE, BUFFER = 0, 2
CODE_INDEX, INPUTS, OUTPUTS = 0, 1, 2
DATA = 0
LEFT_OUT = -1  # an input that an operator does without
MAX_ELEMENTS = 1 << 28  # of one tensor
# Arithmetic and changes of shape: nothing that loops, calls, keeps a state or needs a delegate.
OPERATORS = frozenset(
    {
        *(0, 2, 3, 6, 7, 9, 14, 18, 19, 21, 22, 25, 28),  # ADD to TANH
        *(34, 36, 39, 40, 41, 42, 43, 45, 47, 49, 50, 53, 55, 56, 57, 58, 59),  # PAD to NEG
        *(61, 62, 63, 64, 65, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78),  # GREATER to POW
        *(82, 83, 84, 85, 86, 87, 88, 89, 92, 94, 98, 99),  # REDUCE_MAX to SQUARED_DIFFERENCE
        *(101, 102, 114, 123, 126, 130, 150),  # ABS, SPLIT_V, QUANTIZE to GELU
    }
)


def check(content: bytes) -> None:
    """Look whether a file asks for no more than a classifier needs.

    Raises:
        ValueError: it does, or is no TFLite file.
    """
    if content[4:8] != IDENTIFIER:
        raise ValueError("no TFLite file")
    try:
        model = _follow(content, 0)
        codes = [*_tables(content, model, OPERATOR_CODES)]
        buffers = [*_tables(content, model, BUFFERS)]
        for code in codes:
            _check_operator(content, code)
        for buffer in buffers:
            _vector(content, buffer, DATA, "B")
        for subgraph in _tables(content, model, SUBGRAPHS):
            _check_subgraph(content, subgraph, len(codes), len(buffers))
    except struct.error:
        raise ValueError("cut short, or damaged") from None


def _check_subgraph(content: bytes, table: int, codes: int, buffers: int) -> None:
    """Look whether all numbers in a graph stand for something.

    Args:
        codes, buffers: how many the model has.
    """
    tensors = [*_tables(content, table, TENSORS)]
    for tensor in tensors:
        if abs(math.prod(_vector(content, tensor, SHAPE, "i"))) > MAX_ELEMENTS:
            raise ValueError("a tensor of more than a GiB")
        _check_below(buffers or 1, _number(content, tensor, BUFFER))  # 0 stands for none
    for field in (GRAPH_INPUTS, GRAPH_OUTPUTS):
        _check_below(len(tensors), *_vector(content, table, field, "i"))
    for operator in _tables(content, table, GRAPH_OPERATORS):
        _check_below(codes, _number(content, operator, CODE_INDEX))
        inputs = _vector(content, operator, INPUTS, "i")
        _check_below(len(tensors), *(number for number in inputs if number != LEFT_OUT))
        _check_below(len(tensors), *_vector(content, operator, OUTPUTS, "i"))


def _check_below(count: int, *numbers: int) -> None:
    if any(not 0 <= number < count for number in numbers):
        raise ValueError("a number that stands for nothing in it")


def _check_operator(content: bytes, table: int) -> None:
    custom, older = _field(content, table, CUSTOM_CODE), _field(content, table, DEPRECATED_CODE)
    # Codes up to 126 are in both fields, of files older than the newer one in but one of them.
    codes = [_number(content, table, CODE)]
    codes += struct.unpack_from("<B", content, older) if older else ()
    code = max(codes)
    if custom or code not in OPERATORS:
        raise ValueError(f"operator {code}, which no model of polyglint needs")


def _follow(content: bytes, place: int) -> int:
    """Where the offset at a place leads."""
    return place + int(struct.unpack_from("<I", content, place)[0])


def _field(content: bytes, table: int, number: int) -> int | None:
    """The place of a field of a table, if it is there."""
    virtual_table = table - int(struct.unpack_from("<i", content, table)[0])
    if virtual_table < 0:
        raise struct.error
    (size,) = struct.unpack_from("<H", content, virtual_table)
    if 4 + 2 * number >= size:
        return None
    (offset,) = struct.unpack_from("<H", content, virtual_table + 4 + 2 * number)
    return table + offset if offset else None


def _number(content: bytes, table: int, number: int) -> int:
    field = _field(content, table, number)
    return 0 if field is None else int(struct.unpack_from("<i", content, field)[0])


def _vector(content: bytes, table: int, number: int, kind: str) -> tuple[int, ...]:
    """The numbers of a vector; of one of bytes, which may be long, only a look at its end."""
    field = _field(content, table, number)
    if field is None:
        return ()
    start = _follow(content, field)
    (length,) = struct.unpack_from("<I", content, start)
    if start + 4 + length * struct.calcsize(f"<{kind}") > len(content):
        raise struct.error
    return () if kind == "B" else struct.unpack_from(f"<{length}{kind}", content, start + 4)


def _tables(content: bytes, table: int, number: int) -> Iterator[int]:
    field = _field(content, table, number)
    if field is not None:
        start = _follow(content, field) + 4
        offsets = _vector(content, table, number, "I")
        yield from (start + 4 * index + offset for index, offset in enumerate(offsets))
