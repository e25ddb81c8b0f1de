"""The GitHub Action installs polyglint in an environment of its own and runs no checkout's code."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.action import STEPS, run_step
from tests.action import directory as directory
from tests.repositories import SOURCES, environment, git

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="runs the shell of the action")


def test_the_install_step_makes_an_environment_of_its_own(tmp_path):
    """With a Python that only writes down what it is asked to do."""
    calls = tmp_path / "calls"
    python = tmp_path / "path" / "python3"
    python.parent.mkdir()
    python.write_text(
        f'#!/bin/sh\nmkdir -p "$4/bin"; cp "$0" "$4/bin/python"; echo "$@" >> {calls}\n'
    )
    python.chmod(0o755)
    output = tmp_path / "output"
    (tmp_path / "t").mkdir()
    subprocess.run(
        ["bash", "-eo", "pipefail", "-c", STEPS["install"]["run"]],
        cwd=tmp_path,
        env=os.environ
        | {
            "PATH": f"{python.parent}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(tmp_path / "t"),
            "GITHUB_ACTION_PATH": "/action",
            "GITHUB_OUTPUT": str(output),
        },
        check=True,
    )
    assert output.read_text() == f"bin={tmp_path}/t/polyglint/bin\n"
    venv, install = calls.read_text().splitlines()
    assert venv == f"-I -m venv {tmp_path}/t/polyglint"
    assert install.startswith("-I -m pip install ")
    assert install.endswith(" /action")


def step(name, tmp_path, **extra):
    """Run a step that is there before polyglint is; return what it put out."""
    output = tmp_path / f"{name} output"
    output.write_text("")
    values = {"RUNNER_TEMP": str(tmp_path / "temp"), "GITHUB_OUTPUT": str(output), **extra}
    (tmp_path / "temp").mkdir(exist_ok=True)
    script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[name]["run"]]
    done = subprocess.run(
        script, cwd=tmp_path, env=environment(**values), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return output.read_text().strip().partition("=")[2]


def test_the_key_follows_polyglint_s_files(tmp_path):
    action = tmp_path / "action"
    (action / "hook" / "polyglint").mkdir(parents=True)
    (action / "pyproject.toml").write_text("")
    module = action / "hook" / "polyglint" / "a.py"
    keys = []
    for text in ("x = 1", "x = 2", "x = 1"):
        module.write_text(text)
        keys.append(step("key", tmp_path, GITHUB_ACTION_PATH=str(action)))
    assert keys[0] == keys[2] != keys[1]
    assert re.fullmatch(r"polyglint-\w+-[0-9a-f]{64}", keys[0])


@pytest.mark.slow
def test_an_environment_from_the_cache_needs_no_network(tmp_path):
    variables = {"PIP_NO_INDEX": "1", "KEY": "a"}
    package = wheel(tmp_path)
    bin_ = step("install", tmp_path, GITHUB_ACTION_PATH=str(package), **variables)
    package.unlink()  # nothing is left to install from
    assert step("install", tmp_path, GITHUB_ACTION_PATH=str(package), **variables) == bin_
    assert (tmp_path / "temp" / "polyglint" / "key").read_text() == "a"
    wheel(tmp_path)
    (Path(bin_) / "python").unlink()  # damaged: it is made anew
    assert step("install", tmp_path, GITHUB_ACTION_PATH=str(package), **variables) == bin_
    assert (Path(bin_) / "python").exists()


MODULES = (
    *("venv", "pip", "ensurepip", "polyglint", "site", "sitecustomize", "usercustomize"),
    *("encodings", "os", "json", "subprocess", "contextlib", "argparse", "runpy", "setuptools"),
)


@pytest.fixture
def hostile(directory):
    """A work tree with modules and programs that leave a mark beside it when they are run."""
    mark = f"open({str(directory.parent / 'pwned')!r}, 'a').write(__name__ + '\\n')\n"
    for name in MODULES:
        (directory / f"{name}.py").write_text(mark)
        (directory / "packages" / name).mkdir(parents=True)
        for part in ("__init__.py", "__main__.py"):
            (directory / "packages" / name / part).write_text(mark)
    for name in ("python", "python3", "git"):
        program = directory / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\necho {name} >> '{directory.parent / 'pwned'}'\n")
        program.chmod(0o755)
    shutil.copy(SOURCES / "router.js", directory / "router.py")
    git(directory, "add", "--all")
    return directory


def wheel(directory):
    """A polyglint to install without a network: this one, by a link of Python's own to it."""
    path = directory / "polyglint-0-py3-none-any.whl"
    files = {
        "polyglint.pth": "\n".join(path for path in sys.path if path),
        "polyglint-0.dist-info/METADATA": "Metadata-Version: 2.1\nName: polyglint\nVersion: 0\n",
        "polyglint-0.dist-info/WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n",
        "polyglint-0.dist-info/RECORD": "",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.slow
def test_nothing_of_the_checkout_is_run(hostile, tmp_path):
    """With a real Python, pip and polyglint, in a workflow whose search paths begin there."""
    variables = {
        "PATH": f"bin:.:{os.environ['PATH']}",
        "PYTHONPATH": ".:packages",
        "HOME": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_ACTION_PATH": str(wheel(tmp_path)),
        "PIP_NO_INDEX": "1",
    }
    (tmp_path / "temp").mkdir()
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS["install"]["run"]],
        cwd=hostile,
        env=environment(**variables, GITHUB_OUTPUT=str(tmp_path / "install")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    command = Path((tmp_path / "install").read_text().strip().removeprefix("bin="), "python")
    done, _ = run_step(hostile, {}, command, **variables)
    assert done.returncode == 1, done.stderr
    assert "router.py" in done.stdout
    assert not (tmp_path / "pwned").exists(), (tmp_path / "pwned").read_text()
