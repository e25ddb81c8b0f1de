import importlib
import json
import re
import shlex

import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed")

from benchmarks import quality
from benchmarks.detectors import NotRun
from tests.benchmarks.samples import detection, sample
from tests.repositories import ROOT

SAMPLES = [sample("C"), sample("Go", 400), sample("Nix", 4)]
FOUND = {
    "polyglint": detection(["C", "Go", "Nix"], "C", "Go", "Nix"),
    "magika": detection(["C", "Go"], "C", "", "C", seconds=0.003),
    "pygments": NotRun("not installed"),
    "vscode": NotRun("failed at text 2 of 3"),
    "highlight.js": NotRun("node is not installed"),
}
README = (ROOT / "benchmarks" / "README.md").read_text("utf-8")


@pytest.fixture
def detectors(monkeypatch):
    """What each detector answers; a test may change it."""
    found = dict(FOUND)
    monkeypatch.setattr(quality, "held_out_files", lambda *_: SAMPLES)
    monkeypatch.setattr(quality, "windows_of", lambda files, _: files[:2])

    def detect(name, paths, _):
        answer = found[name]
        if isinstance(answer, NotRun):
            return answer
        return answer._replace(answers=answer.answers[: len(paths)])

    monkeypatch.setattr(quality, "detect", detect)
    return found


def run(directory, *arguments):
    return quality.main(["--output", str(directory), *arguments])


def test_one_command_does_everything(detectors, tmp_path, capsys):
    assert run(tmp_path, "--dataset", "d", "--corpus", "c", "--windows") == 0
    written = ["quality.md", "quality-peers.png", "quality-length.png"]
    captured = capsys.readouterr()
    assert captured.out == "".join(f"{tmp_path / name}\n" for name in written)
    assert "pygments: not installed\n" in captured.err
    figures = json.loads((tmp_path / "quality.json").read_text())
    assert figures["files"]["pairs"]["magika"]["peer"]["accuracy"] == 0.5
    assert figures["windows"]["texts"] == 2
    text = (tmp_path / "quality.md").read_text()
    assert "| Magika | 2 | 2 | 100.0 % | 50.0 % |" in text
    assert "Pygments (not installed); VS Code (failed at text 2 of 3)" in text
    assert "## Windows of four lines" in text
    assert str(tmp_path) not in text


def test_without_peers_there_is_a_report_still(detectors, tmp_path):
    detectors["magika"] = NotRun("not installed")
    assert run(tmp_path, "--dataset", "d", "--corpus", "c") == 0
    text = (tmp_path / "quality.md").read_text()
    assert "| polyglint | 3 | 100.0 % |" in text
    assert ".png" not in text


def test_the_report_can_be_written_again(detectors, tmp_path):
    run(tmp_path, "--dataset", "d", "--corpus", "c")
    before = (tmp_path / "quality.md").read_bytes()
    (tmp_path / "quality.md").unlink()
    detectors.clear()
    assert run(tmp_path, "--report") == 0
    assert (tmp_path / "quality.md").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([], "--dataset and --corpus are needed", id="nothing"),
        pytest.param(["--report"], "quality.json: not found", id="no figures"),
    ],
)
def test_bad_usage(arguments, message, tmp_path, capsys):
    assert run(tmp_path, *arguments) == 2
    assert re.search(message, capsys.readouterr().err)


def test_polyglint_itself_must_run(detectors, tmp_path, capsys):
    detectors["polyglint"] = NotRun("failed at text 1 of 3")
    assert run(tmp_path, "--dataset", "d", "--corpus", "c") == 2
    assert "polyglint failed at text 1 of 3" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["quality", "clean"])
def test_the_commands_of_the_readme_are_understood(name):
    (command,) = re.findall(rf"^\$ python -m benchmarks\.{name} (.+)$", README, re.MULTILINE)
    importlib.import_module(f"benchmarks.{name}").parser().parse_args(shlex.split(command))
