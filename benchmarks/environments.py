"""Whether the hook finds the same with the oldest and the newest of what its metadata allows.

    $ python -m benchmarks.environments oldest newest tflite-runtime

makes a virtual environment for each, in `.venv-ends`, by the Python that runs this (or that of
`--python`), audits the same files in each and in the environment that runs this, and fails if any
finds something else. `oldest` has the lowest version of every dependency in pyproject.toml;
`tflite-runtime` has the last of that runtime in LiteRT's place, with `numpy<2` as where there is no
LiteRT. The files are this repository's samples under right and wrong names, or those of `--files`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from packaging.requirements import Requirement

from benchmarks.command import one_line
from polyglint.errors import FatalError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]
DIRECTORY = ROOT / ".venv-ends"
SAMPLES = ROOT / "tests" / "sources"
TOLERANCE = 0.01  # of a score: kernels of different runtimes round differently
OLDER_RUNTIME = ("tflite-runtime==2.14.0", "numpy<2")
VERSIONS = """
import json, platform, sys
from importlib.metadata import PackageNotFoundError, version
names = ["ai-edge-litert", "tflite-runtime", "numpy", "GitPython", "pathspec", "tomli"]
found = {"CPython": platform.python_version()}
for name in names:
    try:
        found[name] = version(name)
    except PackageNotFoundError:
        pass
print(json.dumps(found))
"""


class ComparedFinding(NamedTuple):
    path: str
    code: str
    line: int
    language: str | None


class Audit(NamedTuple):
    """What an environment found, and how sure it was of each file."""

    findings: frozenset[ComparedFinding]
    scores: dict[str, tuple[str | None, float]]  # path -> verdict


def requirements(end: str, dependencies: Sequence[str], python_version: str) -> list[str]:
    """Return what pip is to install for an end.

    Args:
        dependencies: of pyproject.toml; those whose marker speaks of another machine are left out.
        python_version: of the environment, such as 3.10.
    """
    own = [Requirement(text) for text in dependencies]
    there = {"python_version": python_version}
    own = [one for one in own if one.marker is None or one.marker.evaluate(there)]
    if end == "newest":
        return [f"{one.name}{one.specifier}" for one in own]
    lowest = [f"{one.name}=={_lowest(one)}" for one in own if _lowest(one)]
    if end == "oldest":
        return lowest
    taken = ("ai-edge-litert", "numpy")
    return [*(f"{one.name}{one.specifier}" for one in own if one.name not in taken), *OLDER_RUNTIME]


def _lowest(requirement: Requirement) -> str | None:
    bounds = (one.version for one in requirement.specifier if one.operator == ">=")
    return next(bounds, None)


def make(end: str, python: str) -> Path:
    """Make the environment of an end anew and return its Python."""
    directory = DIRECTORY / end
    shutil.rmtree(directory, ignore_errors=True)
    _run(python, "-m", "venv", str(directory))
    own = directory / ("Scripts" if os.name == "nt" else "bin") / "python"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    python_version = ".".join(versions(str(own))["CPython"].split(".")[:2])
    names = requirements(end, project["dependencies"], python_version)
    _run(str(own), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *names)
    install = ("--no-deps", "--editable", str(ROOT))
    _run(str(own), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *install)
    return own


def samples(directory: Path) -> None:
    """Put each sample into a directory under the ending of every sample."""
    files = sorted(path for path in SAMPLES.iterdir() if path.is_file())
    for path in files:
        for other in files:
            shutil.copyfile(path, directory / f"{path.stem}_{path.suffix[1:]}{other.suffix}")


def audit(python: str, directory: Path) -> Audit:
    """Judge the files of a directory with the polyglint of an environment."""
    command = [
        python,
        "-m",
        "polyglint",
        "audit",
        "--no-cache",
        "--format",
        "jsonl",
        str(directory),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hook")}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    if done.returncode not in (0, 1):
        raise FatalError(f"{python}: {os.fsdecode(done.stderr)}")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    files = [row for row in rows if row["kind"] == "file"]
    return Audit(
        frozenset(
            ComparedFinding(row["path"], found["code"], found["line"], found["language"])
            for row in files
            for found in row["violations"]
        ),
        {row["path"]: (row["language"], row["score"] or 0.0) for row in files},
    )


def differences(one: Audit, other: Audit) -> list[str]:
    """Say what one environment found and the other did not, or was sure of in another way."""
    lines = [f"{found}" for found in sorted(one.findings ^ other.findings, key=repr)]
    for path in sorted(one.scores.keys() | other.scores.keys()):
        mine, theirs = one.scores.get(path), other.scores.get(path)
        if mine is None or theirs is None or abs(mine[1] - theirs[1]) > TOLERANCE:
            lines.append(f"{path}: {mine} and {theirs}")
    return lines


def furthest(one: Audit, other: Audit) -> float:
    """The greatest difference of a score."""
    both = one.scores.keys() & other.scores.keys()
    return max((abs(one.scores[path][1] - other.scores[path][1]) for path in both), default=0.0)


def versions(python: str) -> dict[str, Any]:
    answer = subprocess.run([python, "-c", VERSIONS], capture_output=True, check=True)
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def compare(ends: Sequence[str], python: str, directory: Path) -> bool:
    """Audit a directory in this environment and in each end's; whether all found the same."""
    here = audit(sys.executable, directory)
    print(_line("here", versions(sys.executable), here))
    same = True
    for end in ends:
        own = str(make(end, python))
        there = audit(own, directory)
        found = differences(here, there)
        same &= not found
        print(_line(end, versions(own), there), f"scores differ by {furthest(here, there):.5f}")
        for line in found:
            print(f"  {line}")
    return same


def _line(name: str, found: dict[str, Any], audited: Audit) -> str:
    shown = ", ".join(f"{package} {version}" for package, version in found.items())
    return f"{name}: {shown}: {len(audited.scores)} files, {len(audited.findings)} findings"


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise FatalError(str(error)) from error


@one_line("benchmarks.environments")
def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.environments")
    parser.add_argument("ends", nargs="+", choices=["oldest", "newest", "tflite-runtime"])
    parser.add_argument("--python", default=sys.executable, help="that of the environments")
    parser.add_argument("--files", type=Path, help="a directory to audit")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        if arguments.files is None:
            samples(Path(scratch))
        directory = arguments.files or Path(scratch)
        return 0 if compare(arguments.ends, arguments.python, directory) else 1


if __name__ == "__main__":
    sys.exit(main())
