"""Audit repositories: check all their files, in the work tree or as a revision has them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from polyglint.checker.readable import open_reader
from polyglint.cli.commands.check import depth_of, keep, say
from polyglint.engine.check import Check
from polyglint.engine.options import ClusterOptions, RunOptions
from polyglint.errors import FatalError
from polyglint.lazy import lazy_function
from polyglint.report.options import LANGUAGES, ReportOptions

LOCAL, RAY = "local", "ray"
# By its name alone: nothing imports the cluster, which needs an extra.
audit_cluster = lazy_function("polyglint.cluster.command", "audit_cluster")
show_languages = lazy_function("polyglint.cli.language_statistics", "show_languages")


def audit(
    directories: Sequence[str],
    *,
    run: RunOptions,
    report: ReportOptions,
    cluster: ClusterOptions,
    engine: str = LOCAL,
    revision: str | None = None,
    write_baseline: str | None = None,
) -> int:
    """Check what git tracks in each directory, or all its files where git tracks none.

    Args:
        engine: `LOCAL`, or `RAY`, to which the options of a cluster belong.
    """
    run = run.in_force()
    if engine == RAY:
        if write_baseline is not None:
            raise FatalError("--write-baseline is not for --engine ray; audit one repository")
        options = {"run": run, "report": report, "cluster": cluster}
        return int(audit_cluster(directories, **options, revision=revision))
    if given := cluster.given():
        raise FatalError(f"{', '.join(given)}: for --engine ray alone")
    directories = directories or ["."]
    checked = Check(run, baselines=write_baseline is None)
    checked.add_below(directories, revision)
    results = checked.run(depth_of(run, report))
    if write_baseline is not None:
        return keep(results, Path(write_baseline))
    if report.statistics == LANGUAGES:
        reader = partial(open_reader, run.languages, run.model)
        show_languages(results, directories, revision, reader, report)
        return 0
    nothing = f"no files in {', '.join(directories)}"
    return say(results._replace(revision=revision), checked, report, nothing)
