"""Outputs for new languages, before a network that knows others goes on training.

A random output for a language that the network has never met costs the known ones: its first
gradients are large and wrong. So it begins as the mean of what the encoder makes of that language
(as prototypical networks do, Snell et al., 2017), and the output layer alone is trained for a few
steps.
"""

from __future__ import annotations

from collections.abc import Collection

import keras
import numpy as np
import numpy.typing as npt

from train.data.batches import BatchPlan
from train.model.network import FEATURES, OUTPUTS, SmoothedCrossentropy
from train.progress import progress, say

WINDOWS = 256  # read of each language
BATCH_SIZE, STEPS, LEARNING_RATE = 512, 400, 1e-3


def teach_new_outputs(model: keras.Model, plan: BatchPlan, known: Collection[str]) -> None:
    """Train the output layer for the languages that are not `known`, the rest of `model` fixed."""
    output = model.get_layer(OUTPUTS[0])
    new = [i for i, name in enumerate(plan.data.languages) if name not in known]
    if not new:
        return
    say(f"outputs of {len(new)} new languages: reading windows, then {STEPS} steps")
    features, labels = read_features(model, plan)
    kernel, bias = output.get_weights()
    kernel, bias = class_means(kernel, bias, features, labels, new)
    head = keras.Sequential([keras.Input(features.shape[1:]), keras.layers.Dense(len(bias))])
    head.set_weights([kernel, bias])
    head.compile(
        keras.optimizers.Adam(LEARNING_RATE), SmoothedCrossentropy(plan.settings.label_smoothing)
    )
    generator = np.random.default_rng((plan.seed, 4))
    for _ in range(STEPS):
        rows = generator.integers(len(labels), size=BATCH_SIZE)
        head.train_on_batch(features[rows], labels[rows])
    output.set_weights(head.get_weights())


def read_features(
    model: keras.Model, plan: BatchPlan
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int32]]:
    """What the encoder makes of training windows, (windows, embedding_dim), and their languages."""
    encoder = keras.Model(model.inputs, model.get_layer(FEATURES).output)
    generator = np.random.default_rng((plan.seed, 5))
    of = plan.data.y[plan.train_rows]
    rows = np.concatenate(
        [
            generator.choice(own, min(WINDOWS, len(own)), replace=False)
            for own in (plan.train_rows[of == label] for label in np.unique(of))
        ]
    )
    names = [tensor.name for tensor in model.inputs]
    features, labels = [], []
    batches, count = plan.plain_batches(rows, 256), -(-len(rows) // 256)
    for inputs, own in progress(batches, "new outputs", count, unit="batch"):
        values = encoder([inputs[name] for name in names], training=False)
        features.append(keras.ops.convert_to_numpy(values).astype(np.float32))
        labels.append(own)
    return np.concatenate(features), np.concatenate(labels)


def class_means(
    kernel: npt.NDArray[np.float32],
    bias: npt.NDArray[np.float32],
    features: npt.NDArray[np.float32],
    labels: npt.NDArray[np.int32],
    new: Collection[int],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Kernel (dim, languages) and bias (languages,) with columns for `new` languages.

    Each points where the language's mean lies from the mean of all, is as long as the known
    columns are, and has its threshold between the two means.
    """
    kernel, bias, new = kernel.copy(), bias.copy(), list(new)
    known = [index for index in range(len(bias)) if index not in set(new)]
    length = float(np.linalg.norm(kernel[:, known], axis=0).mean()) if known else 1.0
    center = features.mean(axis=0)
    for index in new:
        mean = features[labels == index].mean(axis=0)
        direction = (mean - center) / (np.linalg.norm(mean - center) + 1e-6)
        kernel[:, index] = length * direction
        bias[index] = -float(kernel[:, index] @ (mean + center)) / 2
    return kernel, bias
