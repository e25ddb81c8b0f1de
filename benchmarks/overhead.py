"""What reading costs beside the runtime's own work: against a loop that does nothing but invoke."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from polyglint.classifier import Interpreter
from polyglint.reading import Reader, Reading
from polyglint.source import SIZE_LIMIT, decode
from polyglint.work import BATCH_FILES

ROUNDS = 3


def overhead(contents: Sequence[bytes]) -> dict[str, dict[str, float]]:
    """Windows a second from texts on, and those of as many batches with nothing around them."""
    texts = [t for t in (decode(c[:SIZE_LIMIT]) for c in contents) if isinstance(t, str)]
    reader = Reader()
    _, model = reader._load()
    return {
        "files read whole": compared(model, lambda: [reader.read(text) for text in texts]),
        "four windows a file": compared(model, lambda: samples(reader, texts)),
    }


def samples(reader: Reader, texts: Sequence[str]) -> list[Reading]:
    batches = [texts[i : i + BATCH_FILES] for i in range(0, len(texts), BATCH_FILES)]
    return [reading for batch in batches for reading in reader.sample(batch, 4)]


def compared(model: Interpreter, read: Callable[[], Sequence[Reading]]) -> dict[str, float]:
    """The fastest of some rounds each, in turns."""
    batches, windows = counted(model, read)
    whole, bare = [], []
    for _ in range(ROUNDS):
        whole.append(timed(read))
        bare.append(timed(lambda: invoke(model, batches)))
    return {
        "windows": windows,
        "batches": sum(batches.values()),
        "windows_a_second": windows / min(whole),
        "bare_windows_a_second": windows / min(bare),
        "overhead": min(whole) / min(bare) - 1,
    }


def counted(model: Interpreter, read: Callable[[], Sequence[Reading]]) -> tuple[Counter[int], int]:
    """Batches by their sequence length, and windows."""
    batches, own = Counter[int](), model._invoke

    def counting(inputs: Any, length: int) -> Any:
        batches[length] += 1
        return own(inputs, length)

    model._invoke = counting  # type: ignore[method-assign]
    try:
        return batches, sum(len(reading.windows) for reading in read())
    finally:
        del model._invoke  # the class has its own


def invoke(model: Interpreter, batches: Counter[int]) -> None:
    """The runtime's own work alone: its inputs are what the last batch left there."""
    for length, count in batches.items():
        runner = model._runners[length]
        run, graph = runner._interpreter_wrapper.Invoke, runner._subgraph_index
        for _ in range(count):
            run(graph)


def timed(work: Callable[[], object]) -> float:
    """Processor seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start
