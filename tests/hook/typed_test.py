"""Named tuples are those of `typing`, but for the types of their fields, which stay strings."""

from __future__ import annotations

import pickle
import typing

import pytest

from polyglint import typed


class Own(typed.NamedTuple):
    """A point."""

    x: int
    y: dict[str, int] | None = None
    name: str = "a"

    @classmethod
    def origin(cls):
        return cls(0)

    @property
    def both(self):
        return self.x, self.y

    def moved(self, by):
        return self._replace(x=self.x + by)


class Typed(typing.NamedTuple):
    """A point."""

    x: int
    y: dict[str, int] | None = None
    name: str = "a"


class Bare(typed.NamedTuple):
    x: int


class Below(Own):
    __slots__ = ()


@pytest.mark.parametrize("name", ["_fields", "_field_defaults", "__doc__", "__module__"])
def test_what_a_class_says_of_itself(name):
    assert getattr(Own, name) == getattr(Typed, name)


def test_types_of_fields():
    assert typing.get_type_hints(Own) == typing.get_type_hints(Typed)
    assert Own.__annotations__["x"] == "int"


def test_values():
    assert Own(1) == (1, None, "a") == Typed(1)
    assert repr(Own(1, name="b")) == "Own(x=1, y=None, name='b')"
    assert (Own.origin(), Own(1).both, Own(1).moved(2).x) == ((0, None, "a"), (1, None), 3)
    assert pickle.loads(pickle.dumps(Own(1))) == Own(1)
    assert isinstance(Below.origin(), Below)
    assert Own.__bases__ == (tuple,)
    with pytest.raises(TypeError, match="'x'"):
        Own()
    with pytest.raises(AttributeError):
        Own(1).z = 1


def test_a_class_without_words():
    assert (Bare.__doc__, Bare.__qualname__, Bare(1)) == ("Bare(x,)", "Bare", (1,))
