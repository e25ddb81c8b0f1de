import json
import sys

import pytest

from benchmarks import detectors
from benchmarks.detectors import IN_NODE, IN_PYTHON, LABELS, NotRun, detect, languages_of
from polyglint.linguist.languages import languages
from train.corpus.manifest import read_table

PEER = """\
import json, sys
name = sys.argv[1]
if name == "vscode":
    sys.exit(2)
print(json.dumps({"version": "7"}))
for number, path in enumerate(json.load(sys.stdin)):
    if name == "pygments" and number:
        sys.exit(1)
    label = [None, "cpp", "strange"][number]
    print(json.dumps({"label": label, "seconds": 0.5}))
"""


@pytest.fixture
def peers(tmp_path, monkeypatch):
    """Scripts that stand in for the peers'."""
    for name in ("detect.py", "detect.mjs"):
        (tmp_path / name).write_text(PEER)
    monkeypatch.setattr(detectors, "PEERS", tmp_path)
    monkeypatch.setattr(detectors.shutil, "which", lambda name: name and sys.executable)
    return [tmp_path / "a", tmp_path / "b", tmp_path / "c"]


def test_labels_become_languages(peers):
    found = detect("magika", peers, "python")
    assert found.version == "7"
    assert [answer.languages for answer in found.answers] == [set(), {"C++"}, set()]
    assert found.answers[0].seconds == 0.5
    assert {"C", "C++", "SystemVerilog"} <= found.known


@pytest.mark.parametrize(
    ("detector", "reason"),
    [("vscode", "not installed"), ("pygments", "failed at text 2 of 3")],
)
def test_a_peer_that_does_not_run_is_named(detector, reason, peers):
    assert detect(detector, peers, "python") == NotRun(reason)


@pytest.mark.parametrize(
    ("detector", "reason"),
    [
        ("highlight.js", "node is not installed"),
        ("magika", "--peers-python names no interpreter"),
    ],
)
def test_a_missing_interpreter_is_named(detector, reason, peers, monkeypatch):
    monkeypatch.setattr(detectors.shutil, "which", lambda _: None)
    assert detect(detector, peers, "nowhere") == NotRun(reason)


def test_polyglint_reads_content_alone(tmp_path):
    path = tmp_path / "misleading.py"
    path.write_text("package main\n\nfunc main() {\n\tx := 1\n\tfmt.Println(x)\n}\n" * 4)
    found = detect("polyglint", [path], "")
    assert [answer.languages for answer in found.answers] == [{"Go"}]
    assert found.answers[0].seconds > 0


def test_the_table_names_detectors_and_languages_that_there_are():
    rows = read_table(LABELS)
    assert {row["detector"] for row in rows} == {*IN_PYTHON, *IN_NODE}
    assert [row for row in rows if row["language"] not in languages()] == []
    assert len({tuple(row.values()) for row in rows}) == len(rows)


def test_versions_are_pinned():
    package = json.loads((detectors.PEERS / "package.json").read_text("utf-8"))
    requirements = (detectors.PEERS / "requirements.txt").read_text("utf-8").split()
    assert all(version[0].isdigit() for version in package["dependencies"].values())
    assert [line.partition("==")[0] for line in requirements] == list(IN_PYTHON)
    assert all(line.partition("==")[2] for line in requirements)


def test_polyglint_knows_itself():
    assert languages_of("polyglint")["C++"] == {"C++"}
