"""Settings to a Keras model, its loss and its optimizer."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers, ops

from train.model.layers import NgramBag, Tensor, TokenAndPositionEmbedding, TransformerEncoder
from train.model.settings import TrainingSettings

# Names of layers: the first and the last of the encoder, its output and that of the wide branch.
EMBEDDING, FEATURES, OUTPUTS = "embedding", "features", ("logits", "wide_logits")
NGRAM_KINDS = 4  # of `polyglint.model.ngrams.ngram_ids`
INNER_SHAPE = {"wide_ids": (NGRAM_KINDS,)}  # of inputs that hold more than a number a token


def build_network(settings: TrainingSettings, languages: int) -> keras.Model:
    """The classifier of a preset.

    Inputs, by name: ``token_ids`` int32 (batch, sequence), ``padding_mask`` bool
    (batch, 1 + sequence) and, where the preset has them, ``bigram_ids`` and ``trigram_ids`` int32
    (batch, sequence) and ``wide_ids`` int32 (batch, sequence, 4); sequence is at most
    ``settings.sequence_length``.
    Output: float32 logits (batch, languages).
    """
    inputs = {
        "token_ids": keras.Input((None,), dtype="int32", name="token_ids"),
        "padding_mask": keras.Input((None,), dtype="bool", name="padding_mask"),
    }
    if settings.bigram_buckets:
        inputs["bigram_ids"] = keras.Input((None,), dtype="int32", name="bigram_ids")
    if settings.trigram_buckets:
        inputs["trigram_ids"] = keras.Input((None,), dtype="int32", name="trigram_ids")
    if settings.wide_buckets:
        inputs["wide_ids"] = keras.Input((None, NGRAM_KINDS), dtype="int32", name="wide_ids")
    embedding = TokenAndPositionEmbedding(
        settings.vocabulary_size,
        settings.sequence_length,
        settings.embedding_dim,
        settings.bigram_buckets,
        settings.bigram_dim,
        settings.trigram_buckets,
        settings.trigram_dim,
        name=EMBEDDING,
    )
    tokens = embedding(inputs["token_ids"], inputs.get("bigram_ids"), inputs.get("trigram_ids"))
    tokens = layers.Dropout(settings.dropout)(tokens)
    for index in range(settings.num_layers):
        block = TransformerEncoder(
            settings.num_heads,
            settings.head_dim,
            settings.intermediate_dim,
            first_token_only=index == settings.num_layers - 1,
            name=f"encoder_{index}",
        )
        tokens = block(tokens, inputs["padding_mask"])
    first = layers.LayerNormalization(epsilon=1e-5, name=FEATURES)(tokens[:, 0])
    first = layers.Dropout(settings.dropout)(first)
    logits = layers.Dense(languages, dtype="float32", name=OUTPUTS[0])(first)
    if settings.wide_buckets:
        logits = layers.Add(dtype="float32", name="sum")(
            [logits, _wide(inputs, settings, languages)]
        )
    return keras.Model(inputs, logits, name=settings.preset)


def _wide(inputs: dict[str, Any], settings: TrainingSettings, languages: int) -> Any:
    """Logits of the n-grams that a window has; zero until they are trained."""
    bag = NgramBag(settings.wide_buckets, settings.wide_dim, name="wide")
    ngrams = bag(inputs["wide_ids"], inputs["padding_mask"])
    ngrams = layers.LayerNormalization(epsilon=1e-5, name="wide_norm")(ngrams)
    ngrams = layers.Dropout(settings.wide_dropout)(ngrams)
    output = layers.Dense(
        languages, use_bias=False, kernel_initializer="zeros", dtype="float32", name=OUTPUTS[1]
    )
    return output(ngrams)


@keras.saving.register_keras_serializable("polyglint")
class SmoothedCrossentropy(keras.losses.Loss):
    """Sparse categorical cross-entropy of logits, with label smoothing (Szegedy et al., 2016)."""

    def __init__(self, label_smoothing: float = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.label_smoothing = label_smoothing

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        logs = ops.log_softmax(y_pred, axis=-1)
        right = ops.one_hot(ops.cast(ops.reshape(y_true, (-1,)), "int32"), logs.shape[-1])
        hit, spread = ops.sum(right * logs, axis=-1), ops.mean(logs, axis=-1)
        return -(1.0 - self.label_smoothing) * hit - self.label_smoothing * spread

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "label_smoothing": self.label_smoothing}


def _has_replicas() -> bool:
    """Whether a strategy of TensorFlow has several devices do each step."""
    if keras.backend.backend() != "tensorflow":
        return False
    import tensorflow as tf

    return bool(tf.distribute.get_strategy().num_replicas_in_sync > 1)


@keras.saving.register_keras_serializable("polyglint")
class MatrixDecayAdamW(keras.optimizers.AdamW):
    """AdamW whose decay pulls on matrices alone, and which clips whole gradients.

    A bias, a norm or an embedding row that is rarely seen would fade. A class of its own, since
    the exclusions of an optimizer are not kept in a checkpoint.

    Keras on TensorFlow clips each replica's share of a gradient before it adds them up, so that
    several devices would clip less than one; here they clip the sum.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exclude_from_weight_decay(var_names=["bias", "gamma", "beta", "embeddings"])

    def _clip_gradients(self, grads: list[Tensor]) -> list[Tensor]:
        return grads if _has_replicas() else super()._clip_gradients(grads)

    def _all_reduce_sum_gradients(self, grads_and_vars: Any) -> list[tuple[Tensor, Tensor]]:
        """Of TensorFlow alone."""
        reduced = super()._all_reduce_sum_gradients(grads_and_vars)
        if not _has_replicas():
            return list(reduced)
        clipped = super()._clip_gradients([gradient for gradient, _ in reduced])
        return [
            (gradient, variable) for gradient, (_, variable) in zip(clipped, reduced, strict=True)
        ]


def make_optimizer(settings: TrainingSettings, steps: int) -> keras.optimizers.Optimizer:
    """Adam at a constant rate, or AdamW with warm-up and a cosine to zero over `steps`."""
    if settings.optimizer == "adam":
        return keras.optimizers.Adam(settings.learning_rate)
    warmup = max(1, round(settings.warmup_share * steps))
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0,
        max(1, steps - warmup),
        warmup_target=settings.learning_rate,
        warmup_steps=warmup,
    )
    return MatrixDecayAdamW(schedule, weight_decay=settings.weight_decay, clipnorm=1.0, beta_2=0.98)


def compile_network(model: keras.Model, settings: TrainingSettings, steps: int) -> None:
    """Attach loss, optimizer and accuracy."""
    model.compile(
        optimizer=make_optimizer(settings, steps),
        loss=SmoothedCrossentropy(settings.label_smoothing),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
        jit_compile="auto",
    )
