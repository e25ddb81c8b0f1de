"""The GitHub Action: its shell is run here, with a stand-in for polyglint and with the real one."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.action import directory as directory
from tests.action import run_step
from tests.repositories import ROOT, SOURCES, git

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
