"""What reading costs beside the runtime's own work: against a loop that does nothing but invoke."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from polyglint.engine.signals import hurry
from polyglint.engine.work import BATCH_FILES
from polyglint.model.interpreter import Interpreter
from polyglint.model.reader import Reader, Reading, Sample
from polyglint.sources.decode import SIZE_LIMIT, decode

ROUNDS = 3
Read: TypeAlias = "Sequence[Reading | Sample]"


class Batch(NamedTuple):
    """What the runtime is given at once."""

    runner: Any  # of its signature
    inputs: dict[str, Any]


def overhead(contents: Sequence[bytes]) -> dict[str, dict[str, float]]:
    """Windows a second from texts on, and of the same batches with nothing around them."""
    texts = [t for t in (decode(c[:SIZE_LIMIT]) for c in contents) if isinstance(t, str)]
    hurry()  # as every command does
    reader = Reader()
    model = reader._interpreter()
    return {
        "files read whole": compared(reader, model, lambda: [reader.read(text) for text in texts]),
        "four windows a file": compared(reader, model, lambda: samples(reader, texts)),
    }


def samples(reader: Reader, texts: Sequence[str]) -> list[Sample]:
    batches = [texts[i : i + BATCH_FILES] for i in range(0, len(texts), BATCH_FILES)]
    return [reading for batch in batches for reading in reader.sample(batch, 4)]


def compared(reader: Reader, model: Interpreter, read: Callable[[], Read]) -> dict[str, float]:
    """The fastest of some rounds each, in turns."""
    batches, windows = recorded(model, read)
    whole, bare = [], []
    for _ in range(ROUNDS):
        reader._parts._tokenizer = None  # which remembers pieces of what it has read
        reader.tokenizer()
        whole.append(timed(read))
        bare.append(sum(map(invoked, batches)))
    return {
        "windows": windows,
        "batches": len(batches),
        "windows_a_second": windows / min(whole),
        "bare_windows_a_second": windows / min(bare),
        "overhead": min(whole) / min(bare) - 1,
    }


def recorded(model: Interpreter, read: Callable[[], Read]) -> tuple[list[Batch], int]:
    """The batches that the runtime gets, those of whole files too, and the windows in them."""
    batches: list[Batch] = []
    of_windows, of_file = model._runners, model._file_runner

    def recording(runner: Any) -> Callable[..., Any]:
        def run(**inputs: Any) -> Any:
            batches.append(Batch(runner, inputs))
            return runner(**inputs)

        return run

    model._runners = {length: recording(runner) for length, runner in of_windows.items()}
    model._file_runner = of_file and recording(of_file)
    try:
        return batches, sum(len(reading.windows) for reading in read())
    finally:
        model._runners, model._file_runner = of_windows, of_file


def invoked(batch: Batch) -> float:
    """Processor seconds of the runtime's own work, its inputs being in place."""
    runner = batch.runner
    runtime, graph = runner._interpreter_wrapper, runner._subgraph_index
    for name, values in batch.inputs.items():
        runtime.SetTensor(runner._inputs[name], values, graph)
    return timed(lambda: runtime.Invoke(graph))


def timed(work: Callable[[], object]) -> float:
    """Processor seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start
