"""The one seam for what many runs do not need: it is loaded, or compiled, at its first use.

A commit of a few files must not wait for numpy, a grammar or a report that nobody asked for. Say
it once, at the top, for the type checker and for the run:

    if TYPE_CHECKING:
        import numpy as np
    else:
        np = lazy_import("numpy")

Regular expressions take longer to compile than a text of usual size takes to search, and most are
about texts that few files are: `lazy_pattern` in place of `re.compile`.

Imports inside functions are left for what may be missing on a platform or without an extra.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from polyglint.typed import Any, cast


class LazyModule(ModuleType):
    """Stands for a module until an attribute of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        # A module that is there is found so in a tenth of the time that `import_module` takes.
        return getattr(__import__(self.__name__, fromlist=(name,)), name)


def lazy_import(name: str) -> LazyModule:
    """Return a stand-in for a module, by its full name."""
    return LazyModule(name)


def lazy_function(module: str, name: str) -> Callable[..., Any]:
    """Return a function that loads its module when it is called, for tables of functions."""

    def call(*arguments: Any, **named: Any) -> Any:
        return getattr(import_module(module), name)(*arguments, **named)

    return call


class LazyPattern:
    """Stands for a regular expression until an attribute of it is asked for, such as `search`."""

    def __init__(self, expression: str, flags: int) -> None:
        self._written = expression, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what copying asks for, of one that is not begun yet
            raise AttributeError(name)
        if name == "compiled":
            value: Any = re.compile(*self._written)
        else:
            value = getattr(self.compiled, name)
        setattr(self, name, value)  # which the next search finds without this
        return value


def lazy_pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """Return a stand-in for a regular expression; the arguments are those of `re.compile`."""
    return cast("re.Pattern[str]", LazyPattern(expression, flags))
