"""`typing.NamedTuple` in half its time: nothing looks at the types of the fields.

A commit declares sixty of them, and `typing` compiles the type of each field.
"""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    LEFT_OUT = {"__annotations__", "__module__", "__qualname__", "__slots__"}

    class Declared(type):
        """Makes a named tuple of a class that declares its fields, as `typing` does."""

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


__all__ = ["NamedTuple"]
