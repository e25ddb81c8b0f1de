"""Audit many repositories, or a table of files, on Ray."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from polyglint.checker.checker import EVERY, FEW, SPREAD, STRICT, CheckOptions, Judge
from polyglint.cluster import listing, summary_report, table
from polyglint.cluster.auditor import Order
from polyglint.cluster.results_directory import Results
from polyglint.cluster.runtime import check_nodes, connected, this_node
from polyglint.cluster.scheduling import audit_units
from polyglint.config.policy import Policy
from polyglint.engine.options import ClusterOptions, RunOptions
from polyglint.errors import FatalError
from polyglint.phrases import count_of
from polyglint.report.options import STANDARD_OUTPUT, ReportOptions
from polyglint.report.output import write_file
from polyglint.typed import Any


def audit_cluster(
    directories: Sequence[str],
    *,
    run: RunOptions,
    report: ReportOptions,
    cluster: ClusterOptions,
    revision: str | None = None,
) -> int:
    """Audit what a list, a table or the command line names; see `polyglint.cli.subparsers`."""
    results = _checked(run, report, cluster)
    if not directories and not cluster.repos:
        directories = ["."]
    called = _columns(cluster.columns)
    units = _units(directories, cluster.repos, called)
    order = Order(
        results if "://" in results else _absolute(results),
        {**run.settings},
        run.languages,
        _absolute(run.model) if run.model else None,
        _depth(run, cluster),
        revision,
        called,
        run.cache,
    )
    Policy(run.settings, run.languages)  # mistakes are reported before anything starts
    Judge(CheckOptions(order.languages, run.model))
    with connected(cluster.address, run.jobs):
        Results(order.results).begin(_facts(order))
        check_nodes(order)
        outcome = audit_units(units, order, run.jobs)
        Results(order.results).remove_unfinished()
    lines = summary_report.FORMATS[report.output_format](outcome.summary)
    if report.output == STANDARD_OUTPUT:
        for line in lines:
            print(line)
    else:
        write_file(Path(report.output), lines)
    print(summary_report.totals_line(outcome.summary), file=sys.stderr)
    return _code(outcome.summary.totals, outcome.faults)


def _depth(run: RunOptions, cluster: ClusterOptions) -> str:
    if run.strict:
        return STRICT
    return FEW if cluster.findings_only else EVERY if run.exhaustive else SPREAD


def _checked(run: RunOptions, report: ReportOptions, cluster: ClusterOptions) -> str:
    """Return where the results go.

    Raises:
        FatalError: options do not go together.
    """
    if cluster.findings_only and (run.exhaustive or run.strict):
        other = "--strict" if run.strict else "--exhaustive"
        raise FatalError(f"--findings-only and {other} exclude each other; use one")
    if report.statistics:
        raise FatalError("--statistics is not for --engine ray; audit one repository")
    if report.output_format not in summary_report.FORMATS:
        forms = ", ".join(summary_report.FORMATS)
        wanted = report.output_format
        raise FatalError(f"--engine ray writes no {wanted}; --format is one of {forms}")
    if cluster.results is None:
        raise FatalError("--engine ray needs --results DIR, where the tables go")
    return cluster.results


def _absolute(path: str | Path) -> str:
    """A path for machines with another current directory; links are kept."""
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
            count_of(totals[name], noun)
            for name, noun in (
                ("unreadable_repositories", "repository"),
                ("unreadable_files", "file"),
            )
            if totals[name]
        ]
        raise FatalError(f"cannot read {' and '.join(bad)}; the results name each, with the reason")
    return 1 if totals["errors"] else 0
