"""The one seam for modules that many runs do not need: they are loaded at their first use.

A commit of a few files must not wait for numpy, GitPython or a report that nobody asked for. Say
it once, at the top, for the type checker and for the run:

    if TYPE_CHECKING:
        import numpy as np
    else:
        np = lazy_import("numpy")

Imports inside functions are left for what may be missing on a platform or without an extra.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any


class LazyModule(ModuleType):
    """Stands for a module until an attribute of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


def lazy_import(name: str) -> LazyModule:
    """Return a stand-in for a module, by its full name."""
    return LazyModule(name)


def lazy_function(module: str, name: str) -> Callable[..., Any]:
    """Return a function that loads its module when it is called, for tables of functions."""

    def call(*arguments: Any, **named: Any) -> Any:
        return getattr(import_module(module), name)(*arguments, **named)

    return call
