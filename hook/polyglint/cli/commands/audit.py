"""Audit repositories: check all their files, in the work tree or as a revision has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from polyglint.checker.checker import EVERY, FEW, SPREAD, Judging
from polyglint.cli.commands.check import admitted_below, depth_of, keep, report
from polyglint.config.policy import Policy
from polyglint.engine.runner import run
from polyglint.errors import FatalError

LOCAL, RAY = "local", "ray"


def audit(
    directories: Sequence[str],
    *,
    options: Mapping[str, Any],
    write_baseline: str | None = None,
    revision: str | None = None,
    languages: Sequence[str] = (),
    model: Path | None = None,
    exhaustive: bool = False,
    jobs: int | None = None,
    cache: bool = True,
    verbose: bool = False,
    quiet: bool = False,
    engine: str = LOCAL,
    repos: str | None = None,
    address: str | None = None,
    results: str | None = None,
    columns: str | None = None,
    findings_only: bool = False,
    **form: Any,
) -> int:
    """Check what git tracks in each directory, or all its files where git tracks none.

    Args:
        engine: `LOCAL`, or `RAY`, which alone takes the five that follow.
        form: of the report, as `write` takes it.
    """
    of_ray = {"repos": repos, "address": address, "results": results, "columns": columns}
    if engine == RAY:
        from polyglint.cluster.command import audit_cluster

        if findings_only and exhaustive:
            raise FatalError("--findings-only and --exhaustive exclude each other; use one")
        if write_baseline is not None:
            raise FatalError("--write-baseline is not for --engine ray; audit one repository")
        if form.pop("statistics", None):
            raise FatalError("--statistics is not for --engine ray; audit one repository")
        return audit_cluster(
            directories or ([] if repos else ["."]),
            options=options,
            revision=revision,
            languages=languages,
            model=model,
            depth=FEW if findings_only else EVERY if exhaustive else SPREAD,
            jobs=jobs,
            cache=cache,
            repos=repos,
            address=address,
            results=results,
            columns=columns,
            **form,
        )
    of_ray["findings-only"] = "" if findings_only else None
    if given := [f"--{name}" for name, value in of_ray.items() if value is not None]:
        raise FatalError(f"{', '.join(given)}: for --engine ray alone")
    directories = directories or ["."]
    policy = Policy(options, languages, baselines=write_baseline is None)
    found = admitted_below(directories, policy, revision)
    judging = Judging(policy.languages(), model, depth_of(exhaustive, **form))
    found_out = policy.apply(run(found.values(), judging, jobs=jobs, cache=cache))
    if write_baseline is not None:
        return keep(found_out, Path(write_baseline))
    nothing = f"no files in {', '.join(directories)}"
    found_out = found_out._replace(revision=revision)
    return report(found_out, policy, verbose=verbose, quiet=quiet, nothing=nothing, **form)
