import sys
from pathlib import Path

import pytest

from benchmarks.contestants import API, PYTHON, RUST, Contestant, Trial, available, fixed, peers

ASKED = "import json, sys; paths = json.load(sys.stdin); print(len(paths))"


@pytest.fixture
def run(tmp_path):
    return Trial(tmp_path, tmp_path / "cache")


def test_paths_come_as_arguments_or_on_standard_input(run):
    named = Contestant(
        "x",
        lambda paths: [sys.executable, "-c", "import sys; print(sys.argv[1:])", *map(str, paths)],
    )
    assert run.of(named, [Path("a"), Path("b")]).output == "['a', 'b']\n"
    asked = fixed("x", [sys.executable, "-c", ASKED], asks=True)
    assert run.of(asked, [Path("a"), Path("b")]).output == "2\n"


def test_a_run_that_fails_is_no_measurement(run):
    with pytest.raises(RuntimeError, match="x exited with 3: trouble"):
        run.of(
            fixed(
                "x",
                [
                    sys.executable,
                    "-c",
                    "import sys; print('trouble', file=sys.stderr); sys.exit(3)",
                ],
            ),
            [],
        )


def test_findings_are_no_failure_of_polyglint_s(run):
    command = [sys.executable, "-c", "raise SystemExit(1)"]
    assert run.of(fixed("polyglint audit", command), []).code == 1
    with pytest.raises(RuntimeError, match="exited with 1"):
        run.of(fixed("linguist", command), [])


def test_the_cache_is_the_run_s_own(run):
    code = "import os; print(os.environ['XDG_CACHE_HOME'])"
    assert run.of(fixed("x", [sys.executable, "-c", code]), []).output == f"{run.cache}\n"


def test_what_is_not_there_is_left_out_and_named(run, capsys):
    works = fixed("works", [sys.executable, "-c", "pass"])
    others = [fixed("missing", ["no such program"]), fixed("fails", [sys.executable, "-c", "1/0"])]
    assert available([others[0], works, others[1]], run, Path("a")) == [works]
    assert [line[:9] for line in capsys.readouterr().err.splitlines()] == ["left out:"] * 2


@pytest.mark.parametrize(
    ("cold", "names"),
    [
        (False, [RUST, PYTHON, API, "VS Code", "linguist", "Pygments"]),
        (True, [RUST, PYTHON, "VS Code", "linguist", "Pygments"]),
    ],
)
def test_peers(tmp_path, monkeypatch, cold, names):
    (tmp_path / "magika").touch()
    monkeypatch.setattr("benchmarks.contestants.shutil.which", lambda name: name)
    found = peers(str(tmp_path / "python"), cold=cold)
    assert [contestant.name for contestant in found] == names
    commands = {contestant.name: contestant.command([Path("a")]) for contestant in found}
    assert commands[RUST] == [str(tmp_path / "magika"), "a"]
    assert ("--cold" in commands["VS Code"]) is cold


def test_peers_that_nobody_installed(tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.contestants.shutil.which", lambda name: None)
    assert peers(str(tmp_path / "python"), cold=True) == []
