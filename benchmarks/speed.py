"""Speed: cold starts, whole repositories, growth, memory; polyglint beside its peers, in turns.

    $ python -m benchmarks.speed --dataset data/base --corpus corpus \
        --peers-python .venv-peers/bin/python

makes repositories of held-out files, runs every program on them in alternating rounds, and writes
`speed.md`, `speed.json` and three pictures beside this file. Leave the machine alone meanwhile.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.audit import commit, git, processor
from benchmarks.command import files_table, one_line
from benchmarks.contestants import RUST, Contestant, Trial, available, fixed, peers, polyglint
from benchmarks.detectors import one_core
from benchmarks.measured import Measured
from benchmarks.overhead import overhead
from benchmarks.speed_report import report
from benchmarks.versions import versions
from polyglint.checker.checker import Judge
from polyglint.checker.claimed_text import PathContext
from polyglint.checker.grammars import accepting
from polyglint.sources.decode import SIZE_LIMIT, decode
from train.evaluate.held_out import chosen_files

OUTPUT = Path(__file__).parent
NO_CACHE = "--no-cache"
COLD_INTERVAL = 0.01  # seconds between two looks at the memory of a short run
SIZES = tuple(1 << power for power in (10, 13, 16, 18, 20, 24))  # bytes
SHARES = (0.01, 0.1, 0.25, 0.5, 0.75, 1.0)  # of the files of the repository
# Files of a commit: one that only the model can clear, one that a parser does, and ten together.
SUFFIXES = (".go", ".js", ".c", ".rb", ".java", ".rs", ".php", ".sh", ".ts", ".lua")
PARSED = ".py"
COMMIT_SIZES = range(2 << 10, 20 << 10)  # bytes
IMPORTS = {
    "Python alone": "pass",
    "numpy": "import numpy",
    "numpy and the runtime": "import ai_edge_litert.interpreter",
    "the runtime by its C interface": "import ai_edge_litert",
}


def summary(runs: Sequence[Measured]) -> dict[str, float]:
    """Medians of some runs, and the fastest."""
    return {
        "seconds": statistics.median(run.seconds for run in runs),
        "best": min(run.seconds for run in runs),
        "processor_seconds": statistics.median(run.processor_seconds for run in runs),
        "memory": max(run.memory for run in runs),
    }


def in_turns(
    contestants: Sequence[Contestant],
    rounds: int,
    once: Callable[[Contestant], Measured],
) -> dict[str, dict[str, float]]:
    """Run each contestant, and then each again, so that whatever else goes on hits all alike."""
    runs: dict[str, list[Measured]] = {contestant.name: [] for contestant in contestants}
    for number in range(rounds):
        for contestant in contestants if number % 2 == 0 else contestants[::-1]:
            runs[contestant.name].append(once(contestant))
    return {name: summary(of_name) for name, of_name in runs.items()}


def judged_files(dataset: Path, corpus: Path, count: int) -> list[Path]:
    """Held-out files that polyglint judges, of all languages, in an order that a hash decides."""
    table, judge, found = files_table(dataset), Judge(), []
    for name, _, _ in sorted(chosen_files(table, "test"), key=_by_hash):
        path = corpus / name
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT)
        if judge.examine(content, PathContext(own_name(path), ())).not_judged is None:
            found.append(path)
        if len(found) == count:
            break
    return found


def _by_hash(row: tuple[str, str, str]) -> bytes:
    return hashlib.sha256(row[0].encode()).digest()


def of_commits(files: Sequence[Path]) -> list[Path]:
    """A file of usual size with each suffix of `SUFFIXES`, and one with `PARSED` that is parsed."""
    found: list[Path] = []
    for suffix in (*SUFFIXES, PARSED):
        usual = (f for f in files if f.suffix == suffix and f.stat().st_size in COMMIT_SIZES)
        found += islice((f for f in usual if suffix != PARSED or is_accepted(f)), 1)
    return found


def is_accepted(file: Path) -> bool:
    """Whether the parser of Python clears a file without a model; an older syntax it does not."""
    text = decode(file.read_bytes())
    return isinstance(text, str) and accepting(("Python",), text) is not None


def own_name(path: Path) -> str:
    return path.name.rpartition("__")[2]


def repository_of(files: Sequence[Path], directory: Path) -> list[Path]:
    """Commit copies of files to a repository of their own, and return them."""
    copies = []
    for number, file in enumerate(files):
        copy = directory / f"part{number // 50}" / f"{number}" / own_name(file)
        copy.parent.mkdir(parents=True)
        shutil.copyfile(file, copy)
        copies.append(copy)
    commit(directory)
    return copies


def cold(
    files: Sequence[Path], scratch: Path, program: str | None, python: str, rounds: int
) -> dict[str, dict[str, float]]:
    """A commit of these files upon another, each run with nothing in polyglint's cache."""
    directory = Path(tempfile.mkdtemp(dir=scratch))
    (directory / "README").write_text("What was there before.\n", encoding="utf-8")
    commit(directory)
    names = [Path(own_name(file)) for file in files]
    for number, file in enumerate(files):
        names[number] = Path(f"{number}_{names[number]}")
        shutil.copyfile(file, directory / names[number])
    git(directory, "add", "--all")
    run = Trial(directory, scratch / "cache", COLD_INTERVAL)
    contestants = [
        fixed("polyglint check --staged", polyglint(program, "check", "--staged")),
        Contestant(
            "polyglint check FILE", lambda paths: polyglint(program, "check", *map(str, paths))
        ),
        *available(peers(python, cold=True), run, names[0]),
    ]

    def once(contestant: Contestant) -> Measured:
        shutil.rmtree(scratch / "cache", ignore_errors=True)
        return run.of(contestant, names)

    return in_turns(contestants, rounds, once)


def parts(scratch: Path, rounds: int) -> dict[str, dict[str, float]]:
    """What a cold start consists of."""
    run = Trial(scratch, scratch / "cache", COLD_INTERVAL)
    contestants = [fixed(name, [sys.executable, "-c", code]) for name, code in IMPORTS.items()]
    return in_turns(contestants, rounds, lambda contestant: run.of(contestant, []))


def throughput(
    files: Sequence[Path],
    directory: Path,
    scratch: Path,
    program: str | None,
    python: str,
    rounds: int,
) -> dict[str, Any]:
    """Whole repositories; slow peers, whose files take about as long each, read every fifth."""
    run = Trial(directory, scratch / "cache")
    audit = fixed("polyglint audit", polyglint(program, "audit", NO_CACHE, "."))
    found = available(peers(python, cold=False), run, files[0])
    magika = [contestant for contestant in found if contestant.name == RUST]
    others = [contestant for contestant in found if contestant.name != RUST]
    some = files[::5]
    every = in_turns([audit, *magika], rounds, lambda one: run.of(one, files))
    with one_core():
        alone = in_turns([audit, *magika], rounds, lambda one: run.of(one, files))
    slow = in_turns(others, max(1, rounds // 2), lambda one: run.of(one, some))
    return {
        "all cores": {name: _rates(one, files) for name, one in every.items()},
        "one core": {name: _rates(one, files) for name, one in alone.items()},
        "every fifth file": {name: _rates(one, some) for name, one in slow.items()},
    }


def _rates(figures: Mapping[str, float], files: Sequence[Path]) -> dict[str, float]:
    size = sum(file.stat().st_size for file in files)
    seconds = figures["seconds"]
    return {**figures, "files_a_second": len(files) / seconds, "mb_a_second": size / seconds / 1e6}


def growth(
    run: Trial,
    sets: Mapping[int, Sequence[Path]],
    modes: Sequence[str],
    program: str | None,
    python: str,
    rounds: int,
) -> dict[str, dict[int, float]]:
    """Processor seconds of each set of files, by how large it is.

    Args:
        modes: options of `polyglint check`, or "" for none; each is a contestant.
    """
    peer = [one for one in peers(python, cold=True) if one.name == RUST]
    some_file = sets[min(sets)][0]
    contestants = [*(_check(program, mode) for mode in modes), *available(peer, run, some_file)]
    found: dict[str, dict[int, float]] = {contestant.name: {} for contestant in contestants}
    for size, paths in sets.items():
        for name, figure in in_turns(contestants, rounds, partial(run.of, paths=paths)).items():
            found[name][size] = figure["processor_seconds"]
    return found


def _check(program: str | None, mode: str) -> Contestant:
    start = polyglint(program, "check", NO_CACHE, "--jobs=1", *mode.split())
    name = f"polyglint check {mode}".rstrip()
    return Contestant(name, lambda paths: [*start, *map(str, paths)])


def by_bytes(file: Path, directory: Path) -> dict[int, list[Path]]:
    """A file that is repeated until it has a size, for each of `SIZES`."""
    content = file.read_bytes()
    found = {}
    for size in SIZES:
        path = directory / f"size{size}{file.suffix}"
        path.write_bytes((content * (1 + size // len(content)))[:size])
        found[size] = [path]
    return found


def by_count(files: Sequence[Path]) -> dict[int, Sequence[Path]]:
    """The first files, for each of `SHARES`."""
    counts = [round(share * len(files)) for share in SHARES]
    return {count: files[:count] for count in counts}


@one_line("benchmarks.speed")
def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--peers-python", default=".venv-peers/bin/python")
    parser.add_argument("--polyglint", help="an installed one to measure (default: this clone)")
    parser.add_argument("--files", type=int, default=1500, help="of the repository")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cold-rounds", type=int, default=21)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    a = parser.parse_args(argv)
    python = os.path.abspath(a.peers_python)  # noqa: PTH100, a link of an environment stays one
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="speed-") as name:
        scratch = Path(name)
        files = judged_files(a.dataset, a.corpus, a.files)
        (scratch / "repository").mkdir()
        copies = repository_of(files, scratch / "repository")
        *commits, parsed = of_commits(copies)
        common = (scratch, a.polyglint, python)
        figures = {
            "machine": {
                "processor": processor(),
                "cores": len(os.sched_getaffinity(0)),
                "load": load,
            },
            "versions": versions(python),
            "files": len(copies),
            "bytes": sum(copy.stat().st_size for copy in copies),
            "cold": {
                "one staged file": cold(commits[:1], *common, a.cold_rounds),
                "one that a parser accepts": cold([parsed], *common, a.cold_rounds),
                "ten staged files": cold(commits, *common, a.cold_rounds),
            },
            "parts": parts(scratch, a.cold_rounds),
            "throughput": throughput(copies, scratch / "repository", *common, a.rounds),
            "size": growth(
                Trial(scratch, scratch / "cache"),
                by_bytes(commits[0], scratch),
                ("", "--exhaustive"),
                *common[1:],
                a.rounds,
            ),
            "count": growth(
                Trial(scratch / "repository", scratch / "cache"),
                by_count(copies),
                ("",),
                *common[1:],
                a.rounds,
            ),
            "overhead": overhead([copy.read_bytes() for copy in copies]),
        }
    (a.output / "speed.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    report(json.loads(json.dumps(figures)), a.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
