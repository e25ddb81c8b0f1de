"""What declares types, in place of `typing`: importing that takes a twentieth of a commit.

Type checkers see `typing` itself. A run sees names that do nothing, and named tuples that pass over
the types of their fields: a commit declares sixty, and `typing` compiles the type of each field.
"""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import (
        Any,
        BinaryIO,
        Generic,
        NamedTuple,
        NoReturn,
        Protocol,
        TextIO,
        TypeAlias,
        TypeVar,
        cast,
        overload,
    )
else:
    Any = BinaryIO = NoReturn = Protocol = TextIO = TypeAlias = object
    LEFT_OUT = {"__annotations__", "__module__", "__qualname__", "__slots__"}

    def TypeVar(name, **how):  # noqa: N802
        return object

    def cast(kind, value):
        return value

    def overload(function):
        return function

    class Generic:
        def __class_getitem__(cls, kinds):
            return cls

    class Declared(type):
        """Makes a named tuple of a class that declares its fields."""

        def __new__(cls, name, bases, declared):
            if not bases:
                return super().__new__(cls, name, bases, declared)
            fields = declared.get("__annotations__", {})
            defaults = [declared[field] for field in fields if field in declared]
            made = namedtuple(name, fields, defaults=defaults, module=declared["__module__"])
            made.__annotations__ = fields
            for key, value in declared.items():
                if key not in fields and key not in LEFT_OUT:
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=Declared):
        """Its subclasses are tuples, and none of its own."""


__all__ = [
    "TYPE_CHECKING",
    "Any",
    "BinaryIO",
    "Generic",
    "NamedTuple",
    "NoReturn",
    "Protocol",
    "TextIO",
    "TypeAlias",
    "TypeVar",
    "cast",
    "overload",
]
