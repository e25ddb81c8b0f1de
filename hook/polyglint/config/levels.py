"""Which codes count, and how much: `select`, `ignore` and `severity`, as ruff reads codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from polyglint.results import ERROR, WARNING

__all__ = ["ERROR", "LEVELS", "OFF", "WARNING", "left_out_by", "level", "longest"]
OFF = "off"
LEVELS = (ERROR, WARNING, OFF)


def level(
    code: str, select: Iterable[str], ignore: Iterable[str], severity: Mapping[str, str]
) -> str | None:
    """What is made of a code: a level of `LEVELS`, or None where nothing says so.

    A longer prefix has the last word over a shorter one, and `ignore` over `select`.
    """
    prefix = longest(code, severity)
    return OFF if left_out_by(code, select, ignore) else severity[prefix] if prefix else None


def left_out_by(code: str, select: Iterable[str], ignore: Iterable[str]) -> str | None:
    """Which of the two leaves a code out, by its name, if one does."""
    selected, ignored = longest(code, select), longest(code, ignore)
    if ignored and len(ignored) >= len(selected or ""):
        return "ignore"
    return "select" if select and selected is None else None


def longest(code: str, prefixes: Iterable[str]) -> str | None:
    """The longest of the prefixes that a code begins with."""
    return max((p for p in prefixes if code.startswith(p)), key=len, default=None)
