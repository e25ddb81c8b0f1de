import importlib.util
import subprocess
import sys
from types import SimpleNamespace

import pytest

from polyglint.errors import FatalError
from tests.repositories import ROOT, environment
from train.__main__ import STEPS, Step, main


def test_no_step(capsys):
    assert main([]) == 2
    assert "usage: python -m train STEP" in capsys.readouterr().out


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_names_every_step(flag, capsys):
    assert main([flag]) == 0
    shown = capsys.readouterr().out
    assert [step for step in STEPS if f"\n  {step} " not in shown] == []


def test_every_step_is_a_module():
    assert [step for step in STEPS.values() if importlib.util.find_spec(step.module) is None] == []


def test_unknown_step(capsys):
    assert main(["bake"]) == 2
    assert capsys.readouterr().err.startswith("train: no step 'bake'\nusage: ")


def step(monkeypatch, main_of_step):
    monkeypatch.setitem(STEPS, "bake", Step("train.bake", "a step of the test"))
    monkeypatch.setitem(sys.modules, "train.bake", SimpleNamespace(main=main_of_step))


def test_a_step_gets_its_arguments_and_gives_the_exit_code(monkeypatch):
    seen = []
    step(monkeypatch, lambda argv: seen.append(argv) or 7)
    assert main(["bake", "--hot", "bake"]) == 7
    assert seen == [["--hot", "bake"]]


def test_foreseen_trouble_is_one_line(monkeypatch, capsys):
    def main_of_step(argv):
        raise FatalError("no flour; buy some")

    step(monkeypatch, main_of_step)
    assert main(["bake"]) == 2
    assert capsys.readouterr() == ("", "train bake: no flour; buy some\n")


def test_a_bug_keeps_its_traceback(monkeypatch):
    step(monkeypatch, lambda argv: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        main(["bake"])


def test_a_missing_package_is_named(monkeypatch, capsys):
    def main_of_step(argv):
        import no_such_package  # noqa: F401

    step(monkeypatch, main_of_step)
    assert main(["bake"]) == 2
    assert capsys.readouterr().err == (
        "train bake: no_such_package is not installed; `pip install -e .[train]` in the clone\n"
    )


def test_a_missing_module_of_ours_is_a_bug(monkeypatch):
    def main_of_step(argv):
        import train.no_such_module  # noqa: F401

    step(monkeypatch, main_of_step)
    with pytest.raises(ModuleNotFoundError):
        main(["bake"])


def test_runs_as_a_module():
    command = [sys.executable, "-m", "train", "dataset", "--corpus", "nowhere", "--output", "out"]
    found = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(PYTHONPATH="hook"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith(f"train dataset: {ROOT / 'nowhere'}")
    assert found.stderr.count("\n") == 1
