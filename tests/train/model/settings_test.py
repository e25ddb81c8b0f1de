import dataclasses
import json

import pytest

from polyglint.errors import FatalError
from train.model.settings import (
    BASE,
    PRESETS,
    SEED,
    TINY,
    from_json,
    override,
    preset,
    settings_of_run,
)

TUTORIAL = {
    "tokenizer": "character",
    "vocabulary_size": 100,
    "sequence_length": 150,
    "embedding_dim": 256,
    "num_heads": 2,
    "head_dim": 256,  # each head as wide as the model
    "intermediate_dim": 512,
    "num_layers": 4,
    "bigram_buckets": 0,
    "trigram_buckets": 0,
    "wide_buckets": 0,
    "dropout": 0.0,
    "languages": ("C", "C++", "Go", "Java", "JavaScript", "PHP", "Python", "Ruby"),
    "optimizer": "adam",
    "learning_rate": 1e-4,
    "weight_decay": 0.0,
    "label_smoothing": 0.0,
    "batch_size": 1024,
    "epochs": 10,
    "length_buckets": (),  # every batch is as long as the next
    "max_repeats": 1,
    "word_dropout": 0.0,
    "crop_share": 0.0,
    "short_share": 0.0,
    "join_share": 0.0,
    "foreign_share": 0.0,
}


def test_seed_is_the_tutorial():
    assert {name: getattr(SEED, name) for name in TUTORIAL} == TUTORIAL


def test_base_takes_every_language_that_has_projects():
    assert BASE.languages is None
    assert BASE.min_projects > 10


@pytest.mark.parametrize("settings", PRESETS.values(), ids=PRESETS)
def test_presets_hold_together(settings):
    assert preset(settings.preset) is settings
    assert all(n <= settings.sequence_length for n in settings.length_buckets)
    assert sorted(settings.length_buckets) == list(settings.length_buckets)
    assert bool(settings.bigram_buckets) == bool(settings.bigram_dim)
    assert bool(settings.trigram_buckets) == bool(settings.trigram_dim)
    assert bool(settings.wide_buckets) == bool(settings.wide_dim)
    assert settings.vocabulary_size <= 65_536  # x.npy is uint16


def test_no_such_preset():
    with pytest.raises(FatalError, match=r"no preset 'huge'; there are seed, base, tiny"):
        preset("huge")


@pytest.mark.parametrize("settings", PRESETS.values(), ids=PRESETS)
def test_json_and_back(settings):
    assert from_json(json.loads(json.dumps(settings.to_json()))) == settings


def test_settings_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        TINY.dropout = 0.5


@pytest.mark.parametrize(
    ("assignment", "name", "value"),
    [
        pytest.param("batch_size=64", "batch_size", 64, id="int"),
        pytest.param("learning_rate=2e-4", "learning_rate", 2e-4, id="float"),
        pytest.param("epochs=3", "epochs", 3, id="whole number for a float"),
        pytest.param("optimizer=adam", "optimizer", "adam", id="plain word"),
        pytest.param('optimizer="adam"', "optimizer", "adam", id="JSON word"),
        pytest.param("length_buckets=[8, 16]", "length_buckets", (8, 16), id="numbers"),
        pytest.param("length_buckets=[]", "length_buckets", (), id="no numbers"),
        pytest.param('languages=["C", "Go"]', "languages", ("C", "Go"), id="names"),
        pytest.param("languages=null", "languages", None, id="null"),
    ],
)
def test_override(assignment, name, value):
    assert override(TINY, [assignment]) == TINY.replace(**{name: value})


def test_the_last_override_wins_and_the_rest_stays():
    changed = override(TINY, ["dropout=0.1", "epochs=9", "dropout=0.3"])
    assert changed == TINY.replace(dropout=0.3, epochs=9)


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        pytest.param("widht=3", "no such setting; there are preset, tokenizer", id="misspelt"),
        pytest.param("epochs", "epochs takes float", id="no value"),
        pytest.param("batch_size=64.5", "batch_size takes int", id="float for an int"),
        pytest.param("batch_size=many", "batch_size takes int", id="word for an int"),
        pytest.param("batch_size=true", "batch_size takes int", id="bool for an int"),
        pytest.param("dropout=true", "dropout takes float", id="bool for a float"),
        pytest.param("optimizer=sgd", "optimizer takes Literal", id="no such choice"),
        pytest.param("length_buckets=16", "length_buckets takes tuple", id="number for numbers"),
        pytest.param('length_buckets=["a"]', "length_buckets takes tuple", id="words for numbers"),
        pytest.param("languages=C", "languages takes tuple", id="word for names"),
        pytest.param("epochs=null", "epochs takes float", id="null"),
    ],
)
def test_bad_override(assignment, message):
    with pytest.raises(FatalError, match=message) as error:
        override(TINY, [assignment])
    assert str(error.value).startswith(f"--set {assignment}: ")
    assert "\n" not in str(error.value)


def test_settings_of_run(tmp_path):
    (tmp_path / "run.json").write_text(json.dumps({"settings": BASE.to_json(), "seed": 1}))
    assert settings_of_run(tmp_path) == BASE


def test_no_run(tmp_path):
    with pytest.raises(FatalError, match=r"run\.json: not found; train a run with"):
        settings_of_run(tmp_path)
