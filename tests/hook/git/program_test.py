import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from polyglint.cli.run import main
from polyglint.git import program as git_program
from polyglint.git.program import CHOSEN, GitMissingError, find

ROOT = Path(__file__).parents[3]
SKIP = pytest.mark.skipif(os.name == "nt", reason="writes shell scripts")
REAL = shutil.which("git")


@pytest.fixture
def fake(tmp_path):
    """Put a program that leaves a mark in git's place into a directory."""
    mark = tmp_path / "mark"

    def write(directory, content=f"#!/bin/sh\ntouch '{mark}'\nexec '{REAL}' \"$@\"\n"):
        directory.mkdir(exist_ok=True)
        program = directory / "git"
        program.write_text(content)
        program.chmod(0o755)
        return mark

    return write


@SKIP
@pytest.mark.parametrize("entry", [".", "", "./", "bin", "./bin", "../repository"])
def test_a_program_of_the_current_directory_is_passed_over(fake, repository, monkeypatch, entry):
    fake(repository.root)
    fake(repository.root / "bin")
    monkeypatch.setenv("PATH", f"{entry}{os.pathsep}{Path(REAL).parent}")
    assert find() == REAL
    monkeypatch.setenv("PATH", entry)
    with pytest.raises(GitMissingError, match="git is not on PATH; install it"):
        find()


@SKIP
@pytest.mark.parametrize("entry", [".", "", "bin"])
def test_no_run_starts_it(fake, repository, entry):
    fake(repository.root)
    mark = fake(repository.root / "bin")
    repository.add("a.py")
    environment = os.environ | {
        "PATH": f"{entry}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "hook"),
    }
    command = [sys.executable, "-m", "polyglint", "check", "--staged", "--no-cache"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "1 file checked, 0 violations\n")
    assert not mark.exists()


@SKIP
@pytest.mark.parametrize("how", ["on PATH", "chosen"])
def test_a_program_that_its_user_chose_is_taken(fake, tmp_path, repository, monkeypatch, how):
    mark = fake(tmp_path / "own")
    if how == "chosen":
        monkeypatch.setenv(CHOSEN, str(tmp_path / "own" / "git"))
    else:
        monkeypatch.setenv("PATH", f"{tmp_path / 'own'}{os.pathsep}{os.environ['PATH']}")
    repository.add("a.py", "\n")
    assert main(["check", "--staged"]) == 0
    assert mark.exists()


def test_a_program_that_is_not_there(monkeypatch):
    monkeypatch.setenv(CHOSEN, "/nowhere/git")
    with pytest.raises(GitMissingError, match=r"/nowhere/git \(GIT_PYTHON_GIT_EXECUTABLE\): not a"):
        find()


@SKIP
@pytest.mark.parametrize(
    "content", ["", "#!/nowhere\n", "\x7fELF"], ids=["empty", "interpreter", "no program"]
)
def test_a_program_that_does_not_start(fake, tmp_path, repository, monkeypatch, capsys, content):
    fake(tmp_path / "own", content)
    monkeypatch.setenv("PATH", str(tmp_path / "own"))
    assert main(["check", "--staged"]) == 2
    words = f"polyglint: {tmp_path / 'own' / 'git'}: {git_program.BROKEN}\n"
    assert capsys.readouterr() == ("", words)


def test_nothing_of_the_choice_is_left_behind(monkeypatch):
    monkeypatch.delenv(CHOSEN, raising=False)
    assert git_program.gitpython().Git
    assert CHOSEN not in os.environ
