"""How far a training has come, in a log: a stage of it may take ten minutes or an hour."""

from __future__ import annotations

from typing import Any

import keras

from train.progress import LogLines


class StepLines(keras.callbacks.Callback):
    """Says about once a minute: steps done, time left, loss, windows a second.

    Args:
        done: steps before this start.
        total: steps of all stages.
        batch_size: windows of a step, on all devices.
    """

    def __init__(self, done: int, total: int, batch_size: int) -> None:
        super().__init__()
        self._done, self._total, self._batch_size = done, total, batch_size

    def on_train_begin(self, logs: Any = None) -> None:
        self._count = self._done
        self._lines = LogLines("fit", self._total, "step", self._done)

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        self._count += 1
        loss = float((logs or {}).get("loss", float("nan")))  # the mean of the stage so far
        self._lines.show(
            self._count,
            lambda rate: f"loss {loss:.4f}, {rate * self._batch_size:.0f} windows a second",
        )
