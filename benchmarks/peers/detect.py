"""Detect languages by content alone: ``python detect.py DETECTOR [--cold] < paths.json``.

Standard input is a JSON list of paths. Standard output is JSON Lines: first the version, then for
each path the detector's own label (null for no answer) and the processor seconds that it took,
without reading the file. A text of our own comes before them, unless the start is to be cold. Runs
under the interpreter that has the detector, and imports nothing of the benchmark.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

Detect = Callable[[bytes], str | None]
WARM_UP = b"import os\n\n\ndef main(path):\n    print(os.stat(path))\n    return 0\n" * 4


def polyglint() -> Detect:
    """The likeliest language, sure of it or not."""
    from polyglint.api import detect_with
    from polyglint.model.reader import Reader
    from polyglint.results import Verdict

    reader = Reader()

    def detect(content: bytes) -> str | None:
        found = detect_with(reader, content)
        return found.best[0][0] if isinstance(found, Verdict) and found.best else None

    return detect


def magika() -> Detect:
    """Also its best guess, in place of "unknown" or "txt" where its score is low."""
    from magika import Magika, PredictionMode

    model = Magika(prediction_mode=PredictionMode.BEST_GUESS)
    return lambda content: str(model.identify_bytes(content).output.label)


def pygments() -> Detect:
    """`guess_lexer` without a file name."""
    from pygments.lexers import guess_lexer

    return lambda content: str(guess_lexer(content.decode("utf-8", "replace")).name)


DETECTORS = {"polyglint": polyglint, "magika": magika, "pygments": pygments}


def version_of(name: str) -> str:
    if name == "polyglint":
        from polyglint.version import __version__

        return __version__
    return version(name)


def main(name: str, *options: str) -> int:
    try:
        detect = DETECTORS[name]()
    except ModuleNotFoundError as error:
        print(f"{error.name} is not installed", file=sys.stderr)
        return 2
    if "--cold" not in options:
        detect(WARM_UP)
    print(json.dumps({"version": version_of(name)}), flush=True)
    for path in json.load(sys.stdin):
        content = Path(path).read_bytes()
        start = time.process_time()
        label = detect(content)
        seconds = time.process_time() - start
        print(json.dumps({"label": label, "seconds": round(seconds, 6)}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
