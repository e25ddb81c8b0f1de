import numpy as np
import pytest

pytest.importorskip("keras", reason="Keras is not installed")

import keras

from train.model.layers import (
    MaskedSelfAttention,
    NgramBag,
    TokenAndPositionEmbedding,
    TransformerEncoder,
)

BATCH, SEQUENCE, DIM = 3, 7, 8


@pytest.fixture(autouse=True)
def _seed():
    keras.utils.set_random_seed(1)


def tokens(sequence=SEQUENCE):
    """Inputs of a block, (batch, sequence, dim)."""
    return np.random.default_rng(1).normal(size=(BATCH, sequence, DIM)).astype(np.float32)


def mask(*lengths, sequence=SEQUENCE):
    return np.arange(sequence)[None, :] < np.array(lengths)[:, None]


def test_embedding_puts_the_class_token_first():
    layer = TokenAndPositionEmbedding(50, SEQUENCE, DIM)
    ids = np.random.default_rng(1).integers(1, 50, (BATCH, SEQUENCE))
    embedded = np.asarray(layer(ids))
    assert embedded.shape == (BATCH, 1 + SEQUENCE, DIM)
    table, position = np.asarray(layer.token_embedding.embeddings), np.asarray(layer.position)
    first = np.asarray(layer.class_token)[0, 0] + position[0]
    assert embedded[:, 0] == pytest.approx(np.tile(first, (BATCH, 1)), abs=1e-6)
    assert embedded[:, 1:] == pytest.approx(table[ids] + position[1:], abs=1e-6)


def test_embedding_adds_bigrams():
    layer = TokenAndPositionEmbedding(50, SEQUENCE, DIM, bigram_buckets=20, bigram_dim=4)
    generator = np.random.default_rng(1)
    ids, bigrams = (generator.integers(1, high, (BATCH, SEQUENCE)) for high in (50, 20))
    with_bigrams, without = np.asarray(layer(ids, bigrams)), np.asarray(layer(ids, None))
    table = np.asarray(layer.bigram_embedding.embeddings)
    added = table[bigrams] @ np.asarray(layer.bigram_projection.kernel)
    assert (with_bigrams - without)[:, 1:] == pytest.approx(added, abs=1e-6)
    assert (with_bigrams == without)[:, 0].all()


def test_embedding_adds_trigrams():
    layer = TokenAndPositionEmbedding(50, SEQUENCE, DIM, trigram_buckets=20, trigram_dim=4)
    generator = np.random.default_rng(1)
    ids, trigrams = (generator.integers(1, high, (BATCH, SEQUENCE)) for high in (50, 20))
    with_trigrams = np.asarray(layer(ids, None, trigrams))
    table = np.asarray(layer.trigram_embedding.embeddings)
    added = table[trigrams] @ np.asarray(layer.trigram_projection.kernel)
    assert (with_trigrams - np.asarray(layer(ids)))[:, 1:] == pytest.approx(added, abs=1e-6)


def test_ngrams_are_summed_wherever_they_stand_and_padding_is_left_out():
    layer = NgramBag(20, DIM)
    ids = np.random.default_rng(1).integers(1, 20, (BATCH, SEQUENCE, 4))
    lengths = np.arange(BATCH) + 2
    shown = mask(*(1 + lengths), sequence=1 + SEQUENCE)
    found = np.asarray(layer(ids, shown))
    table = np.asarray(layer.embedding.embeddings)
    for own, row, length in zip(found, ids, lengths, strict=True):
        expected = table[row[:length]].sum(axis=(0, 1)) / np.sqrt(4 * length)
        assert own == pytest.approx(expected, abs=1e-6)
    nothing = np.asarray(layer(ids, mask(*[1] * BATCH, sequence=1 + SEQUENCE)))
    assert not nothing.any()


def test_embedding_of_a_shorter_row_is_the_start_of_the_longer():
    layer = TokenAndPositionEmbedding(50, SEQUENCE, DIM)
    ids = np.random.default_rng(1).integers(1, 50, (BATCH, SEQUENCE))
    assert (np.asarray(layer(ids))[:, :4] == np.asarray(layer(ids[:, :3]))).all()


def attention_by_hand(layer, inputs, padding_mask):
    """Softmax attention, one head and one row at a time."""

    def dense(of, values):
        return values @ np.asarray(of.kernel) + np.asarray(of.bias)

    size = layer.head_dim
    result = []
    for row, read in zip(inputs, padding_mask, strict=True):
        heads = []
        for head in range(layer.num_heads):
            own = slice(head * size, (head + 1) * size)
            query, key, value = (
                dense(of, row)[:, own] for of in (layer.query, layer.key, layer.value)
            )
            scores = np.exp(query @ key[read].T / np.sqrt(size))
            heads.append(scores / scores.sum(axis=1, keepdims=True) @ value[read])
        result.append(dense(layer.projection, np.concatenate(heads, axis=1)))
    return np.array(result)


@pytest.mark.parametrize(("heads", "size"), [(1, 8), (2, 8), (3, 5)])
def test_attention(heads, size):
    layer, padding_mask = MaskedSelfAttention(heads, size), mask(SEQUENCE, 4, 1)
    found = np.asarray(layer(tokens(), padding_mask))
    assert found == pytest.approx(attention_by_hand(layer, tokens(), padding_mask), abs=1e-5)


def test_a_masked_token_changes_nothing():
    layer, padding_mask = TransformerEncoder(2, 4, 16), mask(5, 4, 2)
    inputs, other = tokens(), tokens()
    other[~padding_mask] += 100
    found, same = (np.asarray(layer(values, padding_mask)) for values in (inputs, other))
    assert found[padding_mask] == pytest.approx(same[padding_mask], abs=1e-5)


def test_a_read_token_changes_something():
    layer, padding_mask = TransformerEncoder(2, 4, 16), mask(5, 4, 2)
    other = tokens()
    other[:, 1] *= -1
    found, changed = (np.asarray(layer(values, padding_mask)) for values in (tokens(), other))
    assert (np.abs(found - changed)[:, 0].max(axis=1) > 1e-4).all()


@pytest.mark.parametrize("layer_type", [MaskedSelfAttention, TransformerEncoder])
def test_first_token_only_is_the_first_token_of_the_whole(layer_type):
    sizes = (2, 4) if layer_type is MaskedSelfAttention else (2, 4, 16)
    whole, first = layer_type(*sizes), layer_type(*sizes, first_token_only=True)
    padding_mask = mask(SEQUENCE, 4, 1)
    expected = np.asarray(whole(tokens(), padding_mask))
    assert expected.shape == (BATCH, SEQUENCE, DIM)
    first(tokens(), padding_mask)
    first.set_weights(whole.get_weights())
    found = np.asarray(first(tokens(), padding_mask))
    assert found.shape == (BATCH, 1, DIM)
    assert found == pytest.approx(expected[:, :1], abs=1e-6)


def test_block_skips():
    """With its two output layers at zero a block gives back what it got."""
    block = TransformerEncoder(2, 4, 16)
    block(tokens(), mask(SEQUENCE, 4, 1))
    for dense in (block.attention.projection, block.output_dense):
        dense.set_weights([np.zeros_like(values) for values in dense.get_weights()])
    assert (np.asarray(block(tokens(), mask(SEQUENCE, 4, 1))) == tokens()).all()


@pytest.mark.parametrize(
    "layer",
    [
        TokenAndPositionEmbedding(50, SEQUENCE, DIM, 20, 4),
        MaskedSelfAttention(2, 4, first_token_only=True),
        TransformerEncoder(2, 4, 16, first_token_only=True),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_config_and_back(layer):
    config = keras.saving.serialize_keras_object(layer)
    again = keras.saving.deserialize_keras_object(config)
    assert type(again) is type(layer)
    assert again.get_config() == layer.get_config()
