"""Audit many repositories, or a table of files, on Ray."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from polyglint.checker.checker import Judge, Judging
from polyglint.cluster import listing, summary_report, table
from polyglint.cluster.auditor import Order
from polyglint.cluster.results_folder import Results
from polyglint.cluster.runtime import check_nodes, connected, this_node
from polyglint.cluster.scheduling import audit_units
from polyglint.config.policy import Policy
from polyglint.errors import FatalError
from polyglint.report.output import STANDARD_OUTPUT, write_file


def audit_cluster(
    directories: Sequence[str],
    *,
    repos: str | None,
    address: str | None,
    results: str | None,
    columns: str | None,
    options: Mapping[str, Any],
    revision: str | None,
    languages: Sequence[str],
    model: Path | None,
    depth: str,
    jobs: int | None,
    cache: bool,
    output_format: str = "text",
    output: str = STANDARD_OUTPUT,
    color: str = "auto",
) -> int:
    """Audit what a list, a table or the command line names; see `arguments.commands`."""
    if output_format not in summary_report.FORMATS:
        forms = ", ".join(summary_report.FORMATS)
        raise FatalError(f"--engine ray writes no {output_format}; --format is one of {forms}")
    if results is None:
        raise FatalError("--engine ray needs --results DIR, where the tables go")
    called = _columns(columns)
    units = _units(directories, repos, called)
    order = Order(
        results if "://" in results else _absolute(results),
        {**options},
        tuple(languages),
        _absolute(model) if model else None,
        depth,
        revision,
        called,
        cache,
    )
    Policy(options, languages)  # mistakes are told before anything starts
    Judge(Judging(order.languages, model))
    with connected(address, jobs):
        Results(order.results).begin(_facts(order))
        check_nodes(order)
        outcome = audit_units(units, order, jobs)
        Results(order.results).remove_unfinished()
    lines = summary_report.FORMATS[output_format](outcome.summary)
    if output == STANDARD_OUTPUT:
        for line in lines:
            print(line)
    else:
        write_file(Path(output), lines)
    print(summary_report.totals_line(outcome.summary), file=sys.stderr)
    return _code(outcome.summary.totals, outcome.faults)


def _absolute(path: str | Path) -> str:
    """A path for machines with another current folder; links are kept."""
    return os.path.abspath(path)  # noqa: PTH100


def _columns(value: str | None) -> table.Columns:
    try:
        return table.columns_of(value or "")
    except ValueError as error:
        raise FatalError(f"--columns: {error}") from error


def _units(
    directories: Sequence[str], repos: str | None, columns: table.Columns
) -> list[listing.Unit]:
    names = [*directories]
    files = listing.table_files(repos) if repos is not None else []
    if repos is not None and not files:
        names += listing.listed(repos)
    units = [*listing.repositories(names), *table.units(files, columns)]
    if not units:
        raise FatalError(f"--repos: {repos}: an empty table")
    listing.check_names(units)
    return units


def _facts(order: Order) -> dict[str, Any]:
    """All that the answers follow from; results of something else are no part of a run."""
    return {
        "tool": "polyglint",
        "version": list(this_node()),
        "options": {name: repr(value) for name, value in sorted(order.options.items())},
        "languages": list(order.languages),
        "model": order.model,
        "depth": order.depth,
        "revision": order.revision,
        "columns": list(order.columns),
    }


def _code(totals: Mapping[str, Any], faults: Sequence[str]) -> int:
    if faults:
        raise RuntimeError(
            f"{len(faults)} faults of polyglint's own, the first of them:\n{faults[0]}"
        )
    if totals["unreadable_repositories"] or totals["unreadable_files"]:
        bad = [
            summary_report.counted(totals[name], noun)
            for name, noun in (
                ("unreadable_repositories", "repository"),
                ("unreadable_files", "file"),
            )
            if totals[name]
        ]
        raise FatalError(f"cannot read {' and '.join(bad)}; the results name each, with the reason")
    return 1 if totals["errors"] else 0
