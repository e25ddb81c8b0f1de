"""Time the regular expressions of the hook on strings made against them.

``python -m tests.hook.slow_patterns`` prints the name of each before it tries it, so that whoever
starts it can name one that does not end where there are no alarms, and a second line for one that
is slow.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import polyglint
from polyglint.budget import CPU, time_limit
from polyglint.lazy import LazyPattern
from polyglint.linguist import counting, generated, vendored
from tests.hook.attack_strings import Attack, attacks

# Characters. One that takes the square of them takes 0.2 ms for the first and 40 ms for the last.
FIRST, SMALL, LARGE = 256, 1_000, 4_000
MAX_SECONDS, MAX_GROWTH = 0.008, 8.0  # times as long for four times as much
TIMES = 3  # that one must be slow
MAX_PATTERN_SECONDS = 10.0  # of the CPU, where the dearest of today takes two
# Patterns that take more than a line, by the most characters that they are ever held against.
BOUNDED = {
    "polyglint.linguist.generated.MARKS[7]": generated.MARKED_LENGTH,
    "polyglint.linguist.generated.MARKS[25]": generated.MARKED_LENGTH,
    **{
        f"polyglint.linguist.vendored._vendored[{number}]": vendored.MAX_LENGTH
        for number in range(len(vendored._vendored()))
    },
}
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split")


def patterns() -> dict[str, tuple[re.Pattern[str], frozenset[str]]]:
    """All that modules hold, alone or in tables, by name, with the methods that are called."""
    found = {}
    for module in pkgutil.walk_packages(polyglint.__path__, "polyglint."):
        if ".cluster" in module.name or module.name.endswith("__main__"):
            continue
        held = vars(importlib.import_module(module.name)) | _made(module.name)
        for constant, value in held.items():
            for number, (name, pattern) in enumerate(_inside(constant, value)):
                where = f"{module.name}.{constant}"
                key = f"{where}[{number}]" if pattern is not compiled(value) else where
                found[key] = pattern, frozenset(_methods(module.name, name))
    return found


def compiled(value: object) -> object:
    """The pattern that a lazy one stands for; anything else as it is."""
    return value.compiled if isinstance(value, LazyPattern) else value


def _made(module: str) -> dict[str, object]:
    """The patterns that a module makes when it is first asked for them."""
    if module == vendored.__name__:
        return {"_vendored": [pattern for _, pattern in vendored._vendored()]}
    return {"_documentation": counting._documentation()} if module == counting.__name__ else {}


def _inside(name: str, value: object) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns of a constant, each with its name or that of the field which it is in."""
    value = compiled(value)
    if isinstance(value, re.Pattern):
        yield name, value
    elif hasattr(value, "_asdict") and isinstance(value, tuple):
        yield from (found for item in value._asdict().items() for found in _inside(*item))
    elif isinstance(value, list | tuple | frozenset):
        yield from (found for item in value for found in _inside(name, item))
    elif isinstance(value, dict):
        yield from (found for item in value.values() for found in _inside(name, item))


def _methods(module: str, name: str) -> set[str]:
    """The methods of a pattern that its module calls; where it calls none, the dearest."""
    return _called(module).get(name) or {"search"}


@cache
def _called(module: str) -> dict[str, set[str]]:
    text = Path(importlib.import_module(module).__file__ or "").read_text(encoding="utf-8")
    called: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            owner = node.value
            if isinstance(owner, ast.Call | ast.Subscript):  # of what a function or a table holds
                owner = owner.func if isinstance(owner, ast.Call) else owner.value
            name = getattr(owner, "attr", None) or getattr(owner, "id", "")
            called.setdefault(name, set()).add(node.attr)
    return called


def slow(pattern: re.Pattern[str], methods: frozenset[str], bound: int | None) -> str:
    """The attack that takes more than a line, or too long at the bound; empty where none does."""
    for method in sorted(methods):
        ways: dict[str, Callable[[str], object]] = {
            "finditer": lambda text: sum(1 for _ in pattern.finditer(text)),
            "sub": lambda text: pattern.sub("", text),
        }
        run = ways.get(method, getattr(pattern, method))
        for attack in attacks(pattern):
            if is_slow(run, attack, bound):
                return f"{method} of {attack}"
    return ""


def is_slow(run: Callable[[str], object], attack: Attack, bound: int | None) -> bool:
    """Whether a string of thousands takes too long, and longer than in line with its length.

    A core that is slow for a moment is no pattern that is: it must be so each time.
    """
    return all(_is_slow(run, attack, bound) for _ in range(TIMES))


def _is_slow(run: Callable[[str], object], attack: Attack, bound: int | None) -> bool:
    if bound is not None:
        return _seconds(run, attack.text(bound)) > MAX_SECONDS
    if _seconds(run, attack.text(FIRST)) > MAX_SECONDS:
        return True
    large = _seconds(run, attack.text(LARGE))
    return large > MAX_SECONDS and large > MAX_GROWTH * _seconds(run, attack.text(SMALL))


def _seconds(run: Callable[[str], object], text: str) -> float:
    """The least of three, or of one where there is no doubt."""
    best = _once(run, text)
    return min(best, _once(run, text), _once(run, text)) if best > MAX_SECONDS else best


def _once(run: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    run(text)
    return time.process_time() - began


def main() -> None:
    for name, (pattern, methods) in patterns().items():
        print(f"{name}", flush=True)
        try:
            with time_limit(MAX_PATTERN_SECONDS, CPU):
                found = slow(pattern, methods, BOUNDED.get(name))
        except TimeoutError:
            found = "does not end"
        if found:
            print(f"\t{found}", flush=True)


if __name__ == "__main__":
    main()
