"""Arguments of the command line, put into the objects that commands take them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from polyglint.engine.options import ClusterOptions, RunOptions
from polyglint.report.options import ReportOptions
from polyglint.typed import Any

SETTING = "setting:"  # how the name of an argument begins that stands for a key of the settings
GROUPS: Mapping[str, Any] = {"cluster": ClusterOptions, "run": RunOptions, "report": ReportOptions}


def grouped(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a command with those together that belong together.

    A group is made where a command has all of its arguments.
    """
    rest = {name: value for name, value in arguments.items() if not name.startswith(SETTING)}
    if "settings" in rest:
        rest["settings"] = {
            name.removeprefix(SETTING): value
            for name, value in arguments.items()
            if name.startswith(SETTING)
        }
    for group, kind in GROUPS.items():
        own = {*kind._fields}
        if own <= rest.keys():
            rest[group] = kind(**_taken(rest, own))
    return rest


def _taken(arguments: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: arguments.pop(name) for name in names}
