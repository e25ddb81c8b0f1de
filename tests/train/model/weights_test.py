import json
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("keras", reason="Keras is not installed")

import keras

from polyglint.errors import FatalError
from polyglint.model.config import load_config
from polyglint.model.tokenizer import LexicalTokenizer, special_tokens
from polyglint.model.windows import token_ids
from train.model import weights
from train.model.network import build_network
from train.model.settings import TINY
from train.model.weights import (
    ARCHITECTURE,
    check_fits,
    known_ids,
    load_weights,
    save_weights,
    start_from,
)

LANGUAGES = ("C", "Go", "PHP")
PROJECTS = {"held": 2, "learned": 0}
VOCABULARY = ("if", "{", "ß", "=>")
SMALL = TINY.replace(num_layers=1, vocabulary_size=160, bigram_buckets=64)


def network(languages, seed=1):
    keras.utils.set_random_seed(seed)
    return build_network(SMALL, len(languages))


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "directory" / "weights.npz"
    save_weights(path, network(LANGUAGES), SMALL, LANGUAGES, VOCABULARY, PROJECTS)
    return path


def test_save_and_load(saved):
    found = load_weights(str(saved))
    assert (found.settings, found.languages, found.vocabulary) == (SMALL, LANGUAGES, VOCABULARY)
    assert found.projects == PROJECTS
    for own, expected in zip(found.arrays, network(LANGUAGES).get_weights(), strict=True):
        np.testing.assert_allclose(own, expected, rtol=1e-3, atol=1e-6)  # ten bits and a sign


def test_half_of_float32(saved):
    parameters = network(LANGUAGES).count_params()
    assert saved.stat().st_size < 2 * parameters + 10_000


def test_tables_take_a_byte_each(tmp_path):
    settings = SMALL.replace(wide_buckets=1 << 16)
    model = build_network(settings, 3)
    path = tmp_path / "weights.npz"
    save_weights(path, model, settings, LANGUAGES, VOCABULARY, PROJECTS)
    table = model.get_layer("wide").embedding.get_weights()[0]
    arrays = {array.shape: array for array in load_weights(str(path)).arrays}
    error = np.abs(arrays[table.shape] - table)
    assert (error <= np.abs(table).max(axis=1, keepdims=True) / 254 + 1e-7).all()
    assert path.stat().st_size < 1.5 * table.size


def test_equal_weights_make_equal_files(saved, tmp_path):
    save_weights(tmp_path / "again.npz", network(LANGUAGES), SMALL, LANGUAGES, VOCABULARY, PROJECTS)
    assert (tmp_path / "again.npz").read_bytes() == saved.read_bytes()


def test_the_architecture_is_what_rows_and_network_are():
    assert {"tokenizer", "sequence_length", "num_layers", "bigram_dim"} <= set(ARCHITECTURE)
    assert not {"preset", "dropout", "languages", "learning_rate"} & set(ARCHITECTURE)


def cut(path):
    path.write_bytes(path.read_bytes()[:-500])


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.write_bytes(content)


def replace(path):
    path.write_text("weights", "utf-8")


def forget_description(path):
    np.savez(path, **{"000": np.zeros(3)})


def pickle_something(path):
    np.savez(path, description=np.array([{"a": 1}], dtype=object))


@pytest.mark.parametrize("damage", [cut, flip, replace, forget_description, pickle_something])
def test_damaged_files(saved, damage):
    damage(saved)
    with pytest.raises(FatalError, match=r"weights\.npz: damaged, or not weights that publish"):
        load_weights(str(saved))


def test_no_file(tmp_path):
    with pytest.raises(FatalError, match=r"none\.npz: cannot be read"):
        load_weights(str(tmp_path / "none.npz"))


def test_outputs_go_on_by_their_language(saved):
    given = load_weights(str(saved))
    languages = ("Ada", "Go", "C", "Zig")
    model = network(languages, seed=2)
    kernel, bias = (np.array(own) for own in model.get_layer("logits").get_weights())
    words = start_from(model, given, languages, VOCABULARY)
    assert words == (
        f"{saved}: 2 languages go on, new: Ada, Zig; the data set lacks PHP, "
        "which the model will not know"
    )
    found, found_bias = model.get_layer("logits").get_weights()
    old_kernel, old_bias = given.arrays[-3:-1]  # the wide branch's output comes after them
    for own, old in ((1, 1), (2, 0)):  # Go and C
        assert (found[:, own] == old_kernel[:, old]).all()
        assert found_bias[own] == old_bias[old]
    for new in (0, 3):
        assert (found[:, new] == kernel[:, new]).all()
        assert found_bias[new] == bias[new]
    for own, expected in zip(model.get_weights()[:-3], given.arrays, strict=False):
        assert (own == expected).all()


def test_a_new_word_begins_as_its_shape(saved):
    given = load_weights(str(saved))
    size = 1 + len(special_tokens()) + len(VOCABULARY)
    settings = SMALL.replace(vocabulary_size=size)
    more = build_network(settings.replace(vocabulary_size=size + 2), len(LANGUAGES))
    fewer = build_network(settings, len(LANGUAGES))
    save_weights(saved, fewer, settings, LANGUAGES, VOCABULARY, PROJECTS)
    given = load_weights(str(saved))
    words = start_from(more, given, LANGUAGES, (*VOCABULARY, "defmodule", "->"))
    assert words.endswith("new: none; 2 new words")
    table = more.get_layer("embedding").token_embedding.get_weights()[0]
    tokenizer = LexicalTokenizer(VOCABULARY)
    shapes = [token_ids(tokenizer.encode_line(word))[1] for word in ("defmodule", "->")]
    assert (table[-2:] == table[shapes]).all()
    assert len(table) == size + 2
    found = known_ids(given, (*VOCABULARY, "defmodule", "->"))
    assert found[-2:].tolist() == shapes
    assert found[:-2].tolist() == list(range(size))


def test_a_wide_branch_that_the_weights_lack_begins_afresh(tmp_path):
    narrow = SMALL.replace(wide_buckets=0, wide_dim=0)
    path = tmp_path / "weights.npz"
    save_weights(path, build_network(narrow, 3), narrow, LANGUAGES, VOCABULARY, PROJECTS)
    given, model = load_weights(str(path)), network(LANGUAGES, seed=2)
    check_fits(given, VOCABULARY, SMALL)
    start_from(model, given, LANGUAGES, VOCABULARY)
    assert not model.get_layer("wide_logits").get_weights()[0].any()
    inputs = {
        "token_ids": np.ones((1, 8), np.int32),
        "padding_mask": np.ones((1, 9), bool),
        **{f"{kind}_ids": np.ones((1, 8), np.int32) for kind in ("bigram", "trigram")},
    }
    before = build_network(narrow, 3)
    before.set_weights(list(given.arrays))
    wide = {**inputs, "wide_ids": np.ones((1, 8, 4), np.int32)}
    np.testing.assert_allclose(model(wide), before(inputs), rtol=1e-5, atol=1e-6)


def test_the_same_languages_give_the_same_network(saved):
    model = network(LANGUAGES, seed=2)
    words = start_from(model, load_weights(str(saved)), LANGUAGES, VOCABULARY)
    assert words == f"{saved}: 3 languages go on, new: none"
    for own, expected in zip(model.get_weights(), network(LANGUAGES).get_weights(), strict=True):
        np.testing.assert_allclose(own, expected, rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize(
    ("settings", "vocabulary", "message"),
    [
        (SMALL, VOCABULARY, None),
        (SMALL.replace(dropout=0.5, epochs=9, languages=("C",)), VOCABULARY, None),
        (SMALL, VOCABULARY[1:], "the data set has another vocabulary; make the data set with"),
        (SMALL.replace(tokenizer="character"), VOCABULARY, "tokenizer is lexical, not character"),
        (SMALL.replace(num_layers=3), VOCABULARY, "num_layers is 1, not 3; make the data set with"),
        (SMALL.replace(sequence_length=16), VOCABULARY, "sequence_length is 32, not 16"),
    ],
)
def test_what_weights_fit(saved, settings, vocabulary, message):
    data = SimpleNamespace(vocabulary=vocabulary)
    if message is None:
        check_fits(load_weights(str(saved)), data.vocabulary, settings)
    else:
        with pytest.raises(FatalError, match=message):
            check_fits(load_weights(str(saved)), data.vocabulary, settings)


def test_a_description_of_other_arrays(saved, tmp_path):
    given = load_weights(str(saved))._replace(settings=SMALL)
    for changed in ({"num_layers": 2}, {"intermediate_dim": 8}):
        other = given._replace(settings=SMALL.replace(**changed))
        with pytest.raises(FatalError, match="its arrays are not of the sizes in its description"):
            start_from(network(LANGUAGES), other, LANGUAGES, VOCABULARY)


@pytest.fixture
def released(monkeypatch, saved):
    """A released file, and a shipped model whose description can be set."""
    monkeypatch.setattr(weights, "RELEASED", saved)
    shipped = {"languages": LANGUAGES, "run": {}}
    monkeypatch.setattr(weights, "load_config", lambda _: load_config()._replace(**shipped))
    return shipped


def test_released_weights_of_the_shipped_model(released, saved):
    assert load_weights("released").path == saved
    released["run"] = {"weights_sha256": load_weights(str(saved)).sha256}
    assert load_weights("released").languages == LANGUAGES


@pytest.mark.parametrize(
    "change", [{"languages": LANGUAGES[:2]}, {"run": {"weights_sha256": "0" * 64}}]
)
def test_released_weights_of_another_model(released, change):
    released |= change
    with pytest.raises(FatalError, match=r"not the weights of the model in .*, by labels or SHA"):
        load_weights("released")


def test_the_released_file_is_small_and_not_in_the_wheel():
    if not weights.RELEASED.is_file():
        pytest.skip("no weights are released yet")
    assert weights.RELEASED.stat().st_size <= weights.BUDGET
    assert load_weights("released").settings.preset == "base"


def test_the_file_is_an_archive_of_arrays(saved):
    with zipfile.ZipFile(saved) as archive:
        assert "description.npy" in archive.namelist()
    with np.load(saved) as arrays:
        assert json.loads(arrays["description"].tobytes())["languages"] == list(LANGUAGES)
        assert {arrays[name].dtype for name in arrays.files} == {np.dtype("f2"), np.dtype("u1")}
