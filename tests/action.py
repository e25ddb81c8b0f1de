"""The steps of the GitHub Action, run as a runner runs them."""

import re
import subprocess

import pytest
import yaml

from tests.repositories import ROOT, environment, new_repository

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"] if "id" in step}
DEFAULTS = {name: field["default"] for name, field in ACTION["inputs"].items()}


@pytest.fixture
def directory(tmp_path):
    """A work tree to run the action in."""
    return new_repository(tmp_path / "work tree")


def variables(directory, inputs, command):
    """The environment of the step that runs polyglint, with the expressions evaluated."""
    values = {f"inputs.{name}": value for name, value in (DEFAULTS | inputs).items()}
    values["steps.install.outputs.bin"] = str(command.parent)
    return {
        name: re.sub(r"\$\{\{ (\S+) \}\}", lambda found: values[found[1]], expression)
        for name, expression in STEPS["run"]["env"].items()
    }


def run_step(directory, inputs, command, **extra):
    """Run the step as a runner does; return the process and the outputs."""
    output = directory.parent / "output"
    output.touch()
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS["run"]["run"]],
        cwd=directory,
        env=environment(
            **variables(directory, inputs, command), GITHUB_OUTPUT=str(output), **extra
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    return done, output.read_text()
