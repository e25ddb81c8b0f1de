"""Whole audits: real projects, and a repository of 50,000 files; speed and memory.

    $ python -m benchmarks.audit --archives corpus.archives

unpacks packages, one of each registry in turn, until there are enough files, and commits each to a
repository of its own; audits them all with one worker and with two, in turns; and then audits a
repository that it makes, cold and from the cache. It writes `audit.md` beside this file.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.audit_report import AuditFigures, Made, TimedProject, write
from benchmarks.measured import Measured, measured
from benchmarks.whole_projects import unpacked
from train.corpus.archives import BadArchiveError

OUTPUT = Path(__file__).parent / "audit.md"
CONTENTS = 2000  # of the made files; reading more of them would only take longer
FEWEST, MAX_LENGTH = 40, 1500  # files of a project that is taken
IDENTITY = ("-c", "user.name=A. Tester", "-c", "user.email=tester@example.org")
LINES = {
    "py": "def value_{n}_{i}(items):\n    return [item + {i} for item in items]\n",
    "js": "function value{n}x{i}(items) {{\n  return items.map((item) => item + {i});\n}}\n",
    "c": "static int value_{n}_{i}(int *items) {{\n    return items[{i}] + {n};\n}}\n",
    "rb": "def value_{n}_{i}(items)\n  items.map {{ |item| item + {i} }}\nend\n",
    "go": "func value{n}x{i}(items []int) int {{\n\treturn items[{i}] + {n}\n}}\n",
}


def polyglint(*arguments: str | Path, cache: Path) -> list[str]:
    """The command line of an audit, with a cache of its own."""
    code = "import sys; from polyglint.cli import main; sys.exit(main())"
    return [
        "env",
        f"XDG_CACHE_HOME={cache}",
        sys.executable,
        "-c",
        code,
        "audit",
        *map(str, arguments),
    ]


def git(directory: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", *IDENTITY, *arguments], cwd=directory, check=True, stdout=subprocess.DEVNULL
    )


def commit(directory: Path) -> None:
    git(directory, "init", "--quiet")
    git(directory, "add", "--all", "--force")
    git(directory, "commit", "--quiet", "--no-verify", "--message", "x")


def archives_in_turn(directory: Path) -> Iterator[Path]:
    """Yield one package of each registry after the other, in an order that a hash decides."""
    registries: defaultdict[str, list[Path]] = defaultdict(list)
    for package in sorted(
        directory.iterdir(), key=lambda p: hashlib.sha256(p.name.encode()).digest()
    ):
        registry, separator, _ = package.name.partition("__")
        if separator:
            registries[registry] += [file for file in sorted(package.iterdir()) if file.is_file()][
                :1
            ]
    for turn in itertools.zip_longest(*(registries[name] for name in sorted(registries))):
        yield from filter(None, turn)


def unpack_projects(archives: Path, target: Path, files: int, projects: int) -> list[Path]:
    """Commit packages to repositories below a directory, until there are enough."""
    found: list[Path] = []
    total = 0
    for archive in archives_in_turn(archives):
        if total >= files and len(found) >= projects:
            break
        try:
            with unpacked(archive) as package:
                count = sum(path.is_file() for path in package.directory.rglob("*"))
                if FEWEST <= count <= MAX_LENGTH:
                    directory = target / package.package
                    package.directory.rename(directory)
                    package.directory.mkdir()
                    commit(directory)
                    found.append(directory)
                    total += count
        except (BadArchiveError, OSError) as error:
            print(f"{archive.name}: left out ({error})", file=sys.stderr)
    return found


def audit_projects(directories: Sequence[Path], scratch: Path, rounds: int) -> list[TimedProject]:
    """Each project's audits with one worker and with two, in turns."""
    found = []
    for directory in directories:
        runs: dict[int, list[Measured]] = {1: [], 2: []}
        for jobs in [1, 2] * rounds:
            command = polyglint("--no-cache", f"--jobs={jobs}", directory, cache=scratch)
            runs[jobs].append(measured(command))
        every = [*runs[1], *runs[2]]
        if {(run.code, run.output) for run in every} != {(every[0].code, every[0].output)}:
            raise SystemExit(f"{directory.name}: not the same output with one worker and with two")
        median = {jobs: statistics.median(run.seconds for run in runs[jobs]) for jobs in runs}
        found.append(TimedProject(directory.name, every[0], median[1], median[2]))
        print(found[-1], file=sys.stderr)
    return found


def make_repository(directory: Path, count: int) -> None:
    """Write so many small files of five languages, with `CONTENTS` contents among them."""
    for number in range(count):
        extension = sorted(LINES)[number % len(LINES)]
        path = directory / f"part{number // 500}" / f"file{number}.{extension}"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (LINES[extension].format(n=number % CONTENTS, i=i) for i in range(4))
        path.write_text("".join(lines), encoding="utf-8")
    (directory / ".gitattributes").write_text(
        "*.rb linguist-detectable\npart9/** linguist-generated\n"
    )
    commit(directory)


def audit_made(directory: Path, scratch: Path) -> list[Made]:
    """Audits of the made repository, cold and from the cache."""
    cache = scratch / "made"
    ways = {
        "work tree, nothing in the cache": (directory,),
        "work tree, all in the cache": (directory,),
        "`--rev HEAD`, nothing in the cache": ("--rev=HEAD", directory),
        "`--rev HEAD`, all in the cache": ("--rev=HEAD", directory),
    }
    found = []
    for name, arguments in ways.items():
        times = 5 if "all in" in name else 1
        runs = [measured(polyglint("--jobs=2", *arguments, cache=cache)) for _ in range(times)]
        found.append(Made(name, min(runs, key=lambda run: run.seconds), [r.seconds for r in runs]))
        print(found[-1], file=sys.stderr)
    return found


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit", description=__doc__)
    parser.add_argument("--archives", type=Path, required=True)
    parser.add_argument(
        "--directory", type=Path, help="where projects are unpacked (default: /tmp)"
    )
    parser.add_argument("--projects", type=int, default=12)
    parser.add_argument("--project-files", type=int, default=3000)
    parser.add_argument("--files", type=int, default=50_000, help="of the repository that is made")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="audit-", dir=arguments.directory) as name:
        base = Path(name)
        load = os.getloadavg()[0]
        for part in ("projects", "made", "cache"):
            (base / part).mkdir()
        directories = unpack_projects(
            arguments.archives, base / "projects", arguments.project_files, arguments.projects
        )
        projects = audit_projects(directories, base / "cache", arguments.rounds)
        make_repository(base / "made", arguments.files)
        made = audit_made(base / "made", base / "cache")
    cores = len(os.sched_getaffinity(0))
    write(AuditFigures(processor(), cores, load, arguments.files, projects, made), arguments.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
