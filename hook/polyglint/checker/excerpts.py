"""What a report shows of the windows of a flagged file."""

from __future__ import annotations

import math
from collections.abc import Sequence

from polyglint.results import WindowRead
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from polyglint.model.reader import Reading

MAX_SHOWN = 100  # windows, spread evenly
MAX_SHOWN_LINES, MAX_SHOWN_WIDTH = 8, 160  # of a window


def windows_read(reading: Reading, text: str) -> tuple[WindowRead, ...]:
    """What a report shows of each window: its likeliest language, and its lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = []
    for index in _shown(len(reading.windows)):
        window, row = reading.windows[index], reading.log_probabilities[index]
        best = int(row.argmax())
        last = min(window.last_line, window.first_line + MAX_SHOWN_LINES - 1)
        shown = "\n".join(line[:MAX_SHOWN_WIDTH] for line in lines[window.first_line - 1 : last])
        found.append(
            WindowRead(*window, reading.labels[best], round(math.exp(float(row[best])), 4), shown)
        )
    return tuple(found)


def _shown(count: int) -> Sequence[int]:
    if count <= MAX_SHOWN:
        return range(count)
    return [round(index * (count - 1) / (MAX_SHOWN - 1)) for index in range(MAX_SHOWN)]
