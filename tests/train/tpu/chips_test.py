import pytest

from polyglint.errors import FatalError
from train.tpu.chips import CHIPS, Chip, chip_of, roofline_seconds


@pytest.mark.parametrize("generation", CHIPS)
def test_known_chips(generation):
    assert chip_of(f"{generation}:2x2") is CHIPS[generation]


@pytest.mark.parametrize("topology", ["v1:2x2", "v5e", "", "v5p:2x2x1"])
def test_unknown_chips_are_refused(topology):
    with pytest.raises(FatalError, match=r"not one of the kind v2:2x2, v3:2x2"):
        chip_of(topology)


CHIP = Chip(teraflops=100, gigabytes_per_second=1000, gigabytes=16, cores=2)


@pytest.mark.parametrize(
    ("flops", "accessed", "seconds"),
    [
        (50e12, 1, 1.0),  # half a chip's arithmetic
        (1, 500e9, 1.0),  # half its bandwidth
        (50e12, 1000e9, 2.0),  # whichever takes longer
        (0, 0, 0.0),
    ],
)
def test_roofline(flops, accessed, seconds):
    assert roofline_seconds(CHIP, flops, accessed) == pytest.approx(seconds)
