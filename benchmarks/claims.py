"""Time the claims of many paths of one repository, apart from git's own time.

python -m benchmarks.claims [--files 10000]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from polyglint.cli.run import main as polyglint

NAMES = ("a.py", "b.h", "c.html.erb", "d.d.ts", "Makefile", "run", "e.min.js", "f.md", "g.go", "h")
TEXTS = ("x = 1\n" * 40, "#!/usr/bin/env python3\nimport os\n" * 20, "# vim: ft=ruby\nx\n" * 20)
ATTRIBUTES = (
    "*.inc linguist-language=PHP\ndirectory7/** linguist-vendored\n*.h linguist-language=C\n"
)


def make_repository(root: Path, count: int) -> list[str]:
    """Write files of varied names in nested directories, track them, and return their paths."""
    paths = []
    for number in range(count):
        directory = f"directory{number // 1000}/part{number // len(NAMES) % 100}"
        path = root / directory / f"{number}{NAMES[number % len(NAMES)]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXTS[number % len(TEXTS)], encoding="utf-8")
        paths.append(str(path.relative_to(root)))
    (root / ".gitattributes").write_text(ATTRIBUTES, encoding="utf-8")
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    return paths


def cpu_seconds(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.claims", description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        paths = make_repository(Path(name), arguments.files)
        listed = Path(name) / "list"
        listed.write_text("\n".join(paths), encoding="utf-8")
        os.chdir(name)
        own, git = cpu_seconds(resource.RUSAGE_SELF), cpu_seconds(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
            polyglint(["claim", "--format", "jsonl", "--files-from", str(listed)])
        elapsed = time.perf_counter() - start
        own = cpu_seconds(resource.RUSAGE_SELF) - own
        git = cpu_seconds(resource.RUSAGE_CHILDREN) - git
        os.chdir("/")
    print(
        f"{arguments.files:,} claims: {own:.2f} s of processor time, imports and reading included; "
        f"git {git:.2f} s; {elapsed:.2f} s by the clock"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
