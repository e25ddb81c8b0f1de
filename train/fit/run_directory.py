"""What a run directory holds, and how it is written: whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import keras
import numpy as np

from polyglint.errors import FatalError
from polyglint.filesystem.atomic import replacement

# What a run must go on with as it began; what runs did before they said it.
KEPT = ("settings", "dataset", "seed", "precision", "max_steps", "checkpoint_steps", "init")
UNSAID = {"checkpoint_steps": 500}


def check_resume(path: Path, description: dict[str, Any]) -> None:
    """A run goes on only with the settings it began with.

    Raises:
        FatalError: the directory holds a run of other settings.
    """
    if not path.is_file():
        return
    before = UNSAID | json.loads(path.read_text("utf-8"))
    now = json.loads(json.dumps(description))
    for key in KEPT:
        if before.get(key) != now[key]:
            raise FatalError(f"{path.parent} holds a run with another {key}; name another --output")


class SaveCheckpoint(keras.callbacks.Callback):
    """Write the model with its optimizer after each stage, whole or not at all."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if not np.isfinite((logs or {})["loss"]):
            raise FatalError("the loss is no longer a number; lower learning_rate and start again")
        with replacement(self.path) as unfinished:
            self.model.save(unfinished)


def commit_of(directory: Path) -> str | None:
    """The commit of the clone that trains, with ``+`` where files differ from it."""
    try:
        commit = _git(directory, "rev-parse", "HEAD")
        changed = _git(directory, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return None
    return f"{commit}+" if changed else commit


def _git(directory: Path, *arguments: str) -> str:
    command = ["git", "-C", str(directory), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all: other hosts may be reading it."""
    with replacement(path) as unfinished:
        unfinished.write_text(text, "utf-8", newline="")  # line ends as they are


def read_history(path: Path) -> list[dict[str, str]]:
    """The rows of ``history.csv``, one a stage; none where there is no such file yet."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


class WriteHistory(keras.callbacks.Callback):
    """Write a row for each stage, as Keras' CSVLogger does, whose lines end as on Windows.

    Args:
        stages: of an earlier start that count; it may have been killed between row and checkpoint.
    """

    def __init__(self, path: Path, stages: int) -> None:
        super().__init__()
        self.path = path
        self.rows = [row for row in read_history(path) if int(row["epoch"]) < stages]
        if self.rows:
            self._write()

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        found = {name: str(float(value)) for name, value in sorted((logs or {}).items())}
        self.rows.append({"epoch": str(epoch), **found})
        self._write()

    def _write(self) -> None:
        text = io.StringIO()
        names = dict.fromkeys(name for row in self.rows for name in row)
        writer = csv.DictWriter(text, [*names], lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        write_whole(self.path, text.getvalue())


def writers(output: Path, done: int) -> list[keras.callbacks.Callback]:
    """What writes into the run directory at the end of each stage, after so many."""
    return [
        WriteHistory(output / "history.csv", done),
        keras.callbacks.TensorBoard(output / "logs", write_graph=False),
        SaveCheckpoint(output / "checkpoint.keras"),
    ]
