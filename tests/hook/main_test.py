"""``python -m polyglint``, whose first place to look for modules is the current directory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOOK = Path(__file__).parents[2] / "hook"
# Not contextlib: Python itself imports it for -m, before anything of ours.
MODULES = (
    "ai_edge_litert",
    "argparse",
    "git",
    "json",
    "numpy",
    "pathspec",
    "re2",
    "subprocess",
    "typing",
)


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.slow
def test_modules_of_the_current_directory_are_not_imported(repository, tmp_path, jobs):
    for name in MODULES:
        repository.write(f"{name}.py", f"open({str(tmp_path / 'mark')!r}, 'a').write({name!r})\n")
    for number in range(80):
        repository.write(f"{number}.py", f"x = {number}\n" * 20)
    repository.git("add", ".")
    command = [sys.executable, "-m", "polyglint", "audit", "--no-cache", "--jobs", jobs, "."]
    environment = os.environ | {"PYTHONPATH": str(HOOK)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1)
    assert done.stderr.splitlines()[-1].startswith("89 files checked, ")
    assert not (tmp_path / "mark").exists()


def test_the_directory_that_holds_polyglint_may_be_the_current_one(tmp_path):
    command = [sys.executable, "-m", "polyglint", "--version"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=HOOK, env=environment, capture_output=True, check=False)
    assert done.returncode == 0
