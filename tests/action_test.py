"""The GitHub Action: its shell is run here, with a stand-in for polyglint and with the real one."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.repositories import ROOT, SOURCES, environment, git, new_repository

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"] if "id" in step}
DEFAULTS = {name: field["default"] for name, field in ACTION["inputs"].items()}
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
STUB = """\
#!/bin/sh
for argument in "$@"; do printf '%s\\0' "$argument"; done >> "$CALLS"
printf '\\n' >> "$CALLS"
echo told >&2
exit "$STATUS"
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="runs the shell of the action")


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


@pytest.fixture
def stub(tmp_path):
    path = tmp_path / "a b" / "python"
    path.parent.mkdir()
    path.write_text(STUB)
    path.chmod(0o755)
    return path


@pytest.fixture
def act(directory, stub, tmp_path):
    """Run the step with the stand-in; return exit code, calls, errors and outputs."""

    def act(status=0, **inputs):
        calls = tmp_path / "calls"
        calls.write_text("")
        inputs = {name.replace("_", "-"): value for name, value in inputs.items()}
        done, output = run_step(directory, inputs, stub, CALLS=str(calls), STATUS=str(status))
        told = [call.split("\0") for call in calls.read_text().split("\0\n")[:-1]]
        assert list(directory.iterdir()) == [directory / ".git"]
        assert all(call[:3] == ["-I", "-m", "polyglint"] for call in told)
        return done.returncode, [call[3:] for call in told], done.stderr, output

    return act


HOSTILE = "x'\"; touch pwned; $(touch pwned) `touch pwned` ${IFS} && touch pwned #"


@pytest.mark.parametrize(
    ("inputs", "call"),
    [
        pytest.param({}, ["audit", "--format=github", "--", "."], id="defaults"),
        pytest.param(
            {"paths": "a b\n\n./c\r\n-d\n"},
            ["audit", "--format=github", "--", "a b", "./c", "-d"],
            id="paths",
        ),
        pytest.param({"paths": ""}, ["audit", "--format=github", "--"], id="no path"),
        pytest.param(
            {"paths": HOSTILE}, ["audit", "--format=github", "--", HOSTILE], id="hostile path"
        ),
        pytest.param(
            {"base": "main", "format": "json"},
            ["check", "--diff-base=main", "--format=json", "--", "."],
            id="base",
        ),
        pytest.param(
            {"base": "main", "paths": "src\n./a*[b]\n.\n -x "},
            ["check", "--diff-base=main", "--format=github", "--", "src", "./a*[b]", ".", " -x "],
            id="base and paths",
        ),
        pytest.param(
            {"base": HOSTILE, "format": HOSTILE},
            ["check", f"--diff-base={HOSTILE}", f"--format={HOSTILE}", "--", "."],
            id="hostile base",
        ),
        pytest.param(
            {"base": "--output=x"},
            ["check", "--diff-base=--output=x", "--format=github", "--", "."],
            id="base like an option",
        ),
        pytest.param(
            {"config": HOSTILE},
            ["audit", "--format=github", f"--config={HOSTILE}", "--", "."],
            id="config",
        ),
        pytest.param(
            {"config": "none", "fail_on": "never"},
            ["audit", "--format=github", "--no-config", "--warn-only", "--", "."],
            id="no config",
        ),
        pytest.param(
            {"fail_on": "never"},
            ["audit", "--format=github", "--warn-only", "--", "."],
            id="fail-on never",
        ),
    ],
)
def test_inputs_become_arguments(act, inputs, call):
    code, calls, _, output = act(**inputs)
    assert (code, calls, output) == (0, [call], "exit-code=0\n")


@pytest.mark.parametrize("status", [0, 1, 2, 3])
def test_the_exit_code_is_polyglint_s(act, status):
    code, _, _, output = act(status)
    assert (code, output) == (status, f"exit-code={status}\n")


def test_sarif_is_written_before_the_log(act):
    code, calls, err, _ = act(1, sarif_file=HOSTILE)
    assert code == 1
    assert calls == [
        ["audit", "--format=sarif", f"--output={HOSTILE}", "--", "."],
        ["audit", "--format=github", "--", "."],
    ]
    assert err == "told\n"  # once


def test_trouble_with_sarif_is_told(act):
    code, calls, err, _ = act(2, sarif_file="x")
    assert (code, len(calls), err) == (2, 1, "told\n")


def test_an_unknown_fail_on_is_an_error(act):
    code, calls, err, _ = act(fail_on=HOSTILE)
    assert (code, calls) == (2, [])
    assert err == "polyglint: fail-on: is neither violations nor never\n"


def test_the_real_polyglint(directory, tmp_path):
    real = tmp_path / "bin" / "python"
    real.parent.mkdir()
    search = os.pathsep.join(path for path in sys.path if path)
    real.write_text(f'#!/bin/sh\nshift 1\nPYTHONPATH="{search}" exec "{sys.executable}" "$@"\n')
    real.chmod(0o755)
    shutil.copy(SOURCES / "router.js", directory / "router.py")
    git(directory, "add", "--all")
    sarif = tmp_path / "polyglint.sarif"
    inputs = {"sarif-file": str(sarif)}
    done, output = run_step(directory, inputs, real, HOME=str(tmp_path))
    assert (done.returncode, output) == (1, "exit-code=1\n"), done.stderr
    assert done.stdout.startswith("::error file=router.py,line=1,")
    assert "PG101" in sarif.read_text()
    done, _ = run_step(directory, {"fail-on": "never"}, real, HOME=str(tmp_path))
    assert done.returncode == 0
    done, _ = run_step(directory, {"format": "none"}, real, HOME=str(tmp_path))
    assert done.returncode == 2


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


@pytest.mark.parametrize("path", [ROOT / "action.yml", *WORKFLOWS], ids=lambda path: path.name)
def test_no_expression_is_a_part_of_a_script(path):
    for found in re.finditer(r"^( *)(?:- )?run:(.*(?:\n\1 +.*|\n$)*)", path.read_text(), re.M):
        assert "${{" not in found[2]


@pytest.mark.parametrize(
    ("schema", "paths"),
    [("github-actions", [ROOT / "action.yml"]), ("github-workflows", WORKFLOWS)],
    ids=["action", "workflows"],
)
def test_schemas(schema, paths):
    pytest.importorskip("check_jsonschema")
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(shutil.which("actionlint") is None, reason="actionlint is not installed")
def test_actionlint():
    done = subprocess.run(["actionlint", *WORKFLOWS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
