"""Compile the training step for TPUs that are not there, and say what they would have to do.

Prints a table: arithmetic, bytes and memory as compiled, and an estimate of a step's and a pass's
least time. Compiled for TPU, never run on one here: no time in it is a measurement.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from polyglint.errors import FatalError
from train.fit.backend import choose_backend
from train.model.settings import PRESETS, TrainingSettings, override, preset
from train.tpu.chips import Chip, chip_of, roofline_seconds

if TYPE_CHECKING:
    from train.tpu.compile import Compiled

SHIPPED_RUN = Path(__file__).parents[1] / "report" / "v1" / "run.json"
NEVER_RUN = "Compiled for TPU, never run on one here."
# For JAX, before it is imported: no TPU is looked for, nobody is asked for one over a network, and
# other processes may compile at the same time, since none of them holds a TPU.
ENVIRONMENT = {
    "ALLOW_MULTIPLE_LIBTPU_LOAD": "1",
    "JAX_PLATFORMS": "cpu",
    "TPU_SKIP_MDS_QUERY": "1",
    "TPU_WORKER_HOSTNAMES": "localhost",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}
PACKAGES = ("jax", "libtpu", "keras")
HEADER = (
    "Topology",
    "Devices",
    "GFLOP a device, step",
    "of them matrix products",
    "in bfloat16",
    "MB read and written",
    "Memory at most, MB",
    "All-reduces",
    "Step, estimate",
    "Pass, estimate",
)


def parser() -> argparse.ArgumentParser:
    """Arguments of the step."""
    parser = argparse.ArgumentParser("python -m train plan", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--topology", action="append", metavar="NAME", help="such as v5e:2x2; may be repeated"
    )
    parser.add_argument("--preset", choices=PRESETS, default="base")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="change a setting"
    )
    parser.add_argument("--languages", type=int, metavar="N", help="default: the shipped model's")
    parser.add_argument("--windows", type=int, metavar="N", help="of a pass; default: likewise")
    parser.add_argument("--output", type=Path, metavar="FILE", help="also write the table there")
    return parser


def shipped_sizes() -> tuple[int, int]:
    """Languages and training windows of the run whose model ships."""
    run = json.loads(SHIPPED_RUN.read_text("utf-8"))
    return len(run["languages"]), run["dataset"]["windows"]["train"]


def row(topology: str, compiled: Compiled, chip: Chip, steps: float) -> tuple[str, ...]:
    """One line of the table."""
    products = sum(compiled.matmul_flops.values())
    seconds = roofline_seconds(chip, compiled.flops, compiled.accessed)
    return (
        topology,
        str(compiled.devices),
        f"{compiled.flops / 1e9:.2f}",
        f"{products / 1e9:.2f}",
        f"{compiled.matmul_flops.get('bf16', 0) / products:.1%}",
        f"{compiled.accessed / 1e6:,.0f}",
        f"{compiled.peak / 1e6:,.0f} of {1e3 * chip.gigabytes / chip.cores:,.0f}",
        str(compiled.all_reduces),
        f"{1e3 * seconds:.2f} ms",
        f"{seconds * steps:.0f} s",
    )


def line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Markdown."""
    return "\n".join(map(line, (HEADER, ("---",) * len(HEADER), *rows)))


def explanation(settings: TrainingSettings, languages: int, windows: int) -> str:
    """What the table is of, and what it is not."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    return (
        f"{NEVER_RUN} Preset `{settings.preset}`, {languages} languages, batches of "
        f"{settings.batch_size} windows of {settings.sequence_length} tokens, mixed bfloat16, a "
        f"pass of {windows:,} windows. {versions}, Python {platform.python_version()}.\n"
        "Times are estimates, never measurements: the roofline of the chip's peak figures, what it "
        "would take if arithmetic or memory were used to the full. Real steps take longer, and "
        "wait for other devices."
    )


def main(argv: Sequence[str]) -> int:
    """Compile for each topology and print the table."""
    arguments = parser().parse_args(argv)
    topologies = arguments.topology or ["v5e:2x2"]
    chips = [chip_of(topology) for topology in topologies]
    settings = override(preset(arguments.preset), arguments.set)
    shipped_languages, shipped_windows = shipped_sizes()
    languages = arguments.languages or shipped_languages
    windows = arguments.windows or shipped_windows
    choose_backend(["--backend", "jax"])
    os.environ.update(ENVIRONMENT)
    try:
        metadata.version("libtpu")
    except metadata.PackageNotFoundError:
        raise FatalError("libtpu is not installed; `pip install -e .[train,jax]`") from None
    from train.tpu.compile import compile_step

    rows = []
    print(table([]), flush=True)
    for topology, chip in zip(topologies, chips, strict=True):
        compiled = compile_step(settings, languages, topology)
        rows.append(row(topology, compiled, chip, windows / settings.batch_size))
        print(line(rows[-1]), flush=True)  # the next one may take minutes
    words = explanation(settings, languages, windows)
    print(f"\n{words}")
    if arguments.output is not None:
        text = f"{table(rows)}\n\n{words}"
        arguments.output.write_text(f"# Training on TPUs, as compiled\n\n{text}\n", "utf-8")
    return 0
