"""Paths written as patterns of .gitattributes."""

from __future__ import annotations

from polyglint.lazy import lazy_pattern

GLOB = lazy_pattern(r"([\\*?\[\]])")
NEEDS_QUOTES = lazy_pattern(r'[\s"]')


def literal(path: str) -> str:
    """The pattern, before quoting, of a path's own letters."""
    return GLOB.sub(r"\\\1", path)


def quoted(pattern: str) -> str:
    """A pattern with white space or quotes, as git reads it: like a string of C."""
    escaped = pattern.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def pattern_of(path: str) -> str:
    """The pattern in the topmost .gitattributes that matches one path, and no other."""
    pattern = "/" + literal(path)
    return quoted(pattern) if NEEDS_QUOTES.search(pattern) else pattern
