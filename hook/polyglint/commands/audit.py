"""Audit repositories: check all their files, in the work tree or as a revision has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from polyglint import files, objects
from polyglint.commands.check import depth_of, keep, report
from polyglint.files import File
from polyglint.judgement import Judging
from polyglint.links import followed
from polyglint.policy import Policy
from polyglint.runner import run

HEAD = "HEAD"


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
    **form: str,
) -> int:
    """Check what git tracks in each directory, or all its files where git tracks none."""
    policy = Policy(options, languages, baselines=write_baseline is None)
    found: dict[str, File] = {}
    for name in directories:
        folder = followed(Path(name))
        for file in policy.admit(_files(name, revision), folder, whole_of=folder):
            found[file.path] = file
    judging = Judging(policy.languages(), model, depth_of(exhaustive, **form))
    results = policy.apply(run(found.values(), judging, jobs=jobs, cache=cache))
    if write_baseline is not None:
        return keep(results, Path(write_baseline))
    return report(results._replace(revision=revision), policy, verbose=verbose, **form)


def _files(name: str, revision: str | None) -> list[File]:
    """A bare repository has no work tree; its files are those of its head."""
    if revision is None:
        repository = files.repository_of(name)
        if repository is None or not repository.is_bare:
            return files.directory(name)
    return objects.revision(name, revision or HEAD)
