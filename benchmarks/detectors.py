"""polyglint and its peers, each in a process of its own, on one and the same core."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from csv import DictReader
from pathlib import Path
from subprocess import PIPE, Popen
from typing import IO, NamedTuple

from polyglint.model.config import load_config
from train.progress import progress

ROOT = Path(__file__).parent.parent
PEERS = Path(__file__).parent / "peers"
LABELS = Path(__file__).parent / "labels.tsv"
POLYGLINT = "polyglint"
IN_PYTHON, IN_NODE = ("magika", "pygments"), ("vscode", "highlight.js")
NAMES = (POLYGLINT, *IN_PYTHON, *IN_NODE)
ONE_THREAD = {"OMP_NUM_THREADS": "1"}
NOT_INSTALLED = 2  # exit code of the scripts


class DetectorAnswer(NamedTuple):
    """What a detector says of one text."""

    languages: frozenset[str]  # linguist's names for its label; empty where it has none
    seconds: float  # of processor time


class Detection(NamedTuple):
    """A detector's answers to all texts, in their order."""

    version: str
    known: frozenset[str]  # languages that it has a label for
    answers: tuple[DetectorAnswer, ...]


class NotRun(NamedTuple):
    """Why there are no answers of a detector."""

    reason: str


def languages_of(detector: str) -> dict[str, frozenset[str]]:
    """Label -> linguist's languages that it stands for, by `labels.tsv`."""
    if detector == POLYGLINT:
        return {name: frozenset([name]) for name in load_config().languages}
    found: dict[str, frozenset[str]] = {}
    with LABELS.open(encoding="utf-8", newline="") as stream:
        for row in DictReader(stream, delimiter="\t"):
            if row["detector"] == detector:
                languages = found.get(row["label"], frozenset())
                found[row["label"]] = languages | {row["language"]}
    return found


def command_of(detector: str, peers_python: str) -> list[str] | NotRun:
    """What to run.

    Args:
        peers_python: interpreter of the environment that has the peers in Python.
    """
    if detector in IN_NODE:
        program, script = shutil.which("node"), "detect.mjs"
        missing = "node is not installed"
    else:
        program = sys.executable if detector == POLYGLINT else shutil.which(peers_python)
        script, missing = "detect.py", "--peers-python names no interpreter"
    return [program, str(PEERS / script), detector] if program else NotRun(missing)


def detect(detector: str, paths: Sequence[Path], peers_python: str) -> Detection | NotRun:
    """Run a detector over files; why it failed, it says itself on stderr."""
    command = command_of(detector, peers_python)
    if isinstance(command, NotRun):
        return command
    environment = {**os.environ, **ONE_THREAD}
    if detector == POLYGLINT:
        environment["PYTHONPATH"] = str(ROOT / "hook")
    with tempfile.TemporaryFile("w+", encoding="utf-8") as request:
        json.dump([str(path) for path in paths], request)
        request.seek(0)
        with one_core():
            process = Popen(command, stdin=request, stdout=PIPE, env=environment)
        with process:
            assert process.stdout is not None
            version, answers = _read(process.stdout, detector, len(paths))
    if process.returncode == NOT_INSTALLED:
        return NotRun("not installed")
    if process.returncode or len(answers) < len(paths):
        return NotRun(f"failed at text {len(answers) + 1} of {len(paths)}")
    labels = languages_of(detector)
    return Detection(version, frozenset().union(*labels.values()), _answers(answers, labels))


def _read(stream: IO[bytes], detector: str, total: int) -> tuple[str, list[Mapping[str, object]]]:
    head = stream.readline()
    if not head:
        return "", []
    answers = [json.loads(line) for line in progress(stream, detector, total, unit="text")]
    return json.loads(head)["version"], answers


def _answers(
    answers: Sequence[Mapping[str, object]], labels: Mapping[str, frozenset[str]]
) -> tuple[DetectorAnswer, ...]:
    return tuple(
        DetectorAnswer(labels.get(str(answer["label"]), frozenset()), float(str(answer["seconds"])))
        for answer in answers
    )


@contextlib.contextmanager
def one_core() -> Iterator[None]:
    """Start processes on one core, always the same, where the system can be told so."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
