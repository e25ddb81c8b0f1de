"""Values of the configuration: what each key takes, checked and made into what it means.

Each raises ValueError, which says what was expected and what was received.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import PurePosixPath, PureWindowsPath

from polyglint.codes import CODES
from polyglint.config.levels import LEVELS
from polyglint.config.path_patterns import check_pattern
from polyglint.linguist.languages import find
from polyglint.linguist.languages import hint as language_hint
from polyglint.phrases import hint
from polyglint.typed import Any

MAX_VALUES = 256  # of a list or table; a repository's configuration must not cost a run its time


def boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _unexpected("true or false", value)
    return value


def probability(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _unexpected("a number from 0 to 1", value)
    return float(value)


def strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise _unexpected("a list of strings", value)
    _check_size(value)
    for item in value:
        if not isinstance(item, str):
            raise _unexpected("a list of strings", item, "among its values ")
    return tuple(value)


def patterns(value: Any) -> tuple[str, ...]:
    return tuple(check_pattern(pattern) for pattern in strings(value))


def languages(value: Any) -> tuple[str, ...]:
    return tuple(language(name) for name in strings(value))


def language(name: str) -> str:
    found = find(name)
    if found is None:
        raise ValueError(f"linguist knows no language {name!r}{language_hint(name)}")
    return found


def codes(value: Any) -> tuple[str, ...]:
    return tuple(_code(prefix) for prefix in strings(value))


def _code(prefix: str) -> str:
    if not prefix or not any(code.startswith(prefix) for code in CODES):
        raise ValueError(f"no code is or begins with {prefix!r}{hint(prefix, CODES)}")
    return prefix


def severities(value: Any) -> dict[str, str]:
    found = {}
    for prefix, severity in table(value).items():
        if severity not in LEVELS:
            raise _unexpected(f"{', '.join(LEVELS)}", severity, f"for {prefix!r} ")
        found[_code(prefix)] = severity
    return found


def languages_by_pattern(value: Any) -> dict[str, tuple[str, ...]]:
    return {check_pattern(pattern): languages(names) for pattern, names in table(value).items()}


def table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _unexpected("a table", value)
    _check_size(value)
    return value


def inner_path(value: Any) -> str:
    """A file of the repository: a configuration must not point a run at what is outside."""
    if not isinstance(value, str):
        raise _unexpected("a path", value)
    parts = value.replace("\\", "/").split("/")
    outside = PurePosixPath(value).is_absolute() or bool(PureWindowsPath(value).anchor)
    if not value or outside or ".." in parts or "\0" in value:
        raise _unexpected("a path inside of the repository", value)
    return value


def _check_size(value: Collection[Any]) -> None:
    if len(value) > MAX_VALUES:
        raise ValueError(f"has {len(value)} values; at most {MAX_VALUES} are taken")


def _unexpected(expected: str, value: Any, where: str = "") -> ValueError:
    shown = repr(value)
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    return ValueError(f"expected {expected}, {where}got {shown}")


# By the fields of `Settings`.
PARSERS: Mapping[str, Callable[[Any], Any]] = {
    "exclude": patterns,
    "include": patterns,
    "force_exclude": boolean,
    "languages": languages,
    "per_path_languages": languages_by_pattern,
    "min_score": probability,
    "select": codes,
    "ignore": codes,
    "severity": severities,
    "warn_only": boolean,
    "baseline": inner_path,
}
