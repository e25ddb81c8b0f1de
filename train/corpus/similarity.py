"""Sketches of texts, and from them candidates that are alike: shingles, MinHash and LSH bands.

A text's shingles are all runs of SHINGLE characters of it, white space left out. Of their hashes
those divisible by SAMPLING are kept: the same sample of any shared text, so that two sketches have
the Jaccard index of their texts, in an eighth of the memory.
"""

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

SHINGLE = 32
SAMPLING = 8
BANDS, ROWS = 16, 5  # texts with Jaccard 0.8 meet in some band with probability 0.998
# Too few sampled shingles say nothing: such texts are compared for equality only.
MIN_SKETCH = 8
_MAX_CHARACTERS = 1_000_000
_WHITE_SPACE = b" \t\n\v\f\r"

_random = np.random.default_rng(20240229)
_BYTE_HASHES = _random.integers(2**64, size=256, dtype=np.uint64)
_DOUBLINGS = _random.integers(2**64, size=SHINGLE.bit_length() - 1, dtype=np.uint64) | np.uint64(1)
_MULTIPLIERS = _random.integers(2**64, size=BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
_OFFSETS = _random.integers(2**64, size=BANDS * ROWS, dtype=np.uint64)
_ROW_MULTIPLIERS = _random.integers(2**64, size=ROWS, dtype=np.uint64) | np.uint64(1)


def squeeze(text: str) -> bytes:
    """The text as it is compared: UTF-8 without white space."""
    return text.encode("utf-8", "surrogatepass").translate(None, _WHITE_SPACE)


def sketch(squeezed: bytes) -> Hashes:
    """Sorted hashes of the sampled shingles, each once."""
    hashes = _BYTE_HASHES[np.frombuffer(squeezed[:_MAX_CHARACTERS], dtype=np.uint8)]
    width = 1
    for multiplier in _DOUBLINGS:  # the hash of 2w characters from the hashes of w
        if len(hashes) <= width:
            return np.empty(0, np.uint64)
        hashes = _mixed(hashes[:-width] * multiplier + hashes[width:])
        width *= 2
    return np.unique(hashes[hashes % np.uint64(SAMPLING) == 0])


def bands(sketch: Hashes) -> list[bytes]:
    """Keys under which like texts meet; none for a text too short to tell."""
    if len(sketch) < MIN_SKETCH:
        return []
    minima = np.fromiter(
        (
            _mixed(sketch * multiplier + offset).min()
            for multiplier, offset in zip(_MULTIPLIERS, _OFFSETS, strict=True)
        ),
        np.uint64,
        BANDS * ROWS,
    ).reshape(BANDS, ROWS)
    keys = (minima * _ROW_MULTIPLIERS).sum(axis=1)
    return [bytes([number]) + key.tobytes() for number, key in enumerate(keys)]


def jaccard(one: Hashes, other: Hashes) -> float:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / max(1, len(one) + len(other) - shared)


def _mixed(hashes: Hashes) -> Hashes:
    """Spread the high bits, which a product fills, over the low ones."""
    mixed: Hashes = hashes ^ (hashes >> np.uint64(29))
    return mixed
