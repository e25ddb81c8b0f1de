"""Content-only detection on held-out files: polyglint beside its peers, in one run.

    $ python -m benchmarks.quality --dataset data/base --corpus corpus --windows \\
          --peers-python .venv-peers/bin/python

judges the test files that `python -m train evaluate` measures (of the data set's `files.tsv`) with
the shipped model, Magika, Pygments, VS Code's language detection and highlight.js, and writes
`quality.json`, `quality.md` and its pictures beside this file. A peer that is not installed is left
out, and the report says so. `--windows` adds one window of four lines from each file. `--report`
writes the report again from `quality.json`, and runs nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.command import one_line
from benchmarks.detectors import NAMES, POLYGLINT, Detection, detect
from benchmarks.held_out import Sample, held_out_files, windows_of
from benchmarks.scores import compare
from polyglint.errors import FatalError
from polyglint.model.config import MODEL, SHIPPED

OUTPUT = Path(__file__).parent
FIGURES = "quality.json"


def measure(samples: Sequence[Sample], peers_python: str) -> dict[str, Any]:
    """Figures of every detector that runs here, and why each other one does not.

    Raises:
        FatalError: polyglint itself does not run.
    """
    detections: dict[str, Detection] = {}
    not_run = {}
    paths = [sample.path for sample in samples]
    for name in NAMES:
        found = detect(name, paths, peers_python)
        if isinstance(found, Detection):
            detections[name] = found
        else:
            not_run[name] = found.reason
            print(f"{name}: {found.reason}", file=sys.stderr)
    if POLYGLINT in not_run:
        raise FatalError(f"polyglint {not_run[POLYGLINT]}; see above")
    versions = {name: detection.version for name, detection in detections.items()}
    return {"versions": versions, "not_run": not_run, **compare(detections, samples)}


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Everything that the report tells."""
    model = (SHIPPED / MODEL).read_bytes()
    files = held_out_files(arguments.dataset, arguments.corpus, arguments.per_language)
    figures: dict[str, Any] = {
        "model_sha256": hashlib.sha256(model).hexdigest(),
        "files": measure(files, arguments.peers_python),
    }
    if arguments.windows:
        with tempfile.TemporaryDirectory(prefix="windows-") as directory:
            windows = windows_of(files, Path(directory))
            figures["windows"] = measure(windows, arguments.peers_python)
    return figures


def parser() -> argparse.ArgumentParser:
    description = str(__doc__).partition("\n")[0]
    parser = argparse.ArgumentParser("python -m benchmarks.quality", description=description)
    parser.add_argument("--dataset", type=Path, help="data set directory, with files.tsv")
    parser.add_argument("--corpus", type=Path, help="the corpus that it was made of")
    parser.add_argument("--per-language", type=int, help="at most so many files of each")
    parser.add_argument("--windows", action="store_true", help="also one window of each file")
    parser.add_argument(
        "--peers-python",
        default=".venv-peers/bin/python",
        help="interpreter that has the peers in Python (%(default)s)",
    )
    parser.add_argument("--output", type=Path, default=OUTPUT, help="where the report goes")
    parser.add_argument("--report", action="store_true", help="from quality.json, run nothing")
    return parser


@one_line("benchmarks.quality")
def main(argv: Sequence[str] | None = None) -> int:
    from benchmarks.quality_report import report

    arguments = parser().parse_args(argv)
    path = arguments.output / FIGURES
    if not arguments.report:
        if arguments.dataset is None or arguments.corpus is None:
            raise FatalError("--dataset and --corpus are needed, or --report")
        arguments.output.mkdir(parents=True, exist_ok=True)
        text = json.dumps(run(arguments), indent=1, ensure_ascii=False)
        path.write_text(text + "\n", "utf-8")
    if not path.is_file():
        raise FatalError(f"{path}: not found; run without --report first")
    for written in report(json.loads(path.read_text("utf-8")), arguments.output):
        print(written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
