import subprocess
import sys

import numpy as np
import pytest

pytest.importorskip("keras", reason="Keras is not installed")

import keras

from polyglint.model.ngrams import ngram_ids
from tests.repositories import ROOT, environment
from train.data.batches import buckets_of
from train.model.network import SmoothedCrossentropy, build_network, compile_network, make_optimizer
from train.model.settings import BASE, PRESETS, SEED, TINY

LANGUAGES = 8


@pytest.fixture(autouse=True)
def _seed_and_policy():
    keras.utils.set_random_seed(1)
    yield
    keras.config.set_dtype_policy("float32")


def windows(settings, lengths, width=None, seed=1):
    """Inputs of made-up windows of such lengths, padded to a width."""
    width = width or settings.sequence_length
    mask = np.arange(-1, width)[None, :] < np.array(lengths)[:, None]
    ids = np.random.default_rng(seed).integers(
        1, settings.vocabulary_size, (len(lengths), settings.sequence_length)
    )
    ids = np.where(mask[:, 1:], ids[:, :width], 0).astype(np.int32)
    ngrams = ngram_ids(ids.astype(np.uint16), buckets_of(settings))
    return {"token_ids": ids, "padding_mask": mask, **ngrams}


def toy_set(settings, rows=64):
    """Windows of two languages that share few tokens, and their labels."""
    inputs, labels = windows(settings, [12] * rows, width=16), np.arange(rows) % 2
    half = settings.vocabulary_size // 2
    ids = inputs["token_ids"]
    ids[:] = np.where(ids > 0, 1 + ids % (half - 1) + half * labels[:, None], 0)
    return {**inputs, **ngram_ids(ids.astype(np.uint16), buckets_of(settings))}, labels


def compiled(settings, languages, steps):
    """A network ready to train, step by step: compiling would take longer than these trainings."""
    model = build_network(settings, languages)
    compile_network(model, settings, steps)
    model.run_eagerly = True
    return model


def small(preset):
    """The preset with all its parts, but small."""
    sizes = {"embedding_dim": 16, "num_heads": 2, "head_dim": 8, "intermediate_dim": 32}
    return preset.replace(num_layers=2, **sizes)


def test_seed_has_the_parameters_of_the_tutorial():
    width, inner, heads = 256, 512, 2 * 256
    embedding = 100 * width + 151 * width + width  # tokens, positions, class token
    attention = 3 * (width * heads + heads) + heads * width + width
    feed_forward = width * inner + inner + inner * width + width
    block = attention + feed_forward + 2 * 2 * width  # two norms
    head = 2 * width + width * LANGUAGES + LANGUAGES
    assert embedding + 4 * block + head == 3_227_144
    assert build_network(SEED, LANGUAGES).count_params() == 3_227_144


def test_base_has_tables_of_bigrams_and_trigrams_besides():
    model = build_network(BASE, 90)
    embedding = model.get_layer("embedding")
    assert embedding.bigram_embedding.embeddings.shape == (65_536, 32)
    assert embedding.bigram_projection.kernel.shape == (32, 128)
    assert embedding.trigram_embedding.embeddings.shape == (49_152, 16)
    assert embedding.trigram_projection.kernel.shape == (16, 128)
    without = build_network(BASE.replace(bigram_buckets=0, trigram_buckets=0), 90)
    tables = 65_536 * 32 + 32 * 128 + 49_152 * 16 + 16 * 128
    assert model.count_params() - without.count_params() == tables


def test_base_has_a_wide_branch_besides():
    model = build_network(BASE, 90)
    without = build_network(BASE.replace(wide_buckets=0, wide_dim=0), 90)
    assert model.count_params() - without.count_params() == 131_072 * 32 + 2 * 32 + 32 * 90
    assert model.count_params() < 11_000_000  # a byte each, when quantized


@pytest.mark.parametrize("settings", PRESETS.values(), ids=PRESETS)
def test_inputs_and_outputs(settings):
    model = build_network(settings, LANGUAGES)
    ngrams = {"bigram_ids", "trigram_ids", "wide_ids"} if settings.bigram_buckets else set()
    assert set(model.input) == {"token_ids", "padding_mask"} | ngrams
    inputs = windows(settings, [settings.sequence_length, 5, 0])
    assert inputs["token_ids"].shape == (3, settings.sequence_length)
    assert inputs["padding_mask"].shape == (3, 1 + settings.sequence_length)
    logits = np.asarray(model(inputs))
    assert (logits.shape, logits.dtype) == ((3, LANGUAGES), np.float32)
    assert np.isfinite(logits).all()


@pytest.mark.parametrize("settings", [small(SEED), TINY], ids=lambda settings: settings.preset)
def test_padding_does_not_change_a_score(settings):
    model = build_network(settings, LANGUAGES)
    lengths = [16, 9, 1, 0]
    full, cut = (np.asarray(model(windows(settings, lengths, width))) for width in (None, 16))
    assert full == pytest.approx(cut, abs=1e-5)
    alone = np.concatenate(
        [
            np.asarray(model({name: row[None] for name, row in zip(inputs, rows, strict=True)}))
            for inputs in [windows(settings, lengths)]
            for rows in zip(*inputs.values(), strict=True)
        ]
    )
    assert alone == pytest.approx(full, abs=1e-5)


def test_dropout_plays_no_part_outside_training():
    model, inputs = build_network(TINY, LANGUAGES), windows(TINY, [20, 7])
    assert (np.asarray(model(inputs)) == np.asarray(model(inputs))).all()
    training = [np.asarray(model(inputs, training=True)) for _ in range(2)]
    assert np.abs(training[0] - training[1]).max() > 1e-3


@pytest.mark.parametrize("settings", [small(SEED), TINY], ids=lambda settings: settings.preset)
def test_one_step_moves_every_weight(settings):
    model = compiled(settings.replace(learning_rate=1e-2, warmup_share=0.0), 2, 10)
    inputs, labels = toy_set(settings)
    before = {weight.path: weight.numpy() for weight in model.trainable_weights}
    # AdamW warms up: the rate of its first step is nought. The output of the wide branch begins
    # as nought, and what is before it cannot move until it has.
    for _ in range(3):
        model.train_on_batch(inputs, labels)
    still = [w.path for w in model.trainable_weights if (w.numpy() == before[w.path]).all()]
    # A bias of keys adds the same to every score of a query, and softmax takes it out again.
    assert [path for path in still if not path.endswith("key/bias")] == []
    assert len(before) == len(model.trainable_weights) > 20


@pytest.mark.parametrize("settings", [small(SEED), TINY], ids=lambda settings: settings.preset)
def test_the_loss_falls(settings):
    model = compiled(settings.replace(learning_rate=1e-2), 2, 20)
    inputs, labels = toy_set(settings)
    history = model.fit(inputs, labels, batch_size=16, epochs=5, verbose=0).history
    assert history["loss"][-1] < 0.5 * history["loss"][0]
    assert history["accuracy"][-1] > 0.9


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_loss(smoothing):
    logits = np.array([[2.0, 0.0, -1.0], [0.5, 0.5, 3.0]], np.float32)
    labels = np.array([0, 1])
    logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    target = np.full((2, 3), smoothing / 3)
    target[[0, 1], labels] += 1 - smoothing
    expected = -(target * logs).sum(axis=1).mean()
    assert float(SmoothedCrossentropy(smoothing)(labels, logits)) == pytest.approx(expected)


def test_seed_learns_at_a_constant_rate():
    optimizer = make_optimizer(SEED, 1000)
    assert isinstance(optimizer, keras.optimizers.Adam)
    assert float(optimizer.learning_rate) == pytest.approx(1e-4)


def test_base_warms_up_and_cools_down():
    schedule = make_optimizer(BASE, 1000)._learning_rate
    rates = [float(schedule(step)) for step in (0, 15, 30, 515, 1000)]  # 30 of them warm up
    assert rates == pytest.approx(
        [0, BASE.learning_rate / 2, BASE.learning_rate, 1e-3, 0], abs=1e-6
    )


def test_decay_spares_biases_norms_and_embeddings():
    model = compiled(TINY, 2, 10)
    model.optimizer.build(model.trainable_variables)
    decayed = {v.path for v in model.trainable_variables if model.optimizer._use_weight_decay(v)}
    names = {path.rpartition("/")[2] for path in decayed}
    assert names == {"kernel", "position", "class_token"}


@pytest.mark.parametrize("policy", ["float32", "mixed_bfloat16"])
def test_save_and_load(tmp_path, policy):
    keras.config.set_dtype_policy(policy)
    model = compiled(TINY, LANGUAGES, 10)
    inputs, labels = windows(TINY, [20, 7, 3, 0]), np.array([0, 1, 2, 3])
    model.train_on_batch(inputs, labels)
    model.save(tmp_path / "model.keras")
    expected = np.asarray(model(inputs))
    assert expected.dtype == np.float32

    keras.config.set_dtype_policy("float32")  # of whoever loads it
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    assert loaded.get_layer("encoder_0").compute_dtype == policy.removeprefix("mixed_")
    assert (np.asarray(loaded(inputs)) == expected).all()
    assert int(loaded.optimizer.iterations) == 1
    fresh = build_network(TINY, LANGUAGES)
    fresh.load_weights(tmp_path / "model.keras")
    assert np.asarray(fresh(inputs)) == pytest.approx(expected, abs=0.05)


ON_TWO_REPLICAS = """
import sys
import tensorflow as tf

cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
import keras
import numpy as np
from train.model.network import MatrixDecayAdamW

strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
with strategy.scope():
    weight = keras.Variable(np.zeros(4, np.float32), name="kernel")
    optimizer = MatrixDecayAdamW(0.1, clipnorm=1.0, beta_1=0.9)
    optimizer.build([weight])
strategy.run(lambda: optimizer.apply([tf.constant([30.0, 40.0, 0.0, 0.0])]))
first_moment = optimizer.variables[2]
print(*np.asarray(first_moment).round(6))
"""


@pytest.mark.slow
def test_replicas_clip_the_sum_of_their_gradients():
    """Each has (30, 40), their sum clipped is (0.6, 0.8); clipped one by one it would be twice."""
    done = subprocess.run(
        [sys.executable, "-c", ON_TWO_REPLICAS],
        cwd=ROOT,
        env=environment(PYTHONPATH="hook", KERAS_BACKEND="tensorflow"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [float(number) for number in done.stdout.split()]
    assert found == pytest.approx([0.1 * 0.6, 0.1 * 0.8, 0, 0], abs=1e-5)


ON_JAX = """
import sys
import keras, numpy as np
from train.model.network import build_network
from train.model.settings import TINY
directory = sys.argv[1]
assert keras.backend.backend() == "jax"
inputs = dict(np.load(directory + "/inputs.npz"))
model = build_network(TINY, 8)
model.load_weights(directory + "/tiny.weights.h5")
np.save(directory + "/logits.npy", np.asarray(model(inputs)))
"""


def test_the_same_network_runs_on_jax(tmp_path):
    pytest.importorskip("jax", reason="JAX is not installed (extra jax)")
    model, inputs = build_network(TINY, LANGUAGES), windows(TINY, [20, 7, 3, 0])
    model.save_weights(tmp_path / "tiny.weights.h5")
    np.savez(tmp_path / "inputs.npz", **inputs)
    found = subprocess.run(
        [sys.executable, "-c", ON_JAX, tmp_path],
        cwd=ROOT,
        env=environment(PYTHONPATH="hook", KERAS_BACKEND="jax"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    logits = np.load(tmp_path / "logits.npy")
    assert logits == pytest.approx(np.asarray(model(inputs)), abs=1e-4)
