"""The arithmetic of a training step, counted by hand and in a compiled program.

Only matrix products are counted: two operations for each product and sum.
"""

from __future__ import annotations

import math
import re
from collections import Counter

from train.model.settings import TrainingSettings

FORWARD_AND_BACKWARD = 3  # a product's gradient takes two more, by either factor


def matmul_flops(settings: TrainingSettings, languages: int, windows: int) -> int:
    """Of one training step, from the settings alone; every window at full length."""
    tokens = 1 + settings.sequence_length
    dim, inner = settings.embedding_dim, settings.intermediate_dim
    width = settings.num_heads * settings.head_dim

    def block(asking: int) -> int:
        key_and_value = 2 * tokens * dim * width
        query_and_projection = 2 * asking * dim * width
        scores_and_values = 2 * asking * tokens * width
        feed_forward = 2 * asking * dim * inner
        return key_and_value + query_and_projection + scores_and_values + feed_forward

    embedding = settings.sequence_length * (settings.bigram_dim + settings.trigram_dim) * dim
    blocks = (settings.num_layers - 1) * block(tokens) + block(1)
    products = embedding + blocks + (dim + settings.wide_dim) * languages
    return 2 * FORWARD_AND_BACKWARD * windows * products


_SHAPE = r"(\w+)\[([\d,]*)\]"
_RESULT = re.compile(rf"%([\w.\-]+) = {_SHAPE}")
_PARAMETER = re.compile(rf"[(,] *%?([\w.\-]+): {_SHAPE}")
_CONVOLUTION = re.compile(
    rf"= {_SHAPE}\S* convolution\(%?[\w.\-]+, %?([\w.\-]+)\)"
    r"(?:, window=\{([^}]*)\})?.*?dim_labels=\w+_(\w+)->"
)


def _sizes(text: str) -> list[int]:
    return [int(size) for size in text.split(",") if size]


def compiled_matmul_flops(program: str) -> Counter[str]:
    """Type -> operations of the products of that type, in the text of a program for TPUs.

    The compiler writes them as convolutions. What they sum over are the input features of the
    kernel and its window; a window over a dilated input picks one of a batch of products.
    """
    shapes = {name: _sizes(sizes) for name, _, sizes in _PARAMETER.findall(program)}
    shapes |= {name: _sizes(sizes) for name, _, sizes in _RESULT.findall(program)}
    found: Counter[str] = Counter()
    for kind, sizes, kernel, window, labels in _CONVOLUTION.findall(program):
        batched = "lhs_dilate" in window
        summed = [
            size
            for size, label in zip(shapes[kernel], labels, strict=True)
            if label == "i" or (label != "o" and not batched)
        ]
        found[kind] += 2 * math.prod(_sizes(sizes)) * math.prod(summed)
    return found
