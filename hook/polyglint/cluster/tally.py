"""Rows of ``repositories`` added up: of one repository, of all of them, of each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from polyglint.cluster.schema import COUNTS, MAX_EXAMPLES
from polyglint.config.levels import ERROR
from polyglint.typed import Any, NamedTuple

ADDED = (*COUNTS, "seconds")
OF_LANGUAGE = ("claimed", "read", "violations")


def added(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Two rows of one repository as one."""
    counts = {name: (one.get(name) or 0) + (other.get(name) or 0) for name in ADDED}
    silenced_by = [*(one.get("silenced_by") or ()), *(other.get("silenced_by") or ())]
    examples = sorted([*one["examples"], *other["examples"]], key=_badness)[:MAX_EXAMPLES]
    languages = languages_of([one, other])
    unreadable = one.get("unreadable") or other.get("unreadable")
    return {
        **one,
        **counts,
        "silenced_by": silenced_by,
        "examples": examples,
        "languages": languages,
        "unreadable": unreadable,
    }


def languages_of(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The counts of each language over all rows, worst first."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        for entry in row["languages"]:
            own = found.setdefault(
                entry["language"], {"language": entry["language"], **dict.fromkeys(OF_LANGUAGE, 0)}
            )
            for name in OF_LANGUAGE:
                own[name] += entry[name]
    return sorted(found.values(), key=lambda e: (-e["violations"], -e["claimed"], e["language"]))


def _badness(example: Mapping[str, Any]) -> tuple[bool, float]:
    return example["severity"] != ERROR, -(example["score"] or 0.0)


class Summary(NamedTuple):
    """What a run over many repositories comes to."""

    repositories: list[dict[str, Any]]  # worst first; those that cannot be read come first
    languages: list[dict[str, Any]]  # worst first
    totals: dict[str, Any]


def summarized(rows: Iterable[Mapping[str, Any]]) -> Summary:
    """Add up the rows of ``repositories``."""
    by_name: dict[str, dict[str, Any]] = {}
    for row in rows:
        name = row["repository"]
        if name is None:  # a part of a table without a row
            continue
        by_name[name] = added(by_name[name], row) if name in by_name else dict(row)
    found = sorted(
        by_name.values(),
        key=lambda r: (
            r["unreadable"] is None,
            -r["errors"],
            -r["warnings"],
            -r["unreadable_files"],
            r["repository"],
        ),
    )
    totals: dict[str, Any] = {n: sum(row.get(n) or 0 for row in found) for n in ADDED}
    totals["repositories"] = len(found)
    totals["unreadable_repositories"] = sum(row["unreadable"] is not None for row in found)
    return Summary(found, languages_of(found), totals)
