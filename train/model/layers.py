"""Layers of the encoder, in `keras.ops` alone, so that every Keras backend runs them."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers, ops

# Added to the scores of hidden tokens: their weight is below 1e-12 of a shown one's. Much less
# would leave full int8, which has one scale for scores and mask together, no steps for scores.
MASKED = -30.0
Tensor = Any  # of whichever backend


@keras.saving.register_keras_serializable("polyglint")
class TokenAndPositionEmbedding(layers.Layer):
    """Token embedding plus position embedding, behind a learned class token.

    With `bigram_buckets`, the embedding of each token's hashed bigram is added, through a small
    table and a projection (after hash embeddings, Svenstrup et al., 2017); with `trigram_buckets`
    that of its trigram, likewise.

    Call arguments: token ids and, with such tables, bigram and trigram ids, all int32
    (batch, sequence).
    Returns: (batch, 1 + sequence, embedding_dim).
    """

    def __init__(
        self,
        vocabulary_size: int,
        sequence_length: int,
        embedding_dim: int,
        bigram_buckets: int = 0,
        bigram_dim: int = 0,
        trigram_buckets: int = 0,
        trigram_dim: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.vocabulary_size = vocabulary_size
        self.sequence_length = sequence_length
        self.embedding_dim = embedding_dim
        self.bigram_buckets = bigram_buckets
        self.bigram_dim = bigram_dim
        self.trigram_buckets = trigram_buckets
        self.trigram_dim = trigram_dim
        small = keras.initializers.RandomNormal(stddev=0.02)
        own = self.dtype_policy
        self.token_embedding = layers.Embedding(vocabulary_size, embedding_dim, small, dtype=own)
        if bigram_buckets:
            self.bigram_embedding = layers.Embedding(bigram_buckets, bigram_dim, small, dtype=own)
            self.bigram_projection = layers.Dense(embedding_dim, use_bias=False, dtype=own)
        if trigram_buckets:
            self.trigram_embedding = layers.Embedding(
                trigram_buckets, trigram_dim, small, dtype=own
            )
            self.trigram_projection = layers.Dense(embedding_dim, use_bias=False, dtype=own)

    def build(self, *_: Any) -> None:
        self.token_embedding.build((None, None))
        if self.bigram_buckets:
            self.bigram_embedding.build((None, None))
            self.bigram_projection.build((None, None, self.bigram_dim))
        if self.trigram_buckets:
            self.trigram_embedding.build((None, None))
            self.trigram_projection.build((None, None, self.trigram_dim))
        shape = (1 + self.sequence_length, self.embedding_dim)
        small = keras.initializers.RandomNormal(stddev=0.02)
        self.position = self.add_weight(name="position", shape=shape, initializer=small)
        self.class_token = self.add_weight(
            name="class_token", shape=(1, 1, self.embedding_dim), initializer=small
        )
        self.built = True

    def call(
        self,
        token_ids: Tensor,
        bigram_ids: Tensor | None = None,
        trigram_ids: Tensor | None = None,
    ) -> Tensor:
        embedded = self.token_embedding(token_ids)
        if bigram_ids is not None:
            embedded += self.bigram_projection(self.bigram_embedding(bigram_ids))
        if trigram_ids is not None:
            embedded += self.trigram_projection(self.trigram_embedding(trigram_ids))
        batch, sequence = ops.shape(token_ids)[0], ops.shape(token_ids)[1]
        first = ops.broadcast_to(self.class_token, (batch, 1, self.embedding_dim))
        tokens = ops.concatenate([ops.cast(first, embedded.dtype), embedded], axis=1)
        return tokens + self.position[None, : 1 + sequence]  # (batch, 1 + sequence, dim)

    def compute_output_shape(
        self, token_ids_shape: Any, bigram_ids_shape: Any = None, trigram_ids_shape: Any = None
    ) -> Any:
        """Told, since JAX cannot slice the positions to a length that is not yet known."""
        batch, sequence = token_ids_shape
        return batch, None if sequence is None else 1 + sequence, self.embedding_dim

    def get_config(self) -> dict[str, Any]:
        return {
            **super().get_config(),
            "vocabulary_size": self.vocabulary_size,
            "sequence_length": self.sequence_length,
            "embedding_dim": self.embedding_dim,
            "bigram_buckets": self.bigram_buckets,
            "bigram_dim": self.bigram_dim,
            "trigram_buckets": self.trigram_buckets,
            "trigram_dim": self.trigram_dim,
        }


@keras.saving.register_keras_serializable("polyglint")
class MaskedSelfAttention(layers.Layer):
    """Multi-head scaled dot-product self-attention (Vaswani et al., 2017) under a padding mask.

    With `first_token_only`, only the first token asks: the result is (batch, 1, dim), and
    neither queries nor outputs are computed for the other tokens.

    Call arguments: inputs (batch, sequence, dim); padding mask, bool (batch, sequence).
    """

    def __init__(
        self, num_heads: int, head_dim: int, first_token_only: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.num_heads = num_heads
        self.head_dim = head_dim
        self.first_token_only = first_token_only
        width = num_heads * head_dim
        own = self.dtype_policy
        self.query = layers.Dense(width, name="query", dtype=own)
        self.key = layers.Dense(width, name="key", dtype=own)
        self.value = layers.Dense(width, name="value", dtype=own)

    def build(self, inputs_shape: tuple[int | None, ...], *_: Any) -> None:
        for dense in (self.query, self.key, self.value):
            dense.build(inputs_shape)
        self.projection = layers.Dense(inputs_shape[-1], name="projection", dtype=self.dtype_policy)
        self.projection.build((*inputs_shape[:-1], self.num_heads * self.head_dim))
        self.built = True

    def _heads(self, projected: Tensor) -> Tensor:
        shape = ops.shape(projected)
        split = ops.reshape(projected, (shape[0], shape[1], self.num_heads, self.head_dim))
        return ops.transpose(split, (0, 2, 1, 3))  # (batch, heads, sequence, head_dim)

    def call(self, inputs: Tensor, padding_mask: Tensor) -> Tensor:
        asking = inputs[:, :1] if self.first_token_only else inputs
        query = self._heads(self.query(asking)) * self.head_dim**-0.5
        key, value = self._heads(self.key(inputs)), self._heads(self.value(inputs))
        scores = ops.matmul(query, ops.transpose(key, (0, 1, 3, 2)))
        hidden = ops.cast(ops.logical_not(padding_mask), scores.dtype) * MASKED
        weights = ops.softmax(scores + hidden[:, None, None, :], axis=-1)
        attended = ops.transpose(ops.matmul(weights, value), (0, 2, 1, 3))
        shape = ops.shape(attended)
        joined = ops.reshape(attended, (shape[0], shape[1], self.num_heads * self.head_dim))
        return self.projection(joined)

    def get_config(self) -> dict[str, Any]:
        return {
            **super().get_config(),
            "num_heads": self.num_heads,
            "head_dim": self.head_dim,
            "first_token_only": self.first_token_only,
        }


@keras.saving.register_keras_serializable("polyglint")
class TransformerEncoder(layers.Layer):
    """Pre-norm encoder block: attention and feed-forward, each behind a norm and with a skip.

    With `first_token_only` the block returns only the first token, (batch, 1, dim): the last
    block of a classifier needs no other.
    """

    def __init__(
        self,
        num_heads: int,
        head_dim: int,
        intermediate_dim: int,
        first_token_only: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.num_heads = num_heads
        self.head_dim = head_dim
        self.intermediate_dim = intermediate_dim
        self.first_token_only = first_token_only
        own = self.dtype_policy
        self.attention_norm = layers.LayerNormalization(epsilon=1e-5, dtype=own)
        self.attention = MaskedSelfAttention(num_heads, head_dim, first_token_only, dtype=own)
        self.feed_forward_norm = layers.LayerNormalization(epsilon=1e-5, dtype=own)
        self.intermediate = layers.Dense(intermediate_dim, activation="relu", dtype=own)

    def build(self, inputs_shape: tuple[int | None, ...], *_: Any) -> None:
        self.attention_norm.build(inputs_shape)
        self.attention.build(inputs_shape)
        self.feed_forward_norm.build(inputs_shape)
        self.intermediate.build(inputs_shape)
        self.output_dense = layers.Dense(inputs_shape[-1], dtype=self.dtype_policy)
        self.output_dense.build((*inputs_shape[:-1], self.intermediate_dim))
        self.built = True

    def call(self, inputs: Tensor, padding_mask: Tensor) -> Tensor:
        attended = self.attention(self.attention_norm(inputs), padding_mask)
        tokens = (inputs[:, :1] if self.first_token_only else inputs) + attended
        return tokens + self.output_dense(self.intermediate(self.feed_forward_norm(tokens)))

    def get_config(self) -> dict[str, Any]:
        return {
            **super().get_config(),
            "num_heads": self.num_heads,
            "head_dim": self.head_dim,
            "intermediate_dim": self.intermediate_dim,
            "first_token_only": self.first_token_only,
        }


@keras.saving.register_keras_serializable("polyglint")
class NgramBag(layers.Layer):
    """Embeddings of a window's hashed n-grams, summed and divided by the root of their number.

    The wide half of a wide and deep network (Cheng et al., 2016), over the tables of fastText
    (Joulin et al., 2017): which n-grams a window has, wherever they stand.

    Call arguments: n-gram ids, int32 (batch, sequence, kinds); padding mask, bool
    (batch, 1 + sequence).
    Returns: (batch, dim).
    """

    def __init__(self, buckets: int, dim: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.buckets = buckets
        self.dim = dim
        small = keras.initializers.RandomNormal(stddev=0.02)
        self.embedding = layers.Embedding(buckets, dim, small, dtype=self.dtype_policy)

    def build(self, *_: Any) -> None:
        self.embedding.build((None, None, None))
        self.built = True

    def call(self, ngram_ids: Tensor, padding_mask: Tensor) -> Tensor:
        of_tokens = ops.sum(self.embedding(ngram_ids), axis=2)  # (batch, sequence, dim)
        shown = ops.cast(padding_mask[:, 1:, None], of_tokens.dtype)  # (batch, sequence, 1)
        total = ops.sum(of_tokens * shown, axis=1)
        count = ops.sum(shown, axis=1) * ngram_ids.shape[2]  # (batch, 1)
        return total / ops.sqrt(ops.maximum(count, 1.0))

    def compute_output_shape(self, ngram_ids_shape: Any, padding_mask_shape: Any = None) -> Any:
        return ngram_ids_shape[0], self.dim

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "buckets": self.buckets, "dim": self.dim}
