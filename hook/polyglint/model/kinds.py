"""Whether values that JSON held are of the kinds that a named tuple declares."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import get_args, get_origin, get_type_hints

from polyglint.typed import Any

MAX_NUMBER = 1e6  # of a weight or a threshold, in nats, none of which is a hundred


def check_kinds(value: Any, kind: Any, name: str = "description") -> None:
    """Look whether a value is of a kind, and all that it holds of theirs.

    Args:
        kind: a named tuple, `float`, `int`, `str`, `Any`, or a tuple or dictionary of these.

    Raises:
        ValueError: one is not; numbers are finite, and true or false is none.
    """
    if kind is float:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        is_right = is_number and math.isfinite(value) and abs(value) <= MAX_NUMBER
    elif kind is Any:
        is_right = True
    else:
        is_right = type(value) is (get_origin(kind) or kind)
    if not is_right:
        raise ValueError(f"{name}: {str(value)[:60]!r} is not of the kind {_shown(kind)}")
    for inner, its_kind, its_name in _inside(value, kind, name):
        check_kinds(inner, its_kind, its_name)


def _inside(value: Any, kind: Any, name: str) -> Iterator[tuple[Any, Any, str]]:
    if hasattr(kind, "_fields"):
        hints = _hints(kind)
        yield from ((getattr(value, field), hints[field], field) for field in kind._fields)
    elif get_origin(kind) is tuple:
        yield from ((item, get_args(kind)[0], name) for item in value)
    elif get_origin(kind) is dict:
        for key, item in value.items():
            yield key, get_args(kind)[0], name
            yield item, get_args(kind)[1], f"{name} of {str(key)[:60]}"


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _shown(kind: Any) -> str:
    return kind.__name__ if get_origin(kind) is None else str(kind)
