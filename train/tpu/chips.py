"""What TPU generations can do at most, by their makers' figures."""

from __future__ import annotations

from typing import NamedTuple

from polyglint.errors import FatalError


class Chip(NamedTuple):
    """One chip (cloud.google.com/tpu/docs, the page of each generation)."""

    teraflops: float  # a second, of bfloat16 matrix products
    gigabytes_per_second: float  # between the chip and its memory
    gigabytes: float  # of memory
    cores: int  # that programs see as devices of their own


CHIPS = {
    "v2": Chip(45, 700, 16, 2),
    "v3": Chip(123, 900, 32, 2),
    "v5e": Chip(197, 819, 16, 1),
    "v6e": Chip(918, 1640, 32, 1),
}


def chip_of(topology: str) -> Chip:
    """The chip of a topology such as ``v5e:2x2``.

    Raises:
        FatalError: no figures are known of it.
    """
    generation = topology.partition(":")[0]
    if generation not in CHIPS or ":" not in topology:
        known = ", ".join(f"{name}:2x2" for name in CHIPS)
        raise FatalError(f"--topology {topology}: not one of the kind {known}")
    return CHIPS[generation]


def roofline_seconds(chip: Chip, flops: float, accessed: float) -> float:
    """Least time of a program on one device (Williams et al., 2009): whichever takes longer.

    Args:
        chip: the device is one of its cores.
        flops: of the program.
        accessed: bytes read and written.
    """
    computing = flops / (chip.teraflops * 1e12 / chip.cores)
    moving = accessed / (chip.gigabytes_per_second * 1e9 / chip.cores)
    return max(computing, moving)
